// A leaf: the outcomes of up to 512 consecutive worlds, in memory that is kept, sent to another rank and saved as it is.
#pragma once

#include <cstdint>
#include <span>
#include <tuple>
#include <vector>

#include "base/zeroed.hpp"
#include "resolve/run_model.hpp"

namespace entente {

// The canonical unit of summation and of work, whatever the number of threads and machines: two blocks of worlds. A leaf of a usual
// scenario just fits the second-level cache; a larger one would be written to memory and read back.
constexpr std::int64_t leaf_worlds = 2 * Sampler::block_size;

// Numbers of the columns in which a firm's outcomes stand.
struct FirmColumns {
    int cost_npv, cost, transfer_npv, benefit_npv, peak, worst_overrun;
};

struct ProgramColumns {
    int completion = -1;                     // access date; infinite: never
    int cost = -1;                           // nominal
    bool used() const { return cost >= 0; }  // the firm has a part in the program
};

struct AlternativeColumns {
    std::vector<FirmColumns> firms;
    int all_peak = -1;
    std::vector<std::vector<ProgramColumns>> programs;  // by program, firm
    // Where there is a deal; exit and leaver are -1 in worlds without an exit.
    int formed = -1, exit = -1, leaver = -1, tau = -1;
    bool arranged() const { return formed >= 0; }
};

// Where each outcome stands in every leaf of a run.
struct Layout {
    // `worlds`: the most that the run may reach; `tables`: whether yearly flows are kept of the first of them.
    Layout(const RunModel& model, std::int64_t worlds, bool tables);

    // Place among the yearly flows of an alternative, a flow (cost, transfer, benefit), a firm and a year.
    std::size_t flow(std::size_t alternative, std::size_t flow, std::size_t firm, std::size_t year) const {
        return ((alternative * 3 + flow) * firms + firm) * years + year;
    }

    // Place among the sums of net flows by period.
    std::size_t net(std::size_t alternative, std::size_t firm, std::size_t period) const {
        return (alternative * firms + firm) * periods + period;
    }

    std::vector<AlternativeColumns> alternatives;
    int columns = 0;
    std::size_t firms = 0, years = 0, periods = 0, flows = 0;
    std::size_t clamped = 0;   // quantities that count as 0 below it
    std::int64_t sampled = 0;  // first worlds whose yearly flows are kept
};

// Bytes that the leaves of so many worlds take.
double leaf_bytes(const Layout& layout, std::int64_t worlds);

// What is counted and summed over worlds.
struct Totals {
    Totals() = default;
    explicit Totals(const Layout& layout);

    std::vector<double> flows;                          // sums, as Layout::flow
    std::vector<double> net;                            // sums of benefit + transfer - cost, as Layout::net
    std::vector<std::int64_t> past_horizon, unsettled;  // by alternative: worlds with work cost booked in the last
                                                        // period; worlds whose costs a rule is undefined for
    std::vector<std::int64_t> below_zero;               // by the sampler's clamped quantities: worlds drawn below 0
    // The first world with money that is no number, or too large for its cube to be one; and where: alternative x firms + firm.
    std::int64_t uncountable = -1, uncountable_at = -1;

    // Adds what follows; sums depend on the order.
    void add(const Totals& next);
    static auto parts(auto& self) {
        return std::tie(self.flows, self.net, self.past_horizon, self.unsettled, self.below_zero, self.uncountable, self.uncountable_at);
    }
};

struct Leaf {
    Leaf() = default;
    Leaf(const Layout& layout, std::int64_t first_world, int worlds);

    std::span<double> column(int number) { return {values.data() + place(number), static_cast<std::size_t>(count)}; }
    std::span<const double> column(int number) const { return {values.data() + place(number), static_cast<std::size_t>(count)}; }
    // One yearly flow of every world; only where the leaf keeps them.
    std::span<float> flow(std::size_t at) { return {sample.data() + at * flow_stride(), static_cast<std::size_t>(count)}; }
    std::span<const float> flow(std::size_t at) const { return {sample.data() + at * flow_stride(), static_cast<std::size_t>(count)}; }
    // Floats from one flow of a world to its next. A pack that is not whole is stored whole, so past the last world there is room of a
    // cache line for it.
    static constexpr std::size_t run_over = cache_line / sizeof(float);
    static_assert(run_over >= pack_size);
    std::size_t flow_stride() const { return static_cast<std::size_t>(count) + run_over; }
    bool keeps_flows() const { return !sample.empty(); }

    static auto parts(auto& self) { return std::tie(self.first, self.count, self.values, self.sample, self.totals); }

    std::int64_t first = 0;
    int count = 0;
    ZeroedVector<double> values;
    ZeroedVector<float> sample;
    Totals totals;

private:
    // Columns (and flows) stand a cache line more than their length apart. At a power of two one world's numbers would all fall into the
    // same set of the cache and push each other out.
    std::size_t place(int number) const {
        return static_cast<std::size_t>(number) * (static_cast<std::size_t>(count) + cache_line / sizeof(double));
    }
};

}  // namespace entente
