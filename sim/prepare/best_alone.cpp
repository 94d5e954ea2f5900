// The search for the best sets (see best_alone.hpp).
#include "prepare/best_alone.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <limits>

#include "chance/distribution.hpp"
#include "model/alone.hpp"
#include "prepare/expected_worth.hpp"

namespace entente {

namespace {

constexpr double same = 1e-9;  // of an npv: a change must gain more
constexpr int most_steps = 100;
constexpr std::size_t most_ahead = 8;  // sets of a firm that are all looked at in the first step, for that saves the next

using Group = std::vector<ProgramId>;

// The search in one alternative.
class Choosing {
public:
    Choosing(const Scenario& scenario, const RunModel& model, AlternativeId alternative, const Stop& stop)
        : model_(model), worth_(scenario, model, alternative, stop), forgone_(model.alternatives[alternative].deal.forgoes) {
        const Alternative* written = alternative == solo ? nullptr : &written_as(scenario, alternative);
        const ResolvedDeal& deal = model.alternatives[alternative].deal;
        needed_ = own_ = Forgone(model.programs.size(), ById<FirmId, bool>(model.firms.size(), false));
        for (const FirmId f : model.firms.ids()) {
            for (const ProgramId p : model.programs.ids()) {
                const ArrangementId a = deal.arrangement_of[p];
                const bool party = a && takes_part(deal.arrangements[a], f);
                needed_[p][f] = model.programs[p].needs[f] && (party || !forgone_[p][f]);
                own_[p][f] = needed_[p][f] && !party;
            }
            auto& groups = groups_.emplace_back();
            for (const auto& places : decided_together(scenario, written, model.firm_names[f])) {
                Group& group = groups.emplace_back();
                for (const std::size_t place : places) group.push_back(ProgramId(place));
            }
        }
    }

    // Finds the sets; true where they came to rest.
    bool search() {
        look_ahead();
        std::vector<Forgone> visited{forgone_};
        for (int step = 0; step < most_steps; ++step) {
            ask_for_step();
            FirmId mover;
            Change best;
            for (const FirmId f : model_.firms.ids()) {
                Change change = best_change(f);
                if (!mover || change.gain > best.gain) {
                    mover = f;
                    best = std::move(change);
                }
            }
            if (!(best.gain > 0)) return true;
            forgone_ = std::move(best.after);
            visited.push_back(forgone_);
        }
        forgone_ = best_of(visited);
        return false;
    }

    const Forgone& forgone() const { return forgone_; }
    bool may_choose(FirmId firm, ProgramId program) const {
        return std::any_of(groups_[firm].begin(), groups_[firm].end(),
                           [&](const Group& group) { return std::find(group.begin(), group.end(), program) != group.end(); });
    }

    // What carrying a program out is worth, for each that a firm may forgo, in their order.
    std::vector<WorthDifference> worths(FirmId firm, const std::vector<ProgramId>& programs) {
        std::vector<ExpectedWorth::Question> questions;
        for (const ProgramId p : programs) {
            questions.push_back({firm, carried(firm, p)});
            questions.push_back({firm, dropped(firm, p)});
        }
        worth_.find(questions);
        std::vector<WorthDifference> out;
        for (std::size_t i = 0; i < questions.size(); i += 2)
            out.push_back(worth_.difference(firm, questions[i].forgone, questions[i + 1].forgone));
        return out;
    }

private:
    struct Change {
        double gain = 0;
        Forgone after;
    };

    // Whether nothing that the firm carries out waits for what it forgoes.
    bool holds_together(FirmId firm, const Forgone& forgone) const {
        const auto is_out = [&](ProgramId p) { return own_[p][firm] && forgone[p][firm]; };
        return std::all_of(model_.order.begin(), model_.order.end(), [&](ProgramId p) {
            const auto& after = model_.programs[p].after;
            return !needed_[p][firm] || is_out(p) || std::none_of(after.begin(), after.end(), is_out);
        });
    }

