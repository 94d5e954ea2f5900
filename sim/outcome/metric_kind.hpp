// What a metric declares: its name, of whom and of which alternatives it is told, and how it follows from a leaf (docs/files.md).
#pragma once

#include <span>
#include <string_view>

#include "outcome/derive.hpp"

namespace entente {

enum class Unit { money, share };
// Of every alternative, of those that are deals, or of an alternative against the baseline.
enum class ToldOf { alternatives, deals, comparisons };
// Of each firm and of all together, or of all only.
enum class Whose { each_firm, all_only };

// Whose outcome in which alternative, and what that is compared with. The firm may be all_firms.
struct Subject {
    const Layout& layout;
    AlternativeId alternative, baseline;
    FirmId firm;
};

struct MetricKind {
    std::string_view name;
    Unit unit = Unit::money;
    ToldOf of = ToldOf::alternatives;
    Whose whose = Whose::each_firm;
    bool high_is_bad = false;  // the worst tenth is then the highest
    std::string_view meaning;
    // Its value in every world of a leaf.
    void (*derive)(const Subject&, const Leaf&, std::span<double>) = nullptr;
};

}  // namespace entente
