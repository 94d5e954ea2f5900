// outside: a firm for which something else beats the deal that is praised - another deal, or none.
#include <algorithm>

#include "studies/audit/audit.hpp"
#include "studies/audit/inquiry.hpp"

namespace entente::audit_rule {

namespace {

struct Candidate {
    std::string told;
    Deal deal;
    bool agreed = false;  // with others
    FirmId open_to;       // one firm; none: to all
};

std::vector<Candidate> candidates_of(Inquiry& inquiry) {
    std::vector<Candidate> out;
    const auto deals = inquiry.deals();
    for (const AlternativeId a : inquiry.alternatives()) {
        const bool agreed = std::any_of(deals.begin(), deals.end(), [&](const auto& deal) { return deal.first == a; });
        out.push_back({"'" + inquiry.name(a) + "'", {0, a}, agreed, {}});
    }
    for (const auto& [id, program] : inquiry.scenario().program) {
        for (const std::string& firm : wanted_by(inquiry.scenario(), program)) {
            if (!is_worth_something(program, firm)) continue;
            const Deal deal = alone_without(inquiry, firm, id.text);
            out.push_back({"'solo' without " + id.text, deal, false, inquiry.firm(firm)});
        }
    }
    return out;
}

// The figures of the candidates: of each one every firm's npv.
class Values {
public:
    Values(std::span<const AuditFigure> figures, std::size_t firms) : figures_(figures), firms_(firms) {}
    const AuditFigure& of(std::size_t candidate, FirmId firm) const { return figures_[candidate * firms_ + firm.place()]; }
    double together(std::size_t candidate) const {
        double sum = 0;
        for (const FirmId f : Ids<FirmId>(firms_)) sum += of(candidate, f).mean();
        return sum;
    }

private:
    std::span<const AuditFigure> figures_;
    std::size_t firms_;
};

// The deal that is best for all firms together, or none where it is no better than the baseline.
std::size_t praised(const std::vector<Candidate>& candidates, const Values& values, AlternativeId baseline) {
    std::size_t best = baseline.place();
    for (std::size_t c = 0; c < candidates.size(); ++c) {
        if (candidates[c].agreed && values.together(c) > values.together(best)) best = c;
    }
    return candidates[best].agreed && candidates[best].deal.alternative != baseline ? best : candidates.size();
}

void ask(Inquiry& inquiry) {
    if (inquiry.deals().empty()) return;
    const std::vector<Candidate> candidates = candidates_of(inquiry);
    std::vector<std::string> firms;
    std::vector<Reading> readings;
    for (const FirmId f : inquiry.firms()) firms.push_back(inquiry.name(f));
    for (const Candidate& candidate : candidates) {
        for (const FirmId f : inquiry.firms()) readings.push_back(npv_of(candidate.deal, f));
    }
    const AlternativeId baseline = inquiry.baseline().alternative;
    inquiry.ask(readings, [=, unit = inquiry.currency()](const Told& told, std::vector<Finding>& out) {
        const Values values(told.figures, firms.size());
        const std::size_t deal = praised(candidates, values, baseline);
        if (deal == candidates.size()) return;
        for (const FirmId f : Ids<FirmId>(firms.size())) {
            std::size_t best = deal;
            for (std::size_t c = 0; c < candidates.size(); ++c) {
                const bool open = !candidates[c].open_to || candidates[c].open_to == f;
                if (open && values.of(c, f).mean() > values.of(best, f).mean()) best = c;
            }
            const Estimate more = difference(values.of(best, f), values.of(deal, f));
            if (!(more.value > sure * more.error)) continue;
            const std::string& firm = firms[f.place()];
            out.push_back(
                {candidates[best].agreed ? Grade::warning : Grade::serious, "",
                 "the best deal for all is " + candidates[deal].told + ", but " + firm + " is better off with " + candidates[best].told,
                 more.value, more.error, unit, "alternative." + candidates[deal].told.substr(1, candidates[deal].told.size() - 2),
                 "find terms that " + firm + " would sign: entente fair --for \"gain." + firm + " = ...\""});
        }
    });
}

}  // namespace

extern const AuditRule outside{"outside", "Why would they sign that one?", ask};

}  // namespace entente::audit_rule
