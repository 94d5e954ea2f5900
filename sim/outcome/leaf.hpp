// A leaf: the outcomes of up to 512 consecutive worlds, in memory that is kept, sent to another rank and saved as it is.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string_view>
#include <tuple>
#include <vector>

#include "base/zeroed.hpp"
#include "resolve/run_model.hpp"

namespace entente {

// The canonical unit of summation and of work, whatever the number of threads and machines: two blocks of worlds. A leaf of a usual
// scenario just fits the second-level cache; a larger one would be written to memory and read back.
constexpr std::int64_t leaf_worlds = 2 * Sampler::block_size;

// What a firm spends, is paid on balance, and earns: the kinds of its money, in the order in which leaves keep them.
enum class Money { cost, transfer, benefit };
constexpr std::array kinds_of_money{Money::cost, Money::transfer, Money::benefit};
constexpr std::array<std::string_view, 3> words(Money) { return {"cost", "transfer", "benefit"}; }

// All firms together, where an outcome is asked of one firm or of all.
constexpr FirmId all_firms;
// Calls visit(firm) for each of them, and for all together.
template <class Visit>
void each_firm_and_all(std::size_t firms, const Visit& visit) {
    for (const FirmId firm : Ids<FirmId>(firms)) visit(firm);
    visit(all_firms);
}

// Numbers of the columns in which a firm's outcomes stand.
struct FirmColumns {
    int cost_npv, cost, transfer_npv, benefit_npv, peak, worst_overrun;
};

struct ProgramColumns {
    int completion = -1;  // access date; infinite: never
    int cost = -1;        // nominal
    // Where some firm has limited funding: completion less what it would be if none had (no number where one of the two never comes), and
    // what waiting for money cost.
    int late = -1, waiting = -1;
    bool used() const { return cost >= 0; }  // the firm has a part in the program
};

struct AlternativeColumns {
    ById<FirmId, FirmColumns> firms;
    int all_peak = -1;
    ById<ProgramId, ById<FirmId, ProgramColumns>> programs;
    // Where there is a deal; exit and leaver are -1 in worlds without an exit.
    int formed = -1, exit = -1, leaver = -1, tau = -1;
    // Where somebody may leave who could have stayed, and figures by world are kept: what the leaver, and the others together, have more
    // than they would had nobody left; infinite in other worlds.
    int leaver_gain = -1, others_gain = -1;
    bool arranged() const { return formed >= 0; }
    bool tells_stay() const { return leaver_gain >= 0; }
};

// Whether the yearly flows of a run's first worlds are kept, world by world. Where they are not, only summary and comparison are asked for,
// and what follows from an exit is not worked out either.
enum class YearlyFlows { dropped, kept };

// Where each outcome stands in every leaf of a run.
struct Layout {
    // `worlds`: the most that the run may reach.
    Layout(const RunModel& model, std::int64_t worlds, YearlyFlows yearly);

    // Place of a firm's first year among the yearly flows of one alternative, and of all.
    std::size_t flow(Money kind, FirmId firm) const { return (static_cast<std::size_t>(kind) * firms + firm.place()) * years; }
    std::size_t flow(AlternativeId alternative, Money kind, FirmId firm) const {
        return alternative.place() * flows_of_one() + flow(kind, firm);
    }
    std::size_t flows_of_one() const { return kinds_of_money.size() * firms * years; }

    // Place of a firm's first year among the counts of worlds in which its funding held work back.
    std::size_t binds(AlternativeId alternative, FirmId firm) const { return (alternative.place() * firms + firm.place()) * years; }

    // Place among the sums of net flows by period.
    std::size_t net(AlternativeId alternative, FirmId firm, Period period) const {
        return (alternative.place() * firms + firm.place()) * periods + period;
    }

    ById<AlternativeId, AlternativeColumns> alternatives;
    int columns = 0;
    bool tells_stay = false;  // some alternative does
    std::size_t firms = 0, years = 0, periods = 0, flows = 0;
    std::size_t funded = 0;    // years of firms whose funding may bind, or none
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
    std::vector<std::int64_t> binds;                    // worlds, as Layout::binds; empty where nobody's funding is limited
    std::vector<std::int64_t> below_zero;               // by the sampler's clamped quantities: worlds drawn below 0
    // The first world with money that is no number, or too large for its cube to be one; and where: alternative x firms + firm.
    std::int64_t uncountable = -1, uncountable_at = -1;

    // Adds what follows; sums depend on the order.
    void add(const Totals& next);
    static auto parts(auto& self) {
        return std::tie(self.flows, self.net, self.past_horizon, self.unsettled, self.binds, self.below_zero, self.uncountable,
                        self.uncountable_at);
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

    // Whether a world counts, where a run keeps those of a condition only.
    bool keeps(std::size_t world) const { return kept.empty() || kept[world] != 0; }
    // The number that a world has in its run.
    std::int64_t world(std::size_t at) const { return numbers.empty() ? first + static_cast<std::int64_t>(at) : numbers[at]; }

    static auto parts(auto& self) { return std::tie(self.first, self.count, self.values, self.sample, self.totals, self.kept); }

    std::int64_t first = 0;
    int count = 0;
    std::vector<std::uint8_t> kept = {};     // by world, 0 or 1; empty: all count
    std::vector<std::int64_t> numbers = {};  // by world, where others of the run have been left out before it
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
