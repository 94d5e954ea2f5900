// Look-ups (see rows.hpp).
#include "model/rows.hpp"

#include <algorithm>

namespace entente {

std::string title(const std::vector<std::pair<std::string, std::string>>& titles, const std::string& id) {
    const auto known = std::find_if(titles.begin(), titles.end(), [&](const auto& one) { return one.first == id; });
    return known == titles.end() ? id : known->second;
}

std::string firm_title(const Results& results, const std::string& id) { return title(results.titles.firms, id); }
std::string program_title(const Results& results, const std::string& id) { return title(results.titles.programs, id); }
std::string alternative_title(const Results& results, const std::string& id) { return title(results.titles.alternatives, id); }

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
