// A distribution of a scenario: one family, perhaps truncated, scaled and shifted (docs/model.md, section 2).
#pragma once

#include <array>
#include <optional>
#include <variant>

#include "chance/families/beta.hpp"
#include "chance/families/constant.hpp"
#include "chance/families/discrete.hpp"
#include "chance/families/empirical.hpp"
#include "chance/families/exponential.hpp"
#include "chance/families/gamma.hpp"
#include "chance/families/inverse_gamma.hpp"
#include "chance/families/loglogistic.hpp"
#include "chance/families/lognormal.hpp"
#include "chance/families/metalog.hpp"
#include "chance/families/mixture.hpp"
#include "chance/families/normal.hpp"
#include "chance/families/pareto.hpp"
#include "chance/families/pert.hpp"
#include "chance/families/poisson.hpp"
#include "chance/families/student_t.hpp"
#include "chance/families/triangular.hpp"
#include "chance/families/uniform.hpp"
#include "chance/families/weibull.hpp"
#include "chance/properties.hpp"
#include "chance/quantity.hpp"

namespace entente {

// Registration: one entry a family.
using Family = std::variant<Constant, Uniform, Triangular, Pert, Normal, StudentT, Lognormal, Beta, Gamma, InverseGamma, Weibull,
                            Loglogistic, Exponential, Pareto, Mixture, Discrete, Poisson, Empirical, Metalog>;

// The family's probability range that a truncation keeps; {0..1} without one.
struct Kept {
    Probability low{0, 1};   // at the lower end
    Probability high{1, 0};  // at the upper end
    double mass = 1;
};

// value = scale_by * (the family's draw, given that it lies in `truncate`) + shift.
struct Distribution {
    Family family = Constant{};
    std::optional<std::array<double, 2>> truncate;
    double scale_by = 1;
    double shift = 0;
    std::optional<Kept> kept_range;  // by `truncate`, once resolved: a mixture asks for it at every value

    Distribution() = default;
    Distribution(double value) : family(Constant{value}) {}  // a bare number is a distribution too
    template <class F>
    requires(!std::convertible_to<F, double> && !std::same_as<std::remove_cvref_t<F>, Distribution>) explicit Distribution(F leaf)
        : family(std::move(leaf)) {}

    template <class S = Distribution>
    static constexpr auto fields() {
        return std::tuple{tagged("dist", &S::family, "the family"), field("truncate", &S::truncate, "[lowest, highest] value kept"),
                          field("scale_by", &S::scale_by, Range::positive, "factor on the draw"),
                          field("shift", &S::shift, "added to the scaled draw")};
    }
};

// What a family must offer: found by argument-dependent lookup, checked here so that a gap is named at compile time.
template <class F>
concept FamilyLeaf = requires(F& leaf, const F& fixed, Probability p, double x) {
    { F::name } -> std::convertible_to<std::string_view>;
    F::fields();
    { resolve(leaf) } -> std::same_as<std::string>;
    { quantile(fixed, p) } -> std::same_as<double>;
    { cdf(fixed, x) } -> std::same_as<Probability>;
    { mean(fixed) } -> std::same_as<double>;
    { variance(fixed) } -> std::same_as<double>;
};
template <class... F>
constexpr bool all_are_leaves(std::type_identity<std::variant<F...>>) {
    static_assert((FamilyLeaf<F> && ...), "a distribution family lacks resolve, quantile, cdf, mean or variance");
    return true;
}
static_assert(all_are_leaves(std::type_identity<Family>{}));

// Checks of the whole: truncation with discrete values, an interval without probability. "" when sound.
std::string resolve(Distribution& d);

// What `truncate` keeps of the family.
Kept kept(const Distribution& d);
inline Probability inside(const Kept& k, Probability p) { return {k.low.below + p.below * k.mass, k.high.above + p.above * k.mass}; }

}  // namespace entente
