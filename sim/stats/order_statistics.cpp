// Cells between two values taken from a sample (see order_statistics.hpp).
#include "stats/order_statistics.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <cstring>
#include <iterator>

#include "lanes/kernels.hpp"

namespace entente {

namespace {

constexpr std::size_t most_sampled = 1024, fewest_for_cells = 2048, most_cells = 2048, values_a_cell = 16;
constexpr std::size_t common = 8;  // a value is, if it is one of so many of the sample

// Four numbers as one vector: g++ leaves a plain loop for the least and the greatest one by one, for it may not change their order.
using Four = double __attribute__((vector_size(32)));

struct Extremes {
    double least, greatest;
};

ENTENTE_KERNEL Extremes extremes(const double* values, std::size_t count) {
    Extremes out{values[0], values[0]};
    Four least = Four{} + values[0], greatest = least;
    std::size_t i = 0;
    for (; i + 4 <= count; i += 4) {
        Four x;
        std::memcpy(&x, values + i, sizeof x);
        least = x < least ? x : least;
        greatest = x > greatest ? x : greatest;
    }
    for (std::size_t j = 0; j < 4; ++j) out = {std::min(out.least, least[j]), std::max(out.greatest, greatest[j])};
    for (; i < count; ++i) out = {std::min(out.least, values[i]), std::max(out.greatest, values[i])};
    return out;
}

// Ranks first .. end - 1, which all have the same value.
struct Run {
    std::size_t first, end;
    double value;
};

// The ranks that one value has.
ENTENTE_KERNEL Run run_of(double value, const double* values, std::size_t count) {
    std::int64_t below = 0, alike = 0;
    for (std::size_t i = 0; i < count; ++i) {
        below += values[i] < value ? 1 : 0;
        alike += values[i] == value ? 1 : 0;
    }
    return {static_cast<std::size_t>(below), static_cast<std::size_t>(below + alike), value};
}

// Equal cells between two values that hold nearly all, and one cell at either end for the rest. One product finds a value's cell, and a
// larger value never has a smaller cell, whatever the product rounds to.
class Cells {
public:
    explicit Cells(std::span<const double> values) : inner_(std::min(values.size() / values_a_cell, most_cells)) {
        std::vector<double> sample(std::min(most_sampled, values.size() / 4));
        for (std::size_t i = 0; i < sample.size(); ++i) sample[i] = values[i * (values.size() / sample.size())];
        const auto at = [&](std::size_t rank) {
            std::nth_element(sample.begin(), sample.begin() + static_cast<std::ptrdiff_t>(rank), sample.end());
            return sample[rank];
        };
        const std::size_t beyond = sample.size() / 256;
        low_ = at(beyond);
        const double high = at(sample.size() - 1 - beyond);
        // Money is 0 until something begins: then its 0 may lie between what is paid and what is received.
        for (const double value : {low_, high, 0.0}) {
            const auto copies = static_cast<std::size_t>(std::count(sample.begin(), sample.end(), value));
            const bool known = std::find(common_.begin(), common_.end(), value) != common_.end();
            if (copies * common >= sample.size() && !known) common_.push_back(value);
        }
        scale_ = high > low_ ? static_cast<double>(inner_) / (high - low_) : 0;
        if (!std::isfinite(scale_)) scale_ = 0;
    }

    std::size_t count() const { return inner_ + 2; }
    // Of the two values and 0 those that many are equal to.
    std::span<const double> common_values() const { return common_; }

    // The cell of each value.
    std::vector<std::uint16_t> of(std::span<const double> values) const {
        std::vector<std::uint16_t> cell(values.size());
        place(values.data(), values.size(), low_, scale_, static_cast<double>(count() - 1), cell.data());
        return cell;
    }

private:
    // Every value gets a cell of the table, infinite ones and those that are no numbers too: a comparison with NaN is false, and the
    // conversion to an integer, which is undefined for them, never sees them.
    ENTENTE_KERNEL static void place(const double* values, std::size_t count, double low, double scale, double last, std::uint16_t* cell) {
        for (std::size_t i = 0; i < count; ++i) {
            const double position = (values[i] - low) * scale;
            const double above = position >= 0.0 ? position + 1.0 : 0.0;
            const double inside = above < last ? above : last;
            cell[i] = static_cast<std::uint16_t>(static_cast<std::int32_t>(inside));
        }
    }

