// How large a scenario may be (see check.hpp; docs/files.md lists the limits).
#include <string>

#include "model/check.hpp"

namespace entente {

namespace {

constexpr std::size_t most_of_a_kind = 1'000;     // firms, markets, events, programs, alternatives; stages and risks of a program
constexpr std::size_t most_evaluations = 10'000;  // of a firm's part in a program, in every alternative and in solo

class Sizes {
public:
    explicit Sizes(Problems& problems) : problems_(problems) {}

    template <class T>
    void keyed(const Keyed<T>& table, const std::string& what) {
        if (table.size() > most_of_a_kind) too_many(table[most_of_a_kind].first.source, table.size(), what);
    }
    template <class T>
    void list(const std::vector<T>& list, const std::string& what) {
        if (list.size() > most_of_a_kind) too_many(list[most_of_a_kind].name.source, list.size(), what);
    }
    void too_many(Source at, std::size_t count, const std::string& what, std::size_t most = most_of_a_kind) {
        problems_.push_back({at, std::to_string(count) + " " + what, "at most " + std::to_string(most), ""});
    }

private:
    Problems& problems_;
};

}  // namespace

void check_size(const Scenario& scenario, Problems& problems) {
    Sizes sizes(problems);
    sizes.keyed(scenario.firm, "firms");
    sizes.keyed(scenario.market, "markets");
    sizes.list(scenario.event, "events");
    sizes.keyed(scenario.program, "programs");
    sizes.keyed(scenario.alternative, "alternatives");
    for (const auto& [id, market] : scenario.market) {
        sizes.keyed(market.regime, "regimes of market." + id.text);
        sizes.keyed(market.adoption, "adoption curves of market." + id.text);
    }
    std::size_t parts = 0;
    for (const auto& [id, program] : scenario.program) {
        sizes.list(program.stage, "stages of program." + id.text);
        sizes.list(program.risk, "risks of program." + id.text);
        parts += program.needs ? program.needs->size() : scenario.firm.size();
    }
    for (const auto& [id, alternative] : scenario.alternative) {
        if (alternative.exit.size() > most_of_a_kind) sizes.too_many(id.source, alternative.exit.size(), "exits of alternative." + id.text);
    }
    const std::size_t evaluations = parts * (scenario.alternative.size() + 1);
    if (problems.empty() && evaluations > most_evaluations)
        sizes.too_many(scenario.program.front().first.source, evaluations, "parts of firms in programs, over all alternatives",
                       most_evaluations);
}

}  // namespace entente
