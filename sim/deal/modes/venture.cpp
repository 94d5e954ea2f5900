// A venture: its check, its slots and its words (see venture.hpp).
#include "deal/modes/venture.hpp"

#include "chance/words.hpp"
#include "deal/deal.hpp"

namespace entente {

Parties parties(const Venture& venture) { return pool_parties(venture); }

void check(const Venture& venture, ModeCheck& mode) {
    check_pool(venture, mode);
    check_weights(venture.stakes, venture.members, mode, ".stakes");
    for (const auto& [firm, amount] : venture.calls) mode.member(firm, venture.members, ".calls");
    for (const auto& [firm, amount] : venture.commitment) mode.member(firm, venture.members, ".commitment");
    for (const Payment& payment : venture.buy_in) mode.payment(payment, ".buy_in");
}

void resolve(const Venture& venture, ModeBuilder& mode) {
    resolve_pool(venture, mode);
    ResolvedShare& share = mode.out.share;
    share.base = weights_of(venture.stakes, venture.members);
    share.committed = !venture.commitment.empty();
    share.called = !venture.calls.empty();
    const auto amount_of = [&](const Keyed<Quantity>& table, const Name& member) {
        const Quantity* const amount = find(table, member.text);
        return amount != nullptr ? std::optional(mode.value(*amount, Sign::not_negative)) : std::nullopt;
    };
    for (const Name& member : venture.members) {
        share.commitment.push_back(amount_of(venture.commitment, member));
        share.calls.push_back(amount_of(venture.calls, member));
    }
    for (const Payment& payment : venture.buy_in) mode.out.payments.push_back(mode.payment(payment));
}

std::vector<std::string> told(const Venture& venture, const ModeWords& words) {
    std::vector<std::string> out{fmt::format("{} hold a venture ({}).", words.firms(venture.members), by_weight(venture.stakes, words))};
    if (!venture.calls.empty())
        out.push_back(fmt::format("They first bring in proportion, until it is spent: {} (nominal); then they pay by stake.",
                                  words.by_firm(venture.calls, number)));
    if (!venture.commitment.empty()) out.push_back(fmt::format("Each funds at most: {}.", words.by_firm(venture.commitment, number)));
    tell_pool(venture, words, out);
    return out;
}

}  // namespace entente