    std::size_t inner_;
    double low_ = 0, scale_ = 0;
    std::vector<double> common_;
};

// Where the values of each cell begin in the sorted order, and how many there are in all.
std::vector<std::size_t> beginnings(std::span<const std::uint16_t> cell, std::size_t cells) {
    // Four tables take turns. With one, neighbours that share a cell, as they often do, would each wait until the one before is counted.
    std::array<std::vector<std::uint32_t>, 4> counts;
    for (auto& count : counts) count.assign(cells, 0);
    std::size_t i = 0;
    for (; i + 4 <= cell.size(); i += 4) {
        for (std::size_t j = 0; j < 4; ++j) ++counts[j][cell[i + j]];
    }
    for (; i < cell.size(); ++i) ++counts[0][cell[i]];
    std::vector<std::size_t> begin(cells + 1, 0);
    for (std::size_t c = 0; c < cells; ++c) begin[c + 1] = begin[c] + counts[0][c] + counts[1][c] + counts[2][c] + counts[3][c];
    return begin;
}

// A cell that holds ranks, and which.
struct CellRanks {
    std::size_t cell;
    std::span<const std::size_t> ranks;
};

// Ranks ascend, and so do the cells that hold them.
std::vector<CellRanks> holders(std::span<const std::size_t> ranks, std::span<const std::size_t> begin) {
    std::vector<CellRanks> out;
    for (std::size_t r = 0, end = 0; r < ranks.size(); r = end) {
        const auto above = std::upper_bound(begin.begin(), begin.end(), ranks[r]);
        while (end < ranks.size() && ranks[end] < *above) ++end;
        out.push_back({static_cast<std::size_t>(above - begin.begin()) - 1, ranks.subspan(r, end - r)});
    }
    return out;
}

// The values of the wanted cells, side by side.
class Held {
public:
    Held(std::span<const double> values, std::span<const std::uint16_t> cell, std::span<const std::size_t> begin,
         std::span<const CellRanks> wanted)
        : place_(begin.size() - 1, 0), first_{0} {
        std::size_t size = 0;
        for (const CellRanks& w : wanted) {
            place_[w.cell] = static_cast<std::uint16_t>(first_.size());
            first_.push_back(size);
            size += begin[w.cell + 1] - begin[w.cell];
        }
        values_.resize(size);
        std::vector<std::size_t> next = first_;
        const auto hold = [&](std::size_t i) {
            if (const std::size_t place = place_[cell[i]]; place != 0) values_[next[place]++] = values[i];
        };
        std::size_t i = 0;
        for (; i + 8 <= values.size(); i += 8) {
            // Few cells are wanted: most eights have no value in one.
            const std::uint16_t* const c = cell.data() + i;
            const int first = place_[c[0]] | place_[c[1]] | place_[c[2]] | place_[c[3]];
            if ((first | place_[c[4]] | place_[c[5]] | place_[c[6]] | place_[c[7]]) == 0) continue;
            for (std::size_t j = 0; j < 8; ++j) hold(i + j);
        }
        for (; i < values.size(); ++i) hold(i);
    }

    // The values of a wanted cell, which has so many.
    std::span<double> in(std::size_t c, std::size_t count) { return std::span(values_).subspan(first_[place_[c]], count); }

private:
    std::vector<std::uint16_t> place_;  // by cell, from 1 on; 0: not held
    std::vector<std::size_t> first_;    // by place
    std::vector<double> values_;
};

// Puts the order statistics of these ranks, of a cell's values, at the end of `out`; `begin` is the rank of the smallest.
void select(std::span<double> inside, std::span<const std::size_t> ranks, std::size_t begin, std::vector<double>& out) {
    // A value that many worlds share has the cell to itself.
    const bool alike = std::all_of(inside.begin(), inside.end(), [&](double x) { return x == inside.front(); });
    auto rest = inside.begin();
    for (const std::size_t rank : ranks) {
        const auto at = inside.begin() + static_cast<std::ptrdiff_t>(rank - begin);
        // Ranks ascend, so the next one is sought only above the last one found.
        if (!alike) std::nth_element(rest, at, inside.end());
        rest = at;
        out.push_back(*at);
    }
}

// Those of ascending ranks by cells.
std::vector<double> by_cells(const Cells& cells, std::span<const double> values, std::span<const std::size_t> ranks) {
    std::vector<double> out;
    if (ranks.empty()) return out;
    const std::vector<std::uint16_t> cell = cells.of(values);
    const std::vector<std::size_t> begin = beginnings(cell, cells.count());
    const std::vector<CellRanks> wanted = holders(ranks, begin);
    Held held(values, cell, begin, wanted);
    for (const auto& [c, inside] : wanted) select(held.in(c, begin[c + 1] - begin[c]), inside, begin[c], out);
    return out;
}

}  // namespace

// The ends are nearly always asked for, and a value that many worlds share - 0 until something begins, the 1 of what happens - takes a
// large part of the ranks: counting tells their ranks in a few vector operations, while in their cell all copies of it would have to be
// moved and sorted.
std::vector<double> order_statistics(std::span<const double> values, std::span<const std::size_t> ranks) {
    const std::size_t count = values.size();
    const Extremes ends = extremes(values.data(), count);
    if (ends.least == ends.greatest) return std::vector<double>(ranks.size(), values[0]);
    std::vector<double> out;
    if (count < fewest_for_cells) {
        std::vector<double> sorted(values.begin(), values.end());
        std::sort(sorted.begin(), sorted.end());
        for (const std::size_t rank : ranks) out.push_back(sorted[rank]);
        return out;
    }
    const Cells cells(values);
    std::vector<Run> runs{{0, 1, ends.least}, {count - 1, count, ends.greatest}};
    for (const double value : cells.common_values()) runs.push_back(run_of(value, values.data(), count));
    const auto run_with = [&](std::size_t rank) {
        return std::find_if(runs.begin(), runs.end(), [&](const Run& run) { return run.first <= rank && rank < run.end; });
    };
    std::vector<std::size_t> rest;
    std::copy_if(ranks.begin(), ranks.end(), std::back_inserter(rest), [&](std::size_t rank) { return run_with(rank) == runs.end(); });
    const std::vector<double> found = by_cells(cells, values, rest);
    for (auto next = found.begin(); const std::size_t rank : ranks) {
        const auto run = run_with(rank);
        out.push_back(run == runs.end() ? *next++ : run->value);
    }
    return out;
}

}  // namespace entente
