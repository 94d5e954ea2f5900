// Binding a condition, and the worlds in which it holds (see given.hpp).
#include "outcome/given.hpp"

#include <algorithm>
#include <cmath>

#include "base/text.hpp"
#include "model/scenario.hpp"
#include "outcome/metrics.hpp"

namespace entente {

namespace {

using Words = std::vector<std::string>;

// A name's first step, and what follows it.
std::pair<std::string, std::string> parted(const std::string& name) {
    const std::size_t dot = name.find('.');
    return {name.substr(0, dot), dot == std::string::npos ? "" : name.substr(dot + 1)};
}

}  // namespace

class Binder {
public:
    using Operand = entente::Operand;

    Binder(const Scenario& scenario, const RunModel& model, const Layout& layout, Problem& fault)
        : scenario_(scenario), model_(model), layout_(layout), fault_(fault) {}

    bool bind(const Condition& condition, Given::Node& out) {
        out.kind = condition.kind;
        out.relation = condition.relation;
        if (condition.kind == Condition::Kind::fact) return operand(condition.left, Wants::fact, out.left);
        if (condition.kind == Condition::Kind::comparison)
            return operand(condition.left, Wants::number, out.left) && operand(condition.right, Wants::number, out.right);
        for (const Condition& part : condition.parts) {
            if (!bind(part, out.parts.emplace_back())) return false;
        }
        return true;
    }

    Given made;

private:
    enum class Wants { fact, number };

    bool fail(std::string found, std::string expected, std::string hint = "") {
        fault_ = {{1, column_}, std::move(found), std::move(expected), std::move(hint)};
        return false;
    }

    bool operand(const Operand& written, Wants wants, std::size_t& at) {
        column_ = written.column;
        at = made.operands_.size();
        if (written.is_number()) {
            made.operands_.push_back(
                {[x = written.number](const Leaf&, std::span<double> out) { std::fill(out.begin(), out.end(), x); }, {}});
            return true;
        }
        bool is_fact = false;
        if (!named(written, is_fact)) return false;
        if (wants == Wants::fact && !is_fact)
            return fail("'" + written.name + "' is a number, which holds or not only against another",
                        "a comparison, e.g. " + written.name + " > 0");
        return true;
    }

    bool named(const Operand& written, bool& is_fact) {
        const auto [first, rest] = parted(written.name);
        const bool of_deal =
            first == "exit" || written.name == "exited" || written.name == "formed" || first == "completed" || first == "completion";
        if (of_deal || find_metric(first) != nullptr) {
            AlternativeId alternative;
            if (!alternative_of(written, alternative)) return false;
            if (first == "completed" || first == "completion") return completion(alternative, rest, first == "completed", is_fact);
            if (first == "exit") return exit(alternative, rest, is_fact);
            if (written.name == "exited" || written.name == "formed") return deal(alternative, written.name, is_fact);
            return metric(alternative, first, rest, is_fact);
        }
        if (!written.alternative.empty())
            return fail("'" + written.name + "' is nothing of an alternative",
                        "exit.NAME, formed, completed.PROGRAM.FIRM or METRIC.FIRM behind '" + written.alternative + ":'",
                        "events and quantities are the same in all alternatives: leave it out");
        if (first == "event" && event(rest, is_fact)) return true;
        return drawn(written.name, is_fact);
    }

    bool alternative_of(const Operand& written, AlternativeId& out) {
        Words known, compared;
        for (const AlternativeId a : model_.alternatives.ids()) {
            known.push_back(model_.alternatives[a].id);
            if (a != model_.baseline) compared.push_back(model_.alternatives[a].id);
            if (written.alternative == model_.alternatives[a].id || (written.alternative.empty() && a != model_.baseline)) out = a;
        }
        if (written.alternative.empty() && compared.size() == 1) return true;
        if (written.alternative.empty())
            return fail("'" + written.name + "' of no alternative", "ALTERNATIVE: " + written.name, "known: " + listed(known));
        if (std::find(known.begin(), known.end(), written.alternative) != known.end()) return true;
        return fail("no alternative '" + written.alternative + "'", "one of the scenario's", suggestion(written.alternative, known));
    }

    bool firm_of(const std::string& name, FirmId& out, bool all) {
        Words known = {model_.firm_names.begin(), model_.firm_names.end()};
        for (const FirmId f : model_.firm_names.ids()) {
            if (model_.firm_names[f] == name) out = f;
        }
        if (all) known.emplace_back("all");
        return out || (all && name == "all") || fail("no firm '" + name + "'", "a firm of the scenario", suggestion(name, known));
    }

