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
          quantiles_(values(), wanted.probabilities, wanted.limited, wanted.tails),
          limited_(wanted.limited.begin(), wanted.limited.end()),
          limits_(estimator_.quantiles(all_, quantiles_, limited_)) {}

    std::int64_t worlds() const override { return static_cast<std::int64_t>(all_.size()); }
    std::int64_t present() const override { return static_cast<std::int64_t>(values().size()); }
    Interval present_limits() const override {
        return estimator_.probability(flags(all_, [](double x) { return std::isfinite(x); }));
    }
    Moments moments() const override { return moments_; }
    double skewness() const override { return skewness_; }
    double standard_error() const override { return estimator_.standard_error(all_, moments_); }
    Interval mean_limits() const override { return estimator_.mean(all_, moments_, skewness_); }
    double quantile(double p) const override { return quantiles_.quantile(p); }
    Interval quantile_limits(double p) const override {
        return limits_[static_cast<std::size_t>(std::find(limited_.begin(), limited_.end(), p) - limited_.begin())];
    }
    double tail_mean(double share, bool high_is_bad) const override { return quantiles_.tail(share, high_is_bad).mean(); }
    Interval tail_limits(double share, bool high_is_bad) const override { return estimator_.tail(all_, quantiles_, share, high_is_bad); }
    double share_positive() const override {
        return entente::moments(flags(values(), [](double x) { return x > 0; })).mean;
    }
    // Worlds without the outcome stay without it.
    Interval positive_limits() const override {
        Column positive(all_.size());
        std::transform(all_.begin(), all_.end(), positive.begin(), [](double x) { return std::isfinite(x) ? (x > 0 ? 1.0 : 0.0) : x; });
        return estimator_.probability(positive);
    }
    std::optional<double> designed_error(const std::function<double(double)>& f) const override {
        if (!estimator_.designed(all_)) return {};
        Column terms(all_.size());
        std::transform(all_.begin(), all_.end(), terms.begin(), [&](double x) { return std::isfinite(x) ? f(x) : x; });
        return estimator_.standard_error(terms, entente::moments(finite(terms)));
    }
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

    std::span<const double> all_;
    bool optional_;
    const Estimator& estimator_;
    Column finite_;
    Moments moments_;
    double skewness_;
    Quantiles quantiles_;
    std::vector<double> limited_;
    std::vector<Interval> limits_;
};

// As Estimator has it of a column, but for designs' marks, which stand near the quantiles and edges.
class KnownTally : public Known {
public:
    explicit KnownTally(const Tallied& tallied)
        : running_(tallied.running),
          view_(tallied.running, tallied.histogram),
          origin_(tallied.origin),
          spread_(worlds() >= static_cast<std::int64_t>(replicates) ? tallied.spread : std::nullopt) {}

    std::int64_t worlds() const override { return running_.count + running_.absent; }
    std::int64_t present() const override { return running_.count; }
    Interval present_limits() const override {
        const auto has = static_cast<double>(present()), all = static_cast<double>(worlds());
        return spread_ ? replicate_probability(has, all, spread_->present_error()) : wilson(has, all);
    }
    Moments moments() const override {
        Moments m = running_.moments();
        m.mean += origin_;
        return m;
    }
    double skewness() const override { return entente::skewness(running_.cubes, moments()); }
    double standard_error() const override {
        const double independent = moments().standard_error();
        if (!spread_) return independent;
        const double error = replicate_error(spread_->means());
        return few() ? std::max(error, independent) : error;
    }
    Interval mean_limits() const override {
        if (!spread_) return skew_corrected(moments(), skewness());
        return few() || is_heavy_tailed(skewness(), moments().count) ? replicate_limits_of_few(moments(), skewness(), spread_->means())
                                                                     : replicate_limits(moments().mean, spread_->means());
    }
    double quantile(double p) const override { return origin_ + view_.quantile(p); }
    Interval quantile_limits(double p) const override {
        if (const auto error = spread_ ? spread_->share_error(p) : std::nullopt) {
            const Interval share = replicate_share(p, static_cast<double>(present()), *error);
            return {quantile(share.low), quantile(share.high)};
        }
        const LimitRanks ranks = limit_ranks(static_cast<std::size_t>(running_.count), p);
        return {origin_ + view_.at(ranks.low), origin_ + view_.at(ranks.high)};
    }
    double tail_mean(double share, bool high_is_bad) const override { return origin_ + view_.tail(share, high_is_bad).mean(); }
    Interval tail_limits(double share, bool high_is_bad) const override {
        const Tail tail = view_.tail(share, high_is_bad);
        const double worst = origin_ + tail.mean();
        if (const auto means = spread_ ? spread_->tail(share, high_is_bad) : std::nullopt) return replicate_limits(worst, *means);
        const double error = tail.standard_error();
        return {worst - normal_975 * error, worst + normal_975 * error};
    }
    double share_positive() const override { return positive() / static_cast<double>(running_.count); }
    Interval positive_limits() const override {
        const auto has = static_cast<double>(present());
        return spread_ ? replicate_probability(positive(), has, spread_->positive_error()) : wilson(positive(), has);
    }
    void each(const std::function<void(double, double)>& visit) const override {
        for (const TallyView::Bin& bin : view_.bins()) visit(origin_ + bin.middle, static_cast<double>(bin.count));
    }

private:
    double positive() const { return static_cast<double>(view_.above_zero()); }
    bool few() const { return static_cast<double>(present()) < fewest_told; }

    const RunningMoments& running_;
    TallyView view_;
    double origin_;
    std::optional<SpreadView> spread_;
};

}  // namespace

std::unique_ptr<Known> known_of(std::span<const double> column, bool optional, const Estimator& estimator, const Wanted& wanted) {
    return std::make_unique<KnownColumn>(column, optional, estimator, wanted);
}

std::unique_ptr<Known> known_of(const Tallied& tallied) { return std::make_unique<KnownTally>(tallied); }

}  // namespace entente
