// Where a number is found that is drawn in each world, and an event that happens by such a number.
#pragma once

namespace entente {

// Where a drawn number is found: a column of the block, or nowhere because it is a constant.
struct Slot {
    int column = -1;
    double constant = 0;

    bool operator==(const Slot&) const = default;
};

// What may be drawn of a quantity. One that cannot be below 0 counts as 0 in the worlds in which it is drawn below.
enum class Sign { any, not_negative };

// One number in every world of a block.
struct View {
    const double* first = nullptr;
    int stride = 0;  // 0 for a constant
    double operator[](int world) const { return first[world * stride]; }
};

struct Draws;

// Something that happens when Phi(score) < probability.
struct Chance {
    Slot score, probability;
    double threshold = 0;    // score below which it happens, where the probability is a constant
    bool uncertain = false;  // the probability is itself drawn

    bool operator==(const Chance&) const = default;

    bool in(const Draws& draws, int world) const;
};

}  // namespace entente
