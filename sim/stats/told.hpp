// What has been asked of a Known and what it answered, as numbers that can be sent: who has not the column asks the same again.
#pragma once

#include <span>
#include <vector>

#include "stats/known.hpp"

namespace entente {

// Answers as another does, and writes down what it said.
class Recorder : public Known {
public:
    // `known` must outlive it.
    explicit Recorder(const Known& known) : known_(known) {}
    std::vector<double> take() { return std::move(answers_); }

    std::int64_t worlds() const override { return count(known_.worlds()); }
    std::int64_t present() const override { return count(known_.present()); }
    Interval present_limits() const override { return both(known_.present_limits()); }
    Moments moments() const override;
    double skewness() const override { return one(known_.skewness()); }
    double standard_error() const override { return one(known_.standard_error()); }
    Interval mean_limits() const override { return both(known_.mean_limits()); }
    double quantile(double p) const override { return one(known_.quantile(p)); }
    Interval quantile_limits(double p) const override { return both(known_.quantile_limits(p)); }
    double tail_mean(double share, bool high_is_bad) const override { return one(known_.tail_mean(share, high_is_bad)); }
    Interval tail_limits(double share, bool high_is_bad) const override { return both(known_.tail_limits(share, high_is_bad)); }
    double share_positive() const override { return one(known_.share_positive()); }
    Interval positive_limits() const override { return both(known_.positive_limits()); }
    std::vector<double> fold(const std::function<std::vector<double>(const Known&)>& f) const override;
    void each(const std::function<void(double, double)>& visit) const override { known_.each(visit); }

private:
    double one(double answer) const {
        answers_.push_back(answer);
        return answer;
    }
    std::int64_t count(std::int64_t answer) const {
        one(static_cast<double>(answer));
        return answer;
    }
    Interval both(Interval answer) const {
        one(answer.low);
        one(answer.high);
        return answer;
    }

    const Known& known_;
    mutable std::vector<double> answers_;
};

// Answers from what was written down. The same must be asked in the same order.
class Replayed : public Known {
public:
    explicit Replayed(std::span<const double> answers) : rest_(answers) {}

    std::int64_t worlds() const override { return count(); }
    std::int64_t present() const override { return count(); }
    Interval present_limits() const override { return both(); }
    Moments moments() const override;
    double skewness() const override { return one(); }
    double standard_error() const override { return one(); }
    Interval mean_limits() const override { return both(); }
    double quantile(double) const override { return one(); }
    Interval quantile_limits(double) const override { return both(); }
    double tail_mean(double, bool) const override { return one(); }
    Interval tail_limits(double, bool) const override { return both(); }
    double share_positive() const override { return one(); }
    Interval positive_limits() const override { return both(); }
    std::vector<double> fold(const std::function<std::vector<double>(const Known&)>& f) const override;
    // Throws std::logic_error: outside a fold nobody has the values.
    void each(const std::function<void(double, double)>& visit) const override;

private:
    double one() const;
    std::int64_t count() const { return static_cast<std::int64_t>(one()); }
    Interval both() const {
        const double low = one();
        return {low, one()};
    }

    mutable std::span<const double> rest_;
};

}  // namespace entente
