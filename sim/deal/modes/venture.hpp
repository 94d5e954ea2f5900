// A venture: a pool in which the members hold stakes, pay by stake and may cap what they fund.
#pragma once

#include <string>
#include <vector>

#include "deal/modes/pool.hpp"
#include "deal/payment.hpp"

namespace entente {

struct Venture : PoolTerms {
    static constexpr std::string_view name = "venture";
    Keyed<double> stakes;
    Keyed<Quantity> calls;       // cash that members bring first, nominal money
    Keyed<Quantity> commitment;  // the most that a member funds, real money
    std::vector<Payment> buy_in;
    template <class S = Venture>
    static constexpr auto fields() {
        return std::tuple_cat(pool_fields(),
                              std::tuple{needed("stakes", &S::stakes, Range::fraction, "each member's stake, sum 1"),
                                         field("calls", &S::calls, Range::non_negative, "nominal money that members bring first"),
                                         field("commitment", &S::commitment, Range::non_negative, "the most that a member funds"),
                                         field("buy_in", &S::buy_in, "payments of newcomers to earlier owners")});
    }
};

Parties parties(const Venture& venture);
void check(const Venture& venture, ModeCheck& mode);
void resolve(const Venture& venture, ModeBuilder& mode);
std::vector<std::string> told(const Venture& venture, const ModeWords& words);

}  // namespace entente
