// Fitting and describing what firms do after an exit (see going_on.hpp).
#include "prepare/going_on.hpp"

#include <algorithm>
#include <cmath>
#include <iterator>

#include "base/problem.hpp"
#include "exit/first_exit.hpp"
#include "prepare/pilot_worlds.hpp"
#include "stats/moments.hpp"
#include "world/evaluate.hpp"

namespace entente {

namespace {

constexpr std::size_t worlds_per_term = 10, most_terms = 500;
constexpr std::uint64_t going_on_streams = 0x676F696E676F6EULL;  // changes the seed, so that no world of the run or of another fit is seen

// A firm that decides about a program in one alternative.
struct Decider {
    ProgramId program;
    FirmId firm;
};

// The worlds in which it decides, in their order.
struct Decided {
    std::vector<double> known;       // world by variable
    std::vector<double> difference;  // its npv where it goes on less where it stops, the others resuming
    std::vector<char> goes_on;       // by its policy

    void append(const Decided& other) {
        known.insert(known.end(), other.known.begin(), other.known.end());
        difference.insert(difference.end(), other.difference.begin(), other.difference.end());
        goes_on.insert(goes_on.end(), other.goes_on.begin(), other.goes_on.end());
    }
};

bool has_options(const ResolvedAlternative& alternative) {
    return std::any_of(alternative.exits.exits.begin(), alternative.exits.exits.end(),
                       [](const ResolvedExit& exit) { return std::holds_alternative<ResolvedOption>(exit.trigger); });
}

std::vector<Decider> deciders_of(const ResolvedAlternative& alternative) {
    std::vector<Decider> out;
    if (alternative.exits.exits.empty()) return out;
    for (const ResolvedArrangement& arrangement : alternative.deal.arrangements) {
        for (const FirmId f : arrangement.members) {
            if (alternative.exits.unwind.going_on[arrangement.program][f].rule == OnExit::best) out.push_back({arrangement.program, f});
        }
    }
    return out;
}

// An option of the alternative, by leaver.
struct Explored {
    ExitId exit;
    std::size_t who;
};

// Looks at what follows exits in one alternative.
class Following {
public:
    // With `exploring` options are taken at year boundaries in turn, for their policies are not known yet.
    Following(const RunModel& model, const ResolvedAlternative& alternative, bool exploring)
        : model_(model), alternative_(alternative), resuming_(alternative), deciders_(deciders_of(alternative)) {
        for (auto& firms : resuming_.exits.unwind.going_on) {
            for (ResolvedGoingOn& terms : firms) terms.advantage.reset();
        }
        for (const Decider& decider : deciders_) {
            stopping_.push_back(resuming_);
            stopping_.back().exits.unwind.going_on[decider.program][decider.firm].rule = OnExit::stop;
        }
        for (const ExitId e : alternative.exits.exits.ids()) {
            const auto& leavers = alternative.exits.exits[e].leavers;
            const bool option = std::holds_alternative<ResolvedOption>(alternative.exits.exits[e].trigger);
            for (std::size_t who = 0; exploring && option && who < leavers.size(); ++who) explored_.push_back({e, who});
        }
    }

    const std::vector<Decider>& deciders() const { return deciders_; }

    // By decider.
    std::vector<Decided> find(std::int64_t worlds, const Stop& stop) const {
        const std::vector<WorldRange> parts = blocks_of(worlds);
        std::vector<std::vector<Decided>> by_part(parts.size(), std::vector<Decided>(deciders_.size()));
        for_each_pilot_pack(model_, parts, FlowDetail::firms, stop,
                            [&](std::size_t part, const Pack& pack, Workspace& work) { look(pack, work, by_part[part]); });
        std::vector<Decided> out(deciders_.size());
        for (const std::vector<Decided>& part : by_part) {
            for (std::size_t d = 0; d < out.size(); ++d) out[d].append(part[d]);
        }
        return out;
    }

private:
    void look(const Pack& pack, Workspace& work, std::vector<Decided>& out) const {
        Exits exits = evaluate(alternative_, pack, work).exits;
        if (!explored_.empty()) explore(pack, work, exits);
        if (!any_happens(exits)) return;
        const Evaluated resumed = evaluate_with(resuming_, pack, exits, work);
        const std::vector<Decision> decisions = resumed.schedule.decisions;
        const Lanes formation = resumed.schedule.formation;
        std::vector<Lanes> resuming;
        for (const Decider& decider : deciders_) resuming.push_back(net_present_value(model_, resumed.flows, decider.firm));
        for (std::size_t d = 0; d < deciders_.size(); ++d) {
            const Decider& decider = deciders_[d];
            const auto mine = [&](const Decision& decision) {
                return decision.program == decider.program && decision.firm == decider.firm;
            };
            if (std::none_of(decisions.begin(), decisions.end(), mine)) continue;
            const Lanes stopping = net_present_value(model_, evaluate_with(stopping_[d], pack, exits, work).flows, decider.firm);
            for (const Decision& decision : decisions) {
                if (!mine(decision)) continue;
                const BeforeDecision at{pack, decision.lane, exits[decision.lane].tau, formation[decision.lane], decision.done};
                add(decider, at, resuming[d][decision.lane] - stopping[decision.lane], out[d]);
            }
        }
    }

