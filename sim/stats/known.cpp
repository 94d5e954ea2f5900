// Statistics of a column and of a tally (see known.hpp).
#include "stats/known.hpp"

#include <algorithm>
#include <cmath>

namespace entente {

namespace {

using Column = std::vector<double>;

Column flags(std::span<const double> values, const auto& holds) {
    Column out(values.size());
    std::transform(values.begin(), values.end(), out.begin(), [&](double x) { return holds(x) ? 1.0 : 0.0; });
    return out;
}

class KnownColumn : public Known {
public:
    KnownColumn(std::span<const double> column, bool optional, const Estimator& estimator, const Wanted& wanted)
        : all_(column),
          optional_(optional),
          estimator_(estimator),
          finite_(optional ? finite(all_) : Column{}),
          moments_(entente::moments(values())),
          skewness_(entente::skewness(values(), moments_)),
          quantiles_(values(), wanted.probabilities, wanted.limited, wanted.tails) {}

    std::int64_t worlds() const override { return static_cast<std::int64_t>(all_.size()); }
    std::int64_t present() const override { return static_cast<std::int64_t>(values().size()); }
    Interval present_limits() const override {
        return estimator_.probability(flags(all_, [](double x) { return std::isfinite(x); }));
    }
    Moments moments() const override { return moments_; }
    double skewness() const override { return skewness_; }
    double standard_error() const override { return estimator_.standard_error(values(), moments_); }
    Interval mean_limits() const override { return estimator_.mean(values(), moments_, skewness_); }
    double quantile(double p) const override { return quantiles_.quantile(p); }
    Interval quantile_limits(double p) const override { return estimator_.quantile(values(), quantiles_, p); }
    double tail_mean(double share, bool high_is_bad) const override { return quantiles_.tail(share, high_is_bad).mean(); }
    Interval tail_limits(double share, bool high_is_bad) const override {
        return estimator_.tail(values(), quantiles_, share, high_is_bad);
    }
    double share_positive() const override { return entente::moments(positive()).mean; }
    Interval positive_limits() const override { return estimator_.probability(positive()); }
    void each(const std::function<void(double, double)>& visit) const override {
        for (const double x : values()) visit(x, 1);
    }

private:
    static Column finite(std::span<const double> all) {
        // Each value is written and the next one written over it where it is not finite: no branch, which would be guessed wrongly often.
        Column out(all.size());
        std::size_t count = 0;
        for (const double x : all) {
            out[count] = x;
            count += std::isfinite(x) ? 1 : 0;
        }
        out.resize(count);
        return out;
    }
    std::span<const double> values() const { return optional_ ? finite_ : all_; }
    Column positive() const {
        return flags(values(), [](double x) { return x > 0; });
    }

    std::span<const double> all_;
    bool optional_;
    const Estimator& estimator_;
    Column finite_;
    Moments moments_;
    double skewness_;
    Quantiles quantiles_;
};

// Independent worlds only, so the intervals are those of Estimator without randomisations.
class KnownTally : public Known {
public:
    KnownTally(const RunningMoments& running, const Histogram& histogram, double origin)
        : running_(running), view_(running, histogram), origin_(origin) {}

    std::int64_t worlds() const override { return running_.count + running_.absent; }
    std::int64_t present() const override { return running_.count; }
    Interval present_limits() const override { return wilson(static_cast<double>(present()), static_cast<double>(worlds())); }
    Moments moments() const override {
        Moments m = running_.moments();
        m.mean += origin_;
        return m;
    }
    double skewness() const override { return entente::skewness(running_.cubes, moments()); }
    double standard_error() const override { return moments().standard_error(); }
    Interval mean_limits() const override { return skew_corrected(moments(), skewness()); }
    double quantile(double p) const override { return origin_ + view_.quantile(p); }
    Interval quantile_limits(double p) const override {
        const LimitRanks ranks = limit_ranks(static_cast<std::size_t>(running_.count), p);
        return {origin_ + view_.at(ranks.low), origin_ + view_.at(ranks.high)};
    }
    double tail_mean(double share, bool high_is_bad) const override { return origin_ + view_.tail(share, high_is_bad).mean(); }
    Interval tail_limits(double share, bool high_is_bad) const override {
        const Tail tail = view_.tail(share, high_is_bad);
        const double worst = origin_ + tail.mean(), error = tail.standard_error();
        return {worst - normal_975 * error, worst + normal_975 * error};
    }
    double share_positive() const override { return positive() / static_cast<double>(running_.count); }
    Interval positive_limits() const override { return wilson(positive(), static_cast<double>(running_.count)); }
    void each(const std::function<void(double, double)>& visit) const override {
        for (const TallyView::Bin& bin : view_.bins()) visit(origin_ + bin.middle, static_cast<double>(bin.count));
    }

private:
    double positive() const { return static_cast<double>(view_.above_zero()); }

    const RunningMoments& running_;
    TallyView view_;
    double origin_;
};

}  // namespace

std::unique_ptr<Known> known_of(std::span<const double> column, bool optional, const Estimator& estimator, const Wanted& wanted) {
    return std::make_unique<KnownColumn>(column, optional, estimator, wanted);
}

std::unique_ptr<Known> known_of(const RunningMoments& running, const Histogram& histogram, double origin) {
    return std::make_unique<KnownTally>(running, histogram, origin);
}

}  // namespace entente
