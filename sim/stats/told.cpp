// Writing answers down and reading them out (see told.hpp).
#include "stats/told.hpp"

#include <stdexcept>

namespace entente {

Moments Recorder::moments() const {
    const Moments out = known_.moments();
    count(static_cast<std::int64_t>(out.count));
    one(out.mean);
    one(out.variance);
    return out;
}

std::vector<double> Recorder::fold(const std::function<std::vector<double>(const Known&)>& f) const {
    std::vector<double> out = known_.fold(f);
    count(static_cast<std::int64_t>(out.size()));
    answers_.insert(answers_.end(), out.begin(), out.end());
    return out;
}

Moments Replayed::moments() const {
    Moments out;
    out.count = static_cast<std::size_t>(count());
    out.mean = one();
    out.variance = one();
    return out;
}

std::vector<double> Replayed::fold(const std::function<std::vector<double>(const Known&)>&) const {
    std::vector<double> out(static_cast<std::size_t>(count()));
    for (double& x : out) x = one();
    return out;
}

void Replayed::each(const std::function<void(double, double)>&) const { throw std::logic_error("answers have no values"); }

double Replayed::one() const {
    if (rest_.empty()) throw std::logic_error("more is asked than was answered");
    const double out = rest_.front();
    rest_ = rest_.subspan(1);
    return out;
}

}  // namespace entente
