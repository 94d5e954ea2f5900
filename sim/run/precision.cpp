// Standard errors against targets (see precision.hpp).
#include "run/precision.hpp"

#include <algorithm>
#include <cmath>

#include "base/text.hpp"

namespace entente {

namespace {

struct Worst {
    double error = 0;
    std::string where = "none";
    void offer(double e, const std::string& metric, const std::string& firm, const std::string& alternative) {
        if (!(e > error)) return;
        error = e;
        where = metric + " of " + firm + " in '" + alternative + "'";
    }
};

Worst worst_relative(const Results& results) {
    Worst worst;
    for (const SummaryRow& row : results.summary) {
        const Statistics& s = row.statistics;
        if (row.unit != "share" && s.se > 0) worst.offer(s.se / std::fabs(s.mean), row.metric, row.firm, row.alternative);
    }
    return worst;
}

Worst worst_absolute(const Results& results, const PrecisionTarget& target) {
    Worst worst;
    const auto wanted = [&](const auto& row) { return row.metric == target.metric && (target.firm.empty() || row.firm == target.firm); };
    for (const SummaryRow& row : results.summary) {
        if (wanted(row)) worst.offer(row.statistics.se, row.metric, row.firm, row.alternative);
    }
    for (const ComparisonRow& row : results.comparison) {
        if (wanted(row)) worst.offer(row.se, row.metric, row.firm, row.alternative);
    }
    return worst;
}

std::string rounded(double x) { return shortest(std::stod(shortest(std::round(x * 1e6) / 1e6))); }

}  // namespace

PrecisionReached precision_of(const Results& results, const std::vector<PrecisionTarget>& targets) {
    PrecisionReached out;
    for (const PrecisionTarget& target : targets) {
        const bool relative = target.metric.empty();
        const Worst worst = relative ? worst_relative(results) : worst_absolute(results, target);
        const bool met = worst.error <= target.most;
        out.all = out.all && met;
        const std::string what = relative ? "relative standard errors" : "standard errors of " + target.metric;
        out.message += (out.message.empty() ? "" : "; ") + what + " of " + shortest(target.most) + " or less " +
                       (met ? "reached" : "not reached") + " after " + std::to_string(results.worlds) + " worlds: the largest is " +
                       rounded(worst.error) + " (" + worst.where + ")";
    }
    return out;
}

std::int64_t next_round(std::int64_t done, std::int64_t most) {
    constexpr std::int64_t first_round = 16'384;
    return std::min(done == 0 ? first_round : 2 * done, most);
}

}  // namespace entente