    bool metric(AlternativeId alternative, const std::string& name, const std::string& firm_name, bool& is_fact) {
        const MetricKind& kind = *find_metric(name);
        const std::string& id = model_.alternatives[alternative].id;
        FirmId firm;
        if (!firm_name.empty() && !firm_of(firm_name, firm, true)) return false;
        if (kind.of == ToldOf::comparisons && alternative == model_.baseline)
            return fail("'" + id + "' is the baseline, which has no " + name, "another alternative");
        if (kind.of == ToldOf::deals && !layout_.alternatives[alternative].arranged()) return no_deal(id);
        if (kind.whose == Whose::all_only && firm)
            return fail("'" + name + "' of '" + firm_name + "', for it is of all firms together", name);
        is_fact = kind.unit == Unit::share;
        const Subject subject{layout_, alternative, model_.baseline, firm};
        made.operands_.push_back(
            {[subject, derive = kind.derive](const Leaf& leaf, std::span<double> out) { derive(subject, leaf, out); }, {}});
        return true;
    }

    bool no_deal(const std::string& id) { return fail("'" + id + "' is no deal: nobody agrees on anything there", "another alternative"); }

    bool deal(AlternativeId alternative, const std::string& name, bool& is_fact) {
        const AlternativeColumns& columns = layout_.alternatives[alternative];
        if (!columns.arranged()) return no_deal(model_.alternatives[alternative].id);
        is_fact = true;
        const double least = name == "formed" ? 1 : 0;  // exits are numbered from 0
        of_column(name == "formed" ? columns.formed : columns.exit, [least](double x) { return x >= least ? 1.0 : 0.0; });
        return true;
    }

    bool exit(AlternativeId alternative, const std::string& name, bool& is_fact) {
        const AlternativeColumns& columns = layout_.alternatives[alternative];
        if (!columns.arranged()) return no_deal(model_.alternatives[alternative].id);
        Words known;
        for (const ExitId e : model_.alternatives[alternative].exits.exits.ids()) {
            known.push_back(model_.alternatives[alternative].exits.exits[e].name);
            if (known.back() != name) continue;
            is_fact = true;
            const double number = e.number();
            of_column(columns.exit, [number](double x) { return x == number ? 1.0 : 0.0; });
            return true;
        }
        return fail("no exit '" + name + "' in '" + model_.alternatives[alternative].id + "'", "exit.NAME", suggestion(name, known));
    }

    // PROGRAM.FIRM; neither name has a dot.
    bool completion(AlternativeId alternative, const std::string& name, bool fact, bool& is_fact) {
        const auto [program, firm_name] = parted(name);
        Words known = {model_.program_names.begin(), model_.program_names.end()};
        FirmId firm;
        for (const ProgramId p : model_.program_names.ids()) {
            if (model_.program_names[p] != program) continue;
            if (!firm_of(firm_name, firm, false)) return false;
            const ProgramColumns& columns = layout_.alternatives[alternative].programs[p][firm];
            if (!columns.used()) return fail("'" + firm_name + "' has no part in '" + program + "'", "a firm that needs it");
            is_fact = fact;
            of_column(columns.completion, [fact](double x) { return !fact ? x : x < never ? 1.0 : 0.0; });
            return true;
        }
        return fail("no program '" + program + "'", "PROGRAM.FIRM", suggestion(program, known));
    }

    template <class Map>
    void of_column(int column, const Map& map) {
        made.operands_.push_back({[column, map](const Leaf& leaf, std::span<double> out) {
                                      const auto values = leaf.column(column);
                                      std::transform(values.begin(), values.end(), out.begin(), map);
                                  },
                                  {}});
    }

    void of_pack(std::function<double(const Pack&, std::size_t)> value) {
        made.operands_.push_back({{}, std::move(value)});
        made.looks_at_packs_ = true;
    }

    // False where there is no such event, whose quantities may be meant.
    bool event(const std::string& name, bool& is_fact) {
        for (const EventId e : model_.markets.events.ids()) {
            if (scenario_.event[e.place()].name.text != name) continue;
            is_fact = true;
            const double end = model_.grid.end();
            of_pack([e, end](const Pack& pack, std::size_t lane) { return pack.markets.arrival(e, lane) < end ? 1.0 : 0.0; });
            return true;
        }
        return false;
    }

