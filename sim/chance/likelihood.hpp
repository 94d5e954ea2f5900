// Families that can be fitted to data: density, estimate, and what a scenario calls the parameters.
#pragma once

#include <string_view>
#include <vector>

#include "chance/observed.hpp"
#include "chance/properties.hpp"

namespace entente {

using Parameters = std::vector<double>;

// Estimates are by maximum likelihood, but for ends of a range: a likelihood is largest with the ends at the data's own extremes, or
// has no largest value at all, so ends (and shifts) are those with the largest product of spacings (Cheng and Amin 1983; Ranneby 1984).
struct ParameterEstimate {
    Parameters parameters;
    std::string_view unfit;  // why there are none, as a clause: "half of the values are equal"
};

struct FitForm {
    std::string_view family;
    std::vector<std::string_view> keys;  // of its parameters, in their order
    bool positive;                       // values above 0 only
    bool shifted;                        // the last parameter is a shift
    int jumps;                           // ends of its range at which the density is not 0
    ParameterEstimate (*fit)(const Sample&);
    double (*density)(const Parameters&, double);  // its logarithm
    Distribution (*make)(const Parameters&);
};

const std::vector<FitForm>& fit_forms();

// The logarithm of the product of spacings: the sum over the gaps of share x ln(probability / share), at most 0.
double spacings(const FitForm& candidate, const Parameters& p, const Gaps& gaps);

// Estimates with ends: ends.cpp has them.
ParameterEstimate fit_uniform(const Sample& sample);
ParameterEstimate fit_pareto(const Sample& sample);
ParameterEstimate fit_triangular(const Sample& sample);
ParameterEstimate fit_pert(const Sample& sample);
ParameterEstimate fit_shifted_lognormal(const Sample& sample);
ParameterEstimate fit_shifted_gamma(const Sample& sample);
ParameterEstimate fit_shifted_weibull(const Sample& sample);

// The others: estimates.cpp.
ParameterEstimate fit_normal(const Sample& sample);
ParameterEstimate fit_student(const Sample& sample);
ParameterEstimate fit_exponential(const Sample& sample);
ParameterEstimate fit_lognormal(const Sample& sample);
ParameterEstimate fit_gamma(const Sample& sample);
ParameterEstimate fit_inverse_gamma(const Sample& sample);
ParameterEstimate fit_weibull(const Sample& sample);
ParameterEstimate fit_loglogistic(const Sample& sample);

double mean_of(const Sample& sample);
// The mean of f(value), f being cheap to call.
template <class F>
double mean_of(const Sample& sample, F f) {
    double sum = 0;
    for (std::size_t i = 0; i < sample.value.size(); ++i) sum += sample.weight[i] * f(sample.value[i]);
    return sum / sample.size;
}

// The values less a shift.
Sample moved(const Sample& sample, double shift);

}  // namespace entente