    void add(const Decider& decider, const BeforeDecision& at, double difference, Decided& out) const {
        if (!std::isfinite(difference))
            throw Failure("whether '" + model_.firm_names[decider.firm] + "' goes on alone with '" + model_.program_names[decider.program] +
                          "' in alternative '" + alternative_.id + "' cannot be fitted: in one of its pilot worlds its npv is no number");
        const ResolvedGoingOn& terms = alternative_.exits.unwind.going_on[decider.program][decider.firm];
        const std::size_t first = out.known.size();
        out.known.resize(first + terms.variables());
        observe(terms, at, std::span(out.known).subspan(first));
        out.difference.push_back(difference);
        out.goes_on.push_back(pays_to_go_on(terms, at) ? 1 : 0);
    }

    // Puts the exits of options, one a world in turn, before those that would come later.
    void explore(const Pack& pack, Workspace& work, Exits& exits) const {
        const GoingOn on = going_on(alternative_, pack, work);
        pack.each([&](std::size_t lane) {
            if (!on.schedule.is_formed(lane)) return;
            const auto turn = static_cast<std::size_t>(pack.first_world()) + lane;
            const Explored& option = explored_[turn % explored_.size()];
            const std::vector<double>& boundaries = model_.grid.boundaries;
            const double date = boundaries[turn / explored_.size() % boundaries.size()];
            const ResolvedExit& exit = alternative_.exits.exits[option.exit];
            const ExitView view(on, lane);
            const double tau = date + view.world.at(alternative_.exits.unwind.notice);
            const FirmId leaver = exit.leavers[option.who];
            if (date >= exits[lane].triggered || tau > model_.grid.end()) return;
            if (!may_exercise(std::get<ResolvedOption>(exit.trigger), view, leaver, date)) return;
            exits[lane] = {option.exit, leaver, date, tau, exit.alliance, exit.program, ProgramId()};
        });
    }

    const RunModel& model_;
    const ResolvedAlternative& alternative_;
    ResolvedAlternative resuming_;
    std::vector<Decider> deciders_;
    std::vector<ResolvedAlternative> stopping_;  // by decider
    std::vector<Explored> explored_;
};

// The policy that some worlds tell. None where no world does: it goes on.
std::optional<Polynomial> policy_of(const Decided& decided, std::size_t variables) {
    const std::size_t worlds = decided.difference.size(), terms = Polynomial::terms(variables, policy_degree);
    if (worlds == 0) return {};
    std::vector<std::size_t> rows(worlds);
    for (std::size_t i = 0; i < worlds; ++i) rows[i] = i;
    const int degree = worlds < worlds_per_term * terms || terms > most_terms ? 0 : policy_degree;
    return Polynomial::fit(decided.known, variables, decided.difference, rows, degree);
}

GoingOnRow described(const Decided& decided, const std::vector<std::string>& names) {
    GoingOnRow out;
    const std::size_t worlds = decided.difference.size(), variables = names.size();
    out.worlds = static_cast<double>(worlds);
    for (const char goes : decided.goes_on) out.goes_on += goes != 0 ? 1 : 0;
    const Moments difference = moments(decided.difference);
    out.value = difference.mean;
    out.se = difference.standard_error();
    for (std::size_t v = 0; v < variables; ++v) {
        std::vector<double> all, going, stopping;
        for (std::size_t i = 0; i < worlds; ++i) {
            const double x = decided.known[i * variables + v];
            all.push_back(x);
            (decided.goes_on[i] != 0 ? going : stopping).push_back(x);
        }
        out.known.push_back({names[v], moments(going).mean, moments(stopping).mean, moments(all).sd()});
    }
    return out;
}

}  // namespace

bool anybody_decides(const RunModel& model) {
    return std::any_of(model.alternatives.begin(), model.alternatives.end(),
                       [](const ResolvedAlternative& alternative) { return !deciders_of(alternative).empty(); });
}

void fit_going_on(RunModel& model, const Stop& stop) {
    if (!anybody_decides(model)) return;
    const RunModel other = with_seed(model, model.seed ^ going_on_streams);
    for (const AlternativeId a : model.alternatives.ids()) {
        const Following following(other, other.alternatives[a], has_options(other.alternatives[a]));
        if (following.deciders().empty()) continue;
        const std::vector<Decided> decided = following.find(model.pilot_worlds, stop);
        for (std::size_t d = 0; d < decided.size(); ++d) {
            const auto& [program, firm] = following.deciders()[d];
            ResolvedGoingOn& terms = model.alternatives[a].exits.unwind.going_on[program][firm];
            if (model.programs[program].may_forgo[firm]) terms.advantage = policy_of(decided[d], terms.variables());
        }
    }
}

std::vector<GoingOnRow> describe_going_on(const RunModel& model, const Stop& stop) {
    std::vector<GoingOnRow> out;
    if (!anybody_decides(model)) return out;
    const RunModel other = with_seed(model, model.seed ^ going_on_streams);
    for (const ResolvedAlternative& alternative : other.alternatives) {
        const Following following(other, alternative, false);
        if (following.deciders().empty()) continue;
        const std::vector<Decided> decided = following.find(model.pilot_worlds, stop);
        for (std::size_t d = 0; d < decided.size(); ++d) {
            const auto& [program, firm] = following.deciders()[d];
            std::vector<std::string> names{"share of the work done"};
            const auto& markets = alternative.exits.unwind.going_on[program][firm].markets.names;
            names.insert(names.end(), markets.begin(), markets.end());
            GoingOnRow row = described(decided[d], names);
            row.alternative = alternative.id;
            row.program = model.program_names[program];
            row.firm = model.firm_names[firm];
            row.free = model.programs[program].may_forgo[firm];
            out.push_back(std::move(row));
        }
    }
    return out;
}

}  // namespace entente
