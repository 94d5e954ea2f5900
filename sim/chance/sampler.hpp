// All uncertain quantities of a run, prepared once as straight-line array operations, then drawn block by block.
//
// Worlds are contiguous: column c of a block holds one quantity in the block's worlds. A quantity of a program's stages
// is drawn for each executor (docs/model.md, Executors): z = sqrt(L) z_common + sqrt(1-L) z_executor.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <vector>

#include "chance/correlation.hpp"
#include "chance/law.hpp"
#include "chance/quantity.hpp"
#include "chance/slot.hpp"
#include "chance/student_scores.hpp"
#include "lanes/elementary.hpp"
#include "lanes/lanes.hpp"
#include "random/design.hpp"

namespace entente {

// Who carries out: the ids of an executor's members joined by '+', and how alike executors are (0..1). Empty: everyone.
struct Who {
    std::string executor;
    double likeness = 1;
};

class Sampler {
public:
    static constexpr int block_size = 256;
    // Columns stand a cache line more than a block apart: at a power of two one world's numbers would share a few sets of the cache.
    static constexpr int stride = block_size + 8;

    // What the names of scores end in.
    static constexpr std::string_view of_score = " (score)";

    // `df`: degrees of freedom of a t copula; Gaussian without.
    Sampler(std::uint64_t seed, std::vector<CorrelatedGroup> groups, std::optional<double> df = {});

    // Registration. The same request twice gives the same slot.
    Slot value(const Quantity& quantity, const Who& who, Sign sign, std::string_view suffix = "");
    Slot score(const std::string& name, const Who& who);
    // An event by the score of this name; a waiting time with mean 1 by its upper tail, so that a high score means late.
    Chance chance(const std::string& name, const Who& who, const Quantity& probability);
    Slot waiting(const std::string& name);

    // How many numbers the memory of a block has.
    std::size_t memory_size() const { return static_cast<std::size_t>(columns_) * stride; }

    // The numbers that are drawn independently, by name: the stream's name, its column, and whether an event or a gate is decided by it.
    struct Independent {
        std::string name;
        int column;
        bool decides;
    };
    std::vector<Independent> independent() const;
    // Gives every independent number its coordinate of Sobol points: those that are known by name, the others from `next` on, in the
    // order of the names; call when all is registered. Returns the coordinate after the last, at least `next`.
    int assign_coordinates(const std::map<std::string, int>& known, int next);

    // Draws worlds first .. first + count - 1 into memory of memory_size() numbers. `below_zero`, by clamped
    // quantity, counts the worlds that were drawn below 0 and count as 0.
    void draw(const Design& design, std::uint64_t first, int count, std::span<double> memory, std::span<std::int64_t> below_zero) const;

    // Every number that is drawn, in the order of registration: its name (with its executor) and where it is found. Of a score also the
    // event that it decides, unless alternatives give that different chances.
    struct Drawn {
        std::string name;
        Slot slot;
        std::optional<Chance> decides = {};
    };
    const std::vector<Drawn>& drawn() const { return drawn_; }

    // Independent numbers that vary together: those of one quantity, whoever carries out, and of all it is correlated with.
    struct Factor {
        std::vector<std::string> quantities;
        std::vector<std::size_t> normals;
    };
    // Every independent number belongs to one; in the order of their first names.
    std::vector<Factor> factors() const;
    // Draws a factor's numbers from the world so many further on (a multiple of block_size), all else as before.
    void redraw(const Factor& factor, std::uint64_t offset);

    // Draws every number from the streams of another seed, all else as before.
    void reseed(std::uint64_t seed);

    // The names of the quantities that count as 0 when drawn below it.
    const std::vector<std::string>& clamped() const { return clamped_; }

private:
    struct Normals {
        std::string name;  // of the quantity, whoever carries out
        Coordinate coordinate;
        int out;
    };
    struct Correlate {
        std::shared_ptr<const GroupRoot> root;
        std::vector<int> in, out;
        std::vector<std::size_t> row;   // of each output, its place among the inputs
        std::vector<std::size_t> kind;  // where classes tell the root: each input's
        std::vector<int> totals;        // and columns of the sums over them
    };
    template <class Column>
    static void correlate(const Correlate& op, const Column& column);
    struct Blend {
        int common, own, out;
        double common_weight, own_weight;
    };
    struct Transform {
        Law law;
        int in, out;
        int clamped;  // place in clamped_; -1: any value stands
    };

    // The t copula: scores times sqrt(df / chi-square), back to scores by the t distribution's function.
    struct HeavyTails {
        int in, out;
    };

    int score_column(const std::string& name, const Who& who);
    int mixed_score(const std::string& name, const Who& who);
    int heavy_score(int mixed);
    int vector_score(const std::string& name, const std::string& executor);
    Correlate correlate_of(std::size_t group, const std::string& executor);
    int normal_column(const std::string& name, const std::string& executor);

    std::uint64_t seed_;
    std::vector<CorrelatedGroup> groups_;
    std::map<std::size_t, std::shared_ptr<const GroupRoot>> roots_;        // of groups in use
    std::map<std::string, std::pair<std::size_t, std::size_t>> group_of_;  // name -> group, place in it
    std::map<std::string, int> normal_columns_, vector_scores_, score_columns_, value_columns_;
    std::map<std::pair<std::size_t, std::string>, std::size_t> correlates_of_;  // group, executor -> operation
    std::vector<Normals> normals_;
    std::vector<Correlate> correlates_;
    std::vector<Blend> blends_;
    std::vector<HeavyTails> heavy_tails_;
    std::optional<StudentScores> student_;
    int chi_square_ = -1;  // normal column of the world's chi-square
    std::map<int, int> heavy_scores_;
    std::vector<Transform> transforms_;
    std::vector<std::string> clamped_;
    std::vector<Drawn> drawn_;
    std::set<std::string> deciding_;  // names of scores that decide events and gates
    int columns_ = 0;
};

// A drawn block: its worlds and access to its numbers by slot.
struct Draws {
    std::uint64_t first = 0;
    int count = 0;
    std::vector<double> memory;

    View operator[](const Slot& slot) const {
        if (slot.column < 0) return {&slot.constant, 0};
        return {memory.data() + static_cast<std::size_t>(slot.column) * Sampler::stride, 1};
    }
    // One number in a pack of the block's worlds. Those past its end have numbers of no meaning.
    Lanes lanes(const Slot& slot, int first_world) const {
        const View view = (*this)[slot];
        if (view.stride == 0) return all_lanes(*view.first);
        Lanes out;
        std::copy_n(view.first + first_world, pack_size, out.value.begin());
        return out;
    }
};

inline bool Chance::in(const Draws& draws, int world) const {
    const double z = draws[score][world];
    return uncertain ? normal_cdf(z) < draws[probability][world] : z < threshold;
}

}  // namespace entente
