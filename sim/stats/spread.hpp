// What the errors of a design need of an outcome whose values are not kept: counts and sums by randomisation.
#pragma once

#include <optional>
#include <tuple>
#include <utility>
#include <vector>

#include "stats/replicates.hpp"

namespace entente {

// The quantiles that will be asked for, those whose limits will be, and the shares of the tails.
struct Wanted {
    std::span<const double> probabilities, limited = {}, tails = {};
};

// Places near an outcome's mean, and to either side of the quantiles whose limits are wanted and of the edges of its tails. A share's error
// at a mark is that at the quantile itself but for a part that falls with the distance between them, so the run's first worlds are enough
// to set it. Of the two beside a quantile the one with the larger error counts: the outcome may have a gap there.
struct Marks {
    // Of the first worlds' values, of which those count that are finite; without any no place is marked.
    static Marks of(std::span<const double> values, const Wanted& wanted);

    // The numbers of the two beside a quantile; none where nothing is marked.
    std::optional<std::pair<std::size_t, std::size_t>> beside(double p) const;

    double centre = 0;
    std::vector<double> levels;  // probabilities
    std::vector<double> at;      // two values for each
};

// Sums over the worlds of each randomisation. Counts are whole numbers; sums are merged in the order of the worlds.
struct Spread {
    Spread() = default;
    explicit Spread(const Marks& marks) : below(marks.at.size()), above(marks.at.size()) {}

    // Of consecutive worlds; of values that are not finite nothing is counted.
    void add(const Marks& marks, std::span<const double> values, std::int64_t first_world);
    void merge(const Spread& next);

    static auto parts(auto& self) { return std::tie(self.present, self.positive, self.sum, self.below, self.above); }

    PerReplicate<std::uint64_t> present{}, positive{};  // worlds with the outcome, and with one above 0
    PerReplicate<double> sum{};                         // of what it is above the centre
    std::vector<PerReplicate<std::uint64_t>> below;     // by mark: worlds in which it is at most the mark's value
    std::vector<PerReplicate<double>> above;            // by mark: sums of what it is above that value, where it is
};

// Errors and limits from a spread.
class SpreadView {
public:
    // Both must outlive it. `worlds`: all of them, from world 0 on.
    SpreadView(const Marks& marks, const Spread& spread, std::int64_t worlds) : marks_(marks), spread_(spread), worlds_(worlds) {}

    PerReplicate<double> means() const;  // about the centre
    double present_error() const;        // of the share of the worlds that have the outcome
    double positive_error() const;       // of the share of these in which it is above 0
    // Of the share of these in which it is at most the p-quantile; nothing where that is not marked.
    std::optional<double> share_error(double p) const;
    // Means of the worst share, about a number; nothing where its edge is not marked.
    std::optional<PerReplicate<double>> tail(double share, bool high_is_bad) const;

private:
    PerReplicate<double> tail_at(std::size_t mark, double share, bool high_is_bad) const;

    const Marks& marks_;
    const Spread& spread_;
    std::int64_t worlds_;
};

}  // namespace entente