    bool drawn(const std::string& name, bool& is_fact) {
        std::vector<const Sampler::Drawn*> found;
        Words known, matching;
        for (const Sampler::Drawn& each : model_.sampler.drawn()) {
            std::string plain = each.name;
            if (plain.ends_with(Sampler::of_score)) plain.resize(plain.size() - Sampler::of_score.size());
            known.push_back(plain);
            if (plain != name && !plain.starts_with(name + "@")) continue;
            found.push_back(&each);
            matching.push_back(plain);
        }
        if (found.empty()) {
            const std::string near = nearest(name, known);
            return fail("nothing is drawn or comes of it by the name of '" + name + "'",
                        "METRIC.FIRM, exit.NAME, formed, completed.PROGRAM.FIRM, event.NAME or a quantity that varies",
                        near.empty() ? "--world 0 tells all that is drawn" : "did you mean '" + near + "'?");
        }
        if (found.size() > 1)
            return fail("'" + name + "' is drawn for each who carries it out", "one of them", "known: " + listed(matching));
        const Sampler::Drawn& one = *found.front();
        is_fact = one.name.ends_with(Sampler::of_score);
        if (!is_fact) {
            const Slot slot = one.slot;
            of_pack([slot](const Pack& pack, std::size_t lane) { return pack.draws[slot][pack.first + static_cast<int>(lane)]; });
            return true;
        }
        if (!one.decides) return fail("alternatives give '" + name + "' different chances", "something of one alternative");
        const Chance chance = *one.decides;
        of_pack([chance](const Pack& pack, std::size_t lane) {
            return chance.in(pack.draws, pack.first + static_cast<int>(lane)) ? 1.0 : 0.0;
        });
        return true;
    }

    const Scenario& scenario_;
    const RunModel& model_;
    const Layout& layout_;
    Problem& fault_;
    int column_ = 1;
};

std::optional<Given> Given::bind(const Condition& condition, const Scenario& scenario, const RunModel& model, const Layout& layout,
                                 Problem& fault) {
    Binder binder(scenario, model, layout, fault);
    if (!binder.bind(condition, binder.made.root_)) return std::nullopt;
    return std::move(binder.made);
}

bool Given::holds(const Node& node, const std::vector<std::vector<double>>& values, std::size_t world) {
    const auto part_holds = [&](const Node& part) { return holds(part, values, world); };
    switch (node.kind) {
        case Condition::Kind::fact: return values[node.left][world] != 0;
        case Condition::Kind::comparison: return entente::holds(node.relation, values[node.left][world], values[node.right][world]);
        case Condition::Kind::all_of: return std::all_of(node.parts.begin(), node.parts.end(), part_holds);
        case Condition::Kind::any_of: return std::any_of(node.parts.begin(), node.parts.end(), part_holds);
        case Condition::Kind::negation: return !part_holds(node.parts.front());
    }
    return false;
}

Leaf Given::evaluate(const RunModel& model, const Layout& layout, const LeafWorlds& worlds, std::span<const AlternativeId> alternatives,
                     Workspace& work) const {
    Leaf all = evaluate_leaf(model, layout, worlds, alternatives, work);
    const auto count = static_cast<std::size_t>(all.count);
    std::vector<std::vector<double>> values(operands_.size(), std::vector<double>(count));
    for (std::size_t o = 0; o < operands_.size(); ++o) {
        if (operands_[o].of_leaf) operands_[o].of_leaf(all, values[o]);
    }
    // The draws of a leaf are no longer in the workspace once its last block is; they are drawn again.
    for (int at = 0; looks_at_packs_ && at < worlds.count; at += worlds.block) {
        draw_block(model, worlds.first + at, std::min(worlds.block, worlds.count - at), work.block);
        for_each_pack(model, work, [&](const Pack& pack) {
            for (std::size_t lane = 0; lane < pack.count; ++lane) {
                const auto world = static_cast<std::size_t>(pack.first_world() - worlds.first) + lane;
                for (std::size_t o = 0; o < operands_.size(); ++o) {
                    if (operands_[o].of_pack) values[o][world] = operands_[o].of_pack(pack, lane);
                }
            }
        });
    }
    LeafWorlds some = worlds;
    for (std::size_t w = 0; w < count; ++w) some.kept.push_back(holds(root_, values, w) ? 1 : 0);
    if (std::find(some.kept.begin(), some.kept.end(), 0) == some.kept.end()) return all;
    // Sums over the worlds are made while these are evaluated, so they are evaluated again for those that count.
    return evaluate_leaf(model, layout, some, alternatives, work);
}

}  // namespace entente
