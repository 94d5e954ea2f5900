// Worlds in which a condition holds (docs/model.md, 8): its names bound to what is drawn and to what comes of it.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "base/problem.hpp"
#include "model/condition.hpp"
#include "outcome/write_outcomes.hpp"

namespace entente {

class Given {
public:
    // Binds a condition's names:
    //   of an alternative   METRIC.FIRM, completion.PROGRAM.FIRM (a date); exit.NAME, exited, formed, completed.PROGRAM.FIRM (facts)
    //   of all              event.NAME (a fact: arrived by the end), the quantities that are drawn, their gates and events (facts)
    // A name without its alternative is of the only one that is compared with the baseline. Nothing, and in `fault` what is wrong and in
    // which column, where a name is none of these, a number stands where a fact must or a constant where something is drawn.
    static std::optional<Given> bind(const Condition& condition, const Scenario& scenario, const RunModel& model, const Layout& layout,
                                     Problem& fault);

    // The leaf of these worlds with those marked in which it holds, its totals being of these alone. The layout and the model must be those
    // that it was bound to.
    Leaf evaluate(const RunModel& model, const Layout& layout, const LeafWorlds& worlds, std::span<const AlternativeId> alternatives,
                  Workspace& work) const;

private:
    friend class Binder;

    // A number in every world of a leaf: from its columns, or from one pack of its worlds.
    struct Operand {
        std::function<void(const Leaf&, std::span<double>)> of_leaf;
        std::function<double(const Pack&, std::size_t lane)> of_pack;
    };
    // As Condition, its operands by number.
    struct Node {
        Condition::Kind kind;
        Relation relation;
        std::size_t left, right;
        std::vector<Node> parts;
    };
    static bool holds(const Node& node, const std::vector<std::vector<double>>& values, std::size_t world);

    std::vector<Operand> operands_;
    bool looks_at_packs_ = false;
    Node root_{};
};

}  // namespace entente
