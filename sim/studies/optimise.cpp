// COBYLA through NLopt's C interface (see optimise.hpp).
#include "studies/optimise.hpp"

#include <nlopt.h>

#include <algorithm>
#include <cmath>
#include <exception>
#include <memory>
#include <new>

#include "base/problem.hpp"

namespace entente {

namespace {

constexpr double tolerance = 1e-6;  // of a condition's scale, within which it holds
constexpr double last_step = 1e-6;  // of the cube, at which the search ends

struct Destroy {
    void operator()(nlopt_opt_s* search) const { nlopt_destroy(search); }
};
using Optimiser = std::unique_ptr<nlopt_opt_s, Destroy>;

// What the library's calls go to. It is C: an exception waits here until it has returned.
class Calls {
public:
    Calls(const Candidate& start, const Judge& judge, const SearchPlan& plan, nlopt_opt search)
        : judge_(judge), plan_(plan), search_(search), best_(start), last_(start) {}

    static double goal(unsigned count, const double* x, double*, void* self) {
        Calls& calls = *static_cast<Calls*>(self);
        return calls.at(x, count).goal / calls.plan_.scales.goal;
    }
    // At most 0 where each condition holds.
    static void conditions(unsigned conditions, double* out, unsigned count, const double* x, double*, void* self) {
        Calls& calls = *static_cast<Calls*>(self);
        const Judged& judged = calls.at(x, count);
        for (unsigned i = 0; i < conditions; ++i) out[i] = -judged.slack[i] / calls.plan_.scales.slack[i];
    }

    Candidate finish() {
        if (thrown_) std::rethrow_exception(thrown_);
        return best_;
    }

private:
    // The goal and the conditions are asked for one after the other at the same point.
    const Judged& at(const double* x, unsigned count) {
        Cube point(x, x + count);
        for (double& u : point) u = std::clamp(u, 0.0, 1.0);
        if (point == last_.at || thrown_) return last_.judged;
        try {
            last_ = {point, judge_(point)};
            if (better(last_, best_, plan_.scales.slack)) best_ = last_;
        } catch (...) {
            thrown_ = std::current_exception();
            nlopt_force_stop(search_);
        }
        return last_.judged;
    }

    const Judge& judge_;
    const SearchPlan& plan_;
    nlopt_opt search_;
    Candidate best_, last_;
    std::exception_ptr thrown_;
};

void check(nlopt_result result) {
    if (result == NLOPT_OUT_OF_MEMORY) throw std::bad_alloc();
    if (result == NLOPT_INVALID_ARGS) throw Failure("the search for the best terms could not begin");
}

}  // namespace

double Judged::violation(const std::vector<double>& scales) const {
    double worst = 0;
    for (std::size_t i = 0; i < slack.size(); ++i) worst = std::max(worst, -slack[i] / scales[i]);
    return worst > tolerance ? worst : 0;
}

bool better(const Candidate& a, const Candidate& b, const std::vector<double>& scales) {
    const double fails = a.judged.violation(scales), other = b.judged.violation(scales);
    return fails != other ? fails < other : a.judged.goal > b.judged.goal;
}

Candidate best_from(const Candidate& start, const Judge& judge, const SearchPlan& plan) {
    if (start.at.empty()) return start;
    const auto count = static_cast<unsigned>(start.at.size()), conditions = static_cast<unsigned>(plan.scales.slack.size());
    const Optimiser search(nlopt_create(NLOPT_LN_COBYLA, count));
    if (!search) throw std::bad_alloc();
    Calls calls(start, judge, plan, search.get());
    check(nlopt_set_max_objective(search.get(), &Calls::goal, &calls));
    check(nlopt_set_lower_bounds1(search.get(), 0));
    check(nlopt_set_upper_bounds1(search.get(), 1));
    if (conditions > 0) check(nlopt_add_inequality_mconstraint(search.get(), conditions, &Calls::conditions, &calls, nullptr));
    check(nlopt_set_initial_step1(search.get(), plan.step));
    check(nlopt_set_xtol_abs1(search.get(), last_step));
    check(nlopt_set_maxeval(search.get(), plan.most));
    std::vector<double> x = start.at;
    double value = 0;
    const nlopt_result result = nlopt_optimize(search.get(), x.data(), &value);
    if (result == NLOPT_OUT_OF_MEMORY) throw std::bad_alloc();
    return calls.finish();
}

}  // namespace entente
