// Cells between two values taken from a sample (see order_statistics.hpp).
#include "stats/order_statistics.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>

#include "lanes/kernels.hpp"

namespace entente {

namespace {

constexpr std::size_t most_sampled = 1024, fewest_for_cells = 2048, most_cells = 2048, values_a_cell = 16;

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
        scale_ = high > low_ ? static_cast<double>(inner_) / (high - low_) : 0;
        if (!std::isfinite(scale_)) scale_ = 0;
    }

    std::size_t count() const { return inner_ + 2; }

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
    std::vector<std::size_t> begin{0};
    for (std::size_t c = 0; c < cells; ++c) begin.push_back(begin.back() + counts[0][c] + counts[1][c] + counts[2][c] + counts[3][c]);
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
        for (; i + 4 <= values.size(); i += 4) {
            // Few cells are wanted: most fours have no value in one.
            if ((place_[cell[i]] | place_[cell[i + 1]] | place_[cell[i + 2]] | place_[cell[i + 3]]) == 0) continue;
            for (std::size_t j = 0; j < 4; ++j) hold(i + j);
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

}  // namespace

std::vector<double> order_statistics(std::span<const double> values, std::span<const std::size_t> ranks) {
    std::vector<double> out;
    if (values.size() < fewest_for_cells) {
        std::vector<double> sorted(values.begin(), values.end());
        std::sort(sorted.begin(), sorted.end());
        for (const std::size_t rank : ranks) out.push_back(sorted[rank]);
        return out;
    }
    const Cells cells(values);
    const std::vector<std::uint16_t> cell = cells.of(values);
    const std::vector<std::size_t> begin = beginnings(cell, cells.count());
    const std::vector<CellRanks> wanted = holders(ranks, begin);
    Held held(values, cell, begin, wanted);
    for (const auto& [c, inside] : wanted) select(held.in(c, begin[c + 1] - begin[c]), inside, begin[c], out);
    return out;
}

}  // namespace entente
