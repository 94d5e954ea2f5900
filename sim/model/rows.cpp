// Look-ups (see rows.hpp).
#include "model/rows.hpp"

#include <algorithm>

namespace entente {

const SummaryRow* summary_row(const Results& results, const std::string& alternative, const std::string& firm, const std::string& metric) {
    for (const SummaryRow& row : results.summary) {
        if (row.alternative == alternative && row.firm == firm && row.metric == metric) return &row;
    }
    return nullptr;
}

const ComparisonRow* comparison_row(const Results& results, const std::string& alternative, const std::string& firm,
                                    const std::string& metric) {
    for (const ComparisonRow& row : results.comparison) {
        if (row.alternative == alternative && row.firm == firm && row.metric == metric) return &row;
    }
    return nullptr;
}

namespace {

template <class Name>
std::vector<std::string> distinct(const Results& results, const Name& name) {
    std::vector<std::string> out;
    for (const SummaryRow& row : results.summary) {
        if (std::find(out.begin(), out.end(), name(row)) == out.end()) out.push_back(name(row));
    }
    return out;
}

}  // namespace

std::vector<std::string> firms_of(const Results& results) {
    return distinct(results, [](const SummaryRow& row) { return row.firm; });
}
std::vector<std::string> alternatives_of(const Results& results) {
    return distinct(results, [](const SummaryRow& row) { return row.alternative; });
}

}  // namespace entente