    // The sets of a group that a firm may forgo, the least first, the others as they are. Sets of one size are in the order of the file.
    std::vector<Forgone> sets(FirmId firm, const Group& group) const {
        std::vector<std::uint32_t> masks(std::size_t{1} << group.size());
        for (std::size_t i = 0; i < masks.size(); ++i) masks[i] = static_cast<std::uint32_t>(i);
        // Programs of the smallest places first: of two sets of one size the one that has the first program in which they differ.
        std::stable_sort(masks.begin(), masks.end(), [](std::uint32_t a, std::uint32_t b) {
            if (std::popcount(a) != std::popcount(b)) return std::popcount(a) < std::popcount(b);
            const std::uint32_t differing = a ^ b;
            return (a & differing & (~differing + 1)) != 0;
        });
        std::vector<Forgone> out;
        for (const std::uint32_t mask : masks) {
            Forgone set = forgone_;
            for (std::size_t i = 0; i < group.size(); ++i) set[group[i]][firm] = (mask >> i & 1U) != 0;
            if (holds_together(firm, set)) out.push_back(std::move(set));
        }
        return out;
    }

    // All sets of a firm, where there are few.
    void look_ahead() {
        std::vector<ExpectedWorth::Question> questions;
        for (const FirmId f : model_.firms.ids()) {
            Group all;
            for (const Group& group : groups_[f]) all.insert(all.end(), group.begin(), group.end());
            if (all.empty() || (std::size_t{1} << std::min<std::size_t>(all.size(), 16)) > most_ahead) continue;
            for (Forgone& set : sets(f, all)) questions.push_back({f, std::move(set)});
        }
        worth_.find(questions);
    }

    void ask_for_step() {
        std::vector<ExpectedWorth::Question> questions;
        for (const FirmId f : model_.firms.ids()) {
            if (!groups_[f].empty()) questions.push_back({f, forgone_});
            for (const Group& group : groups_[f]) {
                for (Forgone& set : sets(f, group)) questions.push_back({f, std::move(set)});
            }
        }
        worth_.find(questions);
    }

    // The best set of every group of a firm, the others as they are; all of them together are its change.
    Change best_change(FirmId firm) const {
        Change out{0, forgone_};
        if (groups_[firm].empty()) return out;
        const double now = worth_.npv(firm, forgone_);
        for (const Group& group : groups_[firm]) {
            double value = now;
            const std::vector<Forgone> all = sets(firm, group);
            const Forgone* best = &forgone_;
            for (const Forgone& set : all) {
                const double npv = worth_.npv(firm, set);
                if (!(npv > value + same * std::fabs(npv))) continue;
                best = &set;
                value = npv;
            }
            out.gain += value - now;
            for (const ProgramId p : group) out.after[p][firm] = (*best)[p][firm];
        }
        return out;
    }

    // Of several profiles the first with the largest sum of all firms' npv.
    const Forgone& best_of(const std::vector<Forgone>& profiles) {
        std::vector<ExpectedWorth::Question> questions;
        for (const Forgone& profile : profiles) {
            for (const FirmId f : model_.firms.ids()) questions.push_back({f, profile});
        }
        worth_.find(questions);
        const auto sum = [&](const Forgone& profile) {
            double out = 0;
            for (const FirmId f : model_.firms.ids()) out += worth_.npv(f, profile);
            return out;
        };
        const Forgone* best = &profiles.front();
        for (const Forgone& profile : profiles) {
            if (sum(profile) > sum(*best)) best = &profile;
        }
        return *best;
    }

