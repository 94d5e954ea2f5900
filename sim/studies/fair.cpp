// The search for a fair value (see fair.hpp).
#include "studies/fair.hpp"

#include <algorithm>
#include <array>
#include <boost/math/tools/toms748_solve.hpp>
#include <cmath>

#include "base/problem.hpp"
#include "base/text.hpp"

namespace entente {

namespace {

constexpr double least_part = 0.01;       // of what is missing that a term must move to matter
constexpr double jump_part = 1e-3;        // of what the term moves that a smooth condition leaves at its solution
constexpr double slope_part = 1.0 / 200;  // of the range, to either side, from which the slope is found

class FairSearch {
public:
    explicit FairSearch(const FairQuestion& question) : question_(question), options_(question.options) {
        if (const auto base = question.scenario({})) options_ = with_coordinates_of(*base, std::move(options_));
    }

    FairAnswer run() {
        FairAnswer out;
        for (int i = 0; i < fair_scan; ++i)
            out.scan.push_back(trial(question_.low + (question_.high - question_.low) * i / (fair_scan - 1)));
        std::size_t step = 0;  // that ends behind the first solution
        for (std::size_t i = 1; i < out.scan.size(); ++i) {
            if ((out.scan[i - 1].excess > 0) == (out.scan[i].excess > 0)) continue;
            if (out.solutions++ == 0) step = i;
        }
        if (out.solutions > 0) {
            solve(out.scan[step - 1], out.scan[step], out);
            return out;
        }
        out.at = *std::min_element(out.scan.begin(), out.scan.end(),
                                   [](const FairTrial& a, const FairTrial& b) { return std::fabs(a.excess) < std::fabs(b.excess); });
        out.outcome = out.moved() < least_part * std::fabs(out.at.excess) || out.moved() == 0 ? FairOutcome::hardly : FairOutcome::none;
        return out;
    }

private:
    FairTrial trial(double x) {
        question_.options.stop->check();
        const std::shared_ptr<const Scenario> scenario = question_.scenario({question_.key + "=" + shortest(x)});
        if (!scenario) throw Failure("the key does not take the value " + shortest(x));
        const Side zero;
        const std::array asked{question_.condition, Difference{question_.condition.left, zero},
                               Difference{question_.condition.right, zero}};
        const std::vector<Measured> found = values_of(*scenario, options_, asked, all_worlds(options_));
        if (question_.progress) question_.progress(++trials_);
        return {x, found[1].value, found[2].value, found[0].value, standard_error(found[0], question_.options.sampling)};
    }

    // Worlds are the same at every trial, so the excess is a smooth function of most terms: Alefeld, Potra and Shi (1995).
    void solve(const FairTrial& low, const FairTrial& high, FairAnswer& out) {
        std::uintmax_t most = 40;
        const auto bracket = boost::math::tools::toms748_solve([&](double x) { return trial(x).excess; }, low.value, high.value, low.excess,
                                                               high.excess, boost::math::tools::eps_tolerance<double>(24), most);
        const double x = (bracket.first + bracket.second) / 2;
        out.at = trial(x);
        out.outcome = FairOutcome::found;
        // One world that changes sides moves a mean by about its share of all that the term moves.
        const double smooth = std::max(jump_part, 2 / static_cast<double>(question_.options.worlds));
        if (std::fabs(out.at.excess) > smooth * out.moved()) {
            const double step = (question_.high - question_.low) * 1e-6;
            out.at = trial(std::max(bracket.first - step, low.value));
            out.above = trial(std::min(bracket.second + step, high.value));
            out.outcome = FairOutcome::jumps;
            return;
        }
        const double step = (question_.high - question_.low) * slope_part;
        const FairTrial above = trial(std::min(x + step, question_.high)), below = trial(std::max(x - step, question_.low));
        const double slope = (above.excess - below.excess) / (above.value - below.value);
        out.se = slope != 0 ? out.at.se / std::fabs(slope) : out.at.se > 0 ? HUGE_VAL : 0;
    }

    const FairQuestion& question_;
    RunOptions options_;
    int trials_ = 0;
};

}  // namespace

double FairAnswer::moved() const {
    const auto [least, most] =
        std::minmax_element(scan.begin(), scan.end(), [](const FairTrial& a, const FairTrial& b) { return a.excess < b.excess; });
    return scan.empty() ? 0 : most->excess - least->excess;
}

FairAnswer fair(const FairQuestion& question) { return FairSearch(question).run(); }

}  // namespace entente
