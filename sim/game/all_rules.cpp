// The table of rules (see all_rules.hpp).
#include "game/all_rules.hpp"

#include "game/sharing.hpp"

namespace entente {

std::vector<NamedAllocation> all_rules(const CostGame& game, const std::vector<double>& benefits) {
    const std::vector<std::string> nameless(static_cast<std::size_t>(game.players));
    const GameView view{game, nameless, benefits};
    std::vector<NamedAllocation> out;
    const auto add = [&]<class R>(std::type_identity<R>) {
        if constexpr (CostGameRule<R>) out.push_back({std::string(R::name), allocate(R{}, view)});
    };
    const auto add_all = [&]<class... R>(std::type_identity<std::variant<R...>>) { (add(std::type_identity<R>()), ...); };
    add_all(std::type_identity<Rule>());
    return out;
}

std::string coalition_name(const std::vector<std::string>& players, std::uint32_t coalition) {
    std::string out;
    for (std::size_t i = 0; i < players.size(); ++i) {
        if ((coalition >> i & 1U) != 0) out += (out.empty() ? "" : "+") + players[i];
    }
    return out;
}

}  // namespace entente
