// The audit: what a hostile referee would hold against a scenario's answers, by rules that each look for one fault (docs/audit.md).
#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "model/finding.hpp"
#include "model/scenario.hpp"
#include "run/options.hpp"

namespace entente {

class Inquiry;

// A rule of the audit: `ask` puts its questions, whose answers are its findings.
struct AuditRule {
    std::string_view name, question;
    void (*ask)(Inquiry&);
};

// Every rule, in the order in which findings of one grade are told.
std::span<const AuditRule> audit_rules();

struct Audit {
    std::string currency;
    std::int64_t worlds = 0;
    std::vector<Finding> findings;  // the gravest first
};

// Worlds that an audit looks at where nobody says how many: enough for differences of 4 standard errors to be small ones.
constexpr std::int64_t usual_audit = 65536;

// Of the options worlds (rounded up to whole leaves), seed, threads and stop are heeded. The worlds are the run's first, drawn
// independently whatever the sampling. `progress` hears how many are done. Throws Failure as run() does, Interrupted where it is stopped.
Audit audit_of(const Scenario& scenario, const RunOptions& options, const std::function<void(std::int64_t)>& progress);

}  // namespace entente
