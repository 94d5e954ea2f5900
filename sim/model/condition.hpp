// What a condition of the command line says: comparisons of figures and facts, joined by and, or, not (docs/model.md, 8).
#pragma once

#include <string>
#include <vector>

namespace entente {

// One side of a comparison, or a fact: a number, or a name after its alternative.
struct Operand {
    std::string alternative;  // empty: none is written
    std::string name;         // empty: a number
    double number = 0;
    int column = 0;  // where it begins in the text, from 1

    bool is_number() const { return name.empty(); }
};

enum class Relation { less, at_most, more, at_least, equal, unequal };

struct Condition {
    enum class Kind { fact, comparison, all_of, any_of, negation };

    Kind kind = Kind::fact;
    Operand left;                        // of a comparison, or the fact
    Operand right;                       // of a comparison
    Relation relation = Relation::less;  // left to right
    int column = 0;                      // of the relation
    std::vector<Condition> parts;        // of all_of and any_of two or more, of a negation one
};

// Calls visit(operand) for every one, from left to right.
template <class Visit>
void each_operand(const Condition& condition, const Visit& visit) {
    if (condition.kind == Condition::Kind::fact || condition.kind == Condition::Kind::comparison) visit(condition.left);
    if (condition.kind == Condition::Kind::comparison) visit(condition.right);
    for (const Condition& part : condition.parts) each_operand(part, visit);
}

inline bool holds(Relation relation, double left, double right) {
    switch (relation) {
        case Relation::less: return left < right;
        case Relation::at_most: return left <= right;
        case Relation::more: return left > right;
        case Relation::at_least: return left >= right;
        case Relation::equal: return left == right;
        case Relation::unequal: return left != right;
    }
    return false;
}

}  // namespace entente