    // With all that it waits for.
    Forgone carried(FirmId firm, ProgramId program) const {
        Forgone out = forgone_;
        std::vector<ProgramId> todo{program};
        while (!todo.empty()) {
            const ProgramId p = todo.back();
            todo.pop_back();
            if (own_[p][firm]) out[p][firm] = false;
            for (const ProgramId before : model_.programs[p].after) {
                if (model_.programs[before].needs[firm]) todo.push_back(before);
            }
        }
        return out;
    }
    // With all that waits for it. Programs are in an order in which each follows those that it waits for.
    Forgone dropped(FirmId firm, ProgramId program) const {
        Forgone out = forgone_;
        ById<ProgramId, char> is_out(model_.programs.size(), 0);
        for (const ProgramId p : model_.order) {
            const auto& after = model_.programs[p].after;
            const bool waits = std::any_of(after.begin(), after.end(), [&](ProgramId before) { return is_out[before] != 0; });
            const bool chosen = own_[p][firm] && forgone_[p][firm];
            if (p != program && !chosen && !(needed_[p][firm] && waits)) continue;
            is_out[p] = 1;
            if (own_[p][firm]) out[p][firm] = true;
        }
        return out;
    }

    const RunModel& model_;
    ExpectedWorth worth_;
    Forgone forgone_;
    Forgone needed_;  // what a firm needs and the file does not take from it
    Forgone own_;     // that which is no arrangement's business
    ById<FirmId, std::vector<Group>> groups_;
};

// What each firm does about what it needs, in one alternative.
void tell(const Scenario& scenario, const RunModel& model, AlternativeId a, Choosing& choosing, AloneChoices& out) {
    const ResolvedAlternative& alternative = model.alternatives[a];
    const Formation formation = a == solo ? Formation{} : written_as(scenario, a).formation.value_or(Formation{});
    for (const FirmId f : model.firms.ids()) {
        std::vector<ProgramId> open;
        for (const ProgramId p : model.programs.ids()) {
            if (choosing.may_choose(f, p)) open.push_back(p);
        }
        const std::vector<WorthDifference> worths = choosing.worths(f, open);
        for (const ProgramId p : model.programs.ids()) {
            if (!model.programs[p].needs[f]) continue;
            ChoiceRow row{alternative.id, model.firm_names[f], model.program_names[p], "alone", 1, std::nan(""), std::nan("")};
            const ArrangementId arrangement = alternative.deal.arrangement_of[p];
            if (arrangement && takes_part(alternative.deal.arrangements[arrangement], f)) {
                row.choice = "deal";
                row.probability = mean(formation.probability.law);
            } else if (alternative.deal.forgoes[p][f]) {
                row.choice = "forgo";
            }
            if (const auto at = std::find(open.begin(), open.end(), p); at != open.end()) {
                const WorthDifference& worth = worths[static_cast<std::size_t>(at - open.begin())];
                row.value = worth.value;
                row.se = worth.se;
            }
            out.rows.push_back(std::move(row));
        }
    }
}

// Chooses in one alternative.
void choose(const Scenario& scenario, RunModel& model, AlternativeId a, const Stop& stop, AloneChoices& out) {
    Choosing choosing(scenario, model, a, stop);
    if (!choosing.search())
        out.warnings.push_back("what is best alone in '" + model.alternatives[a].id + "' does not come to rest in " +
                               std::to_string(most_steps) + " steps; of what was tried the sets stand that are worth most to all together");
    model.alternatives[a].deal.forgoes = choosing.forgone();
    tell(scenario, model, a, choosing, out);
}

}  // namespace

void choose_in_solo(const Scenario& scenario, RunModel& model, const Stop& stop, AloneChoices& out) {
    if (!chooses_best(scenario, nullptr)) return;
    choose(scenario, model, solo, stop, out);
    const Forgone& chosen = model.alternatives[solo].deal.forgoes;
    for (ResolvedAlternative& alternative : model.alternatives) {
        for (const ResolvedArrangement& arrangement : alternative.deal.arrangements) {
            for (const FirmId f : model.firms.ids()) {
                if (takes_part(arrangement, f)) alternative.deal.forgoes[arrangement.program][f] = chosen[arrangement.program][f];
            }
        }
    }
}

void choose_in_deals(const Scenario& scenario, RunModel& model, const Stop& stop, AloneChoices& out) {
    for (const AlternativeId a : model.alternatives.ids()) {
        if (a != solo && chooses_best(scenario, &written_as(scenario, a))) choose(scenario, model, a, stop, out);
    }
}

}  // namespace entente
