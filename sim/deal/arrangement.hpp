// The terms of an alliance on one program: pool, venture, license or supply, and payments (docs/model.md, section 4).
#pragma once

#include <array>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <variant>
#include <vector>

#include "base/fields.hpp"
#include "deal/mode.hpp"
#include "deal/modes/license.hpp"
#include "deal/modes/pool.hpp"
#include "deal/modes/supply.hpp"
#include "deal/modes/venture.hpp"
#include "deal/payment.hpp"

namespace entente {

// Registration: one entry a mode.
using Mode = std::variant<Pool, Venture, License, Supply>;

inline Parties parties_of(const Mode& mode) {
    return std::visit([](const auto& one) { return parties(one); }, mode);
}
// Payments that the mode itself has a table for, besides the arrangement's; null where it has none.
template <class M>
auto* payments_in(M& mode) {
    using Payments = std::conditional_t<std::is_const_v<M>, const std::vector<Payment>, std::vector<Payment>>;
    return std::visit(
        [](auto& one) -> Payments* {
            if constexpr (requires { one.buy_in; }) {
                return &one.buy_in;
            } else {
                return nullptr;
            }
        },
        mode);
}

// A firm's own work after it has been provided with the program's result.
struct Adaptation {
    Quantity cost;
    Quantity duration;
    template <class S = Adaptation>
    static constexpr auto fields() {
        return std::tuple{money("cost", &S::cost, "money, spent evenly"), field("duration", &S::duration, Range::non_negative, "years")};
    }
};

// What a member or a user does about the program before the deal is formed: it waits, or it works on it alone.
enum class Meanwhile { wait, work };
constexpr std::array<std::string_view, 2> words(Meanwhile) { return {"wait", "work"}; }

// One word for all, or one for each firm; a firm that has none waits.
struct MeanwhileTerms {
    Meanwhile all = Meanwhile::wait;
    Keyed<Meanwhile> by_firm;

    bool works(std::string_view firm) const {
        const Meanwhile* own = find(by_firm, firm);
        return (own != nullptr ? *own : all) == Meanwhile::work;
    }
};

struct Arrangement {
    Name program;
    Mode mode;
    MeanwhileTerms meanwhile;
    Keyed<Adaptation> adaptation;
    std::vector<Payment> payment;
    bool nominal = false;  // contract amounts of this table are not escalated
    template <class S = Arrangement>
    static constexpr auto fields() {
        return std::tuple{needed("program", &S::program, "the program it is about"),
                          tagged("mode", &S::mode, "how the partners work together"),
                          field("meanwhile", &S::meanwhile, "'wait' or 'work' alone until formation, or by firm"),
                          field("adaptation", &S::adaptation, "each firm's own work after it"),
                          field("payment", &S::payment, "payments between firms"),
                          field("nominal", &S::nominal, "fees and royalties are not escalated")};
    }
};

struct Formation {
    Quantity probability = 1;
    Quantity delay = 0;
    Keyed<Quantity> cost;
    bool nominal = false;
    template <class S = Formation>
    static constexpr auto fields() {
        return std::tuple{field("probability", &S::probability, Range::fraction, "chance that it is formed"),
                          field("delay", &S::delay, Range::non_negative, "years until it is formed"),
                          field("cost", &S::cost, Range::non_negative, "money at the start, either way"),
                          field("nominal", &S::nominal, "the cost is not escalated")};
    }
};

}  // namespace entente
