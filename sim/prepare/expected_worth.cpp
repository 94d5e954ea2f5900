// Evaluating profiles (see expected_worth.hpp).
#include "prepare/expected_worth.hpp"

#include <algorithm>
#include <cmath>

#include "base/problem.hpp"
#include "stats/moments.hpp"
#include "world/evaluate.hpp"

namespace entente {

namespace {

// Parts are whole packs, where there are worlds for it: a part of one world would cost as much as one of a pack.
constexpr std::int64_t fewest_parts = 8, most_parts = 256;
std::int64_t part_count(std::int64_t worlds) { return std::clamp(worlds / static_cast<std::int64_t>(pack_size), fewest_parts, most_parts); }
constexpr std::size_t most_at_once = 256;  // profiles, for each has its sums in every part

// Whose programs matter to what a firm gets in an alternative. What a firm with limited funding carries out leaves it less for the rest:
// for what it owes a deal, so then all matter; and for programs with which it rivals another, so then all of its own do.
Forgone mattering(const Scenario& scenario, const RunModel& model, const ResolvedAlternative& alternative, FirmId firm) {
    const bool all = alternative.exits.needs_outlay || (model.funded && !alternative.deal.arrangements.empty());
    Forgone out(model.programs.size(), ById<FirmId, bool>(model.firms.size(), all));
    bool rivalled = false;
    for (const ProgramId p : out.ids()) {
        out[p][firm] = true;
        for (const Benefit& benefit : scenario.program[p.place()].second.benefit) {
            if (benefit.firm.text != model.firm_names[firm] || constant(benefit.rivalry.law) == 0.0) continue;
            rivalled = true;
            out[p].assign(model.firms.size(), true);
        }
    }
    for (const FirmId other : model.firms.ids()) {
        if (!rivalled || model.firms[other].funding.empty()) continue;
        for (const ProgramId p : out.ids()) out[p][other] = true;
    }
    return out;
}

}  // namespace

ExpectedWorth::ExpectedWorth(const Scenario& scenario, const RunModel& model, AlternativeId alternative, const Stop& stop)
    : model_(model),
      alternative_(alternative),
      stop_(stop),
      parts_(parts_of(scenario.scenario.pilot, part_count(scenario.scenario.pilot))) {
    for (const FirmId f : model.firms.ids()) matters_.push_back(mattering(scenario, model, model.alternatives[alternative], f));
}

ExpectedWorth::Key ExpectedWorth::key(FirmId firm, const Forgone& forgone) const {
    Key out{firm, {}};
    for (const ProgramId p : forgone.ids()) {
        for (const FirmId f : forgone[p].ids()) {
            if (matters_[firm][p][f]) out.second.push_back(forgone[p][f]);
        }
    }
    return out;
}

// Adds a question to those that a profile answers, where they do not contradict.
bool ExpectedWorth::join(Profile& profile, const Question& question, const Key& key) const {
    const Forgone& matters = matters_[question.firm];
    for (const ProgramId p : matters.ids()) {
        for (const FirmId f : matters[p].ids()) {
            if (matters[p][f] && profile.asked[p][f] && profile.forgone[p][f] != question.forgone[p][f]) return false;
        }
    }
    for (const ProgramId p : matters.ids()) {
        for (const FirmId f : matters[p].ids()) {
            if (!matters[p][f]) continue;
            profile.asked[p][f] = true;
            profile.forgone[p][f] = question.forgone[p][f];
        }
    }
    profile.answers.push_back(key);
    return true;
}

void ExpectedWorth::find(const std::vector<Question>& questions) {
    std::vector<Profile> profiles;
    for (const Question& question : questions) {
        const Key asked = key(question.firm, question.forgone);
        if (!npv_by_part_.try_emplace(asked, parts_.size(), 0.0).second) continue;
        const auto joined = [&](Profile& profile) { return join(profile, question, asked); };
        if (std::any_of(profiles.begin(), profiles.end(), joined)) continue;
        Profile& own = profiles.emplace_back();
        own.forgone = question.forgone;
        own.asked.assign(model_.programs.size(), ById<FirmId, bool>(model_.firms.size(), false));
        join(own, question, asked);
    }
    for (std::size_t first = 0; first < profiles.size(); first += most_at_once) {
        const auto begin = profiles.begin() + static_cast<std::ptrdiff_t>(first);
        const std::size_t count = std::min(most_at_once, profiles.size() - first);
        evaluate_profiles({begin, begin + static_cast<std::ptrdiff_t>(count)});
    }
}

void ExpectedWorth::evaluate_profiles(const std::vector<Profile>& profiles) {
    std::vector<ResolvedAlternative> variants;
    for (const Profile& profile : profiles) {
        ResolvedAlternative& variant = variants.emplace_back(model_.alternatives[alternative_]);
        variant.deal.forgoes = profile.forgone;
        variant.scheduled_as = AlternativeId(model_.alternatives.size() + variants.size());  // none shares another's schedule
    }
    std::vector<std::vector<std::vector<double>*>> sums(profiles.size());
    for (std::size_t i = 0; i < profiles.size(); ++i) {
        for (const Key& answered : profiles[i].answers) sums[i].push_back(&npv_by_part_.at(answered));
    }
    for_each_pilot_pack(model_, parts_, FlowDetail::firms, stop_, [&](std::size_t part, const Pack& pack, Workspace& work) {
        for (std::size_t i = 0; i < profiles.size(); ++i) {
            const Flows& flows = evaluate(variants[i], pack, work).flows;
            for (std::size_t q = 0; q < sums[i].size(); ++q) {
                const Lanes npv = net_present_value(model_, flows, profiles[i].answers[q].first);
                pack.each([&](std::size_t lane) { (*sums[i][q])[part] += npv[lane]; });
            }
        }
    });
    for (std::size_t i = 0; i < profiles.size(); ++i) {
        for (std::size_t q = 0; q < sums[i].size(); ++q) {
            if (std::isfinite(fixed_sum(*sums[i][q]))) continue;
            throw Failure("what is best alone in '" + model_.alternatives[alternative_].id +
                          "' cannot be found: in one of the pilot worlds the npv of '" + model_.firm_names[profiles[i].answers[q].first] +
                          "' is no number");
        }
    }
}

double ExpectedWorth::npv(FirmId firm, const Forgone& forgone) const {
    return fixed_sum(npv_by_part_.at(key(firm, forgone))) / static_cast<double>(parts_.back().last);
}

WorthDifference ExpectedWorth::difference(FirmId firm, const Forgone& a, const Forgone& b) const {
    const std::vector<double>&with = npv_by_part_.at(key(firm, a)), &without = npv_by_part_.at(key(firm, b));
    std::vector<double> means;
    for (std::size_t part = 0; part < parts_.size(); ++part) means.push_back((with[part] - without[part]) / parts_[part].count());
    return {npv(firm, a) - npv(firm, b), moments(means).standard_error()};
}

}  // namespace entente
