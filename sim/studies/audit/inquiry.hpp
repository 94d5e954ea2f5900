// What the rules of an audit ask of the worlds: variants of the scenario, readings of them, and what to say to the figures.
#pragma once

#include <deque>
#include <functional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "model/finding.hpp"
#include "model/results.hpp"
#include "model/scenario.hpp"
#include "outcome/leaf.hpp"
#include "run/options.hpp"
#include "studies/audit/figure.hpp"

namespace entente {

// An alternative of one of the inquiry's scenarios: the first is the one that is looked into, with its variants.
struct Deal {
    std::size_t scenario = 0;
    AlternativeId alternative = solo;
};

// What some consecutive worlds came to, in every scenario of an inquiry.
class Trial {
public:
    std::size_t worlds() const { return static_cast<std::size_t>(leaves.front().count); }
    const AlternativeColumns& columns(Deal deal) const { return (*layouts)[deal.scenario].alternatives[deal.alternative]; }
    std::span<const double> column(Deal deal, int number) const { return leaves[deal.scenario].column(number); }
    double at(Deal deal, int number, std::size_t world) const { return column(deal, number)[world]; }
    double npv(Deal deal, FirmId firm, std::size_t world) const {
        const FirmColumns& of = columns(deal).firms[firm];
        return at(deal, of.benefit_npv, world) + at(deal, of.transfer_npv, world) - at(deal, of.cost_npv, world);
    }

    std::vector<Leaf> leaves;  // by scenario
    const std::vector<Layout>* layouts = nullptr;
};

// A number of one world of a trial; NaN where the world is not what is asked about.
using Reading = std::function<double(const Trial&, std::size_t world)>;

// What answers get.
struct Told {
    std::span<const AuditFigure> figures;   // of the readings, in their order
    const std::vector<WeightRow>& weights;  // of sharing rules, from the pilot worlds
};
using Answer = std::function<void(const Told&, std::vector<Finding>&)>;

struct Question {
    std::vector<Reading> readings;
    Answer answer;
};

class Inquiry {
public:
    Inquiry(const Scenario& scenario, const RunOptions& options);

    const Scenario& scenario() const { return scenarios_.front(); }
    const RunOptions& options() const { return options_; }
    std::string currency() const { return scenario().scenario.currency + " m"; }

    // Firms, and alternatives as the file has them: solo first.
    Ids<FirmId> firms() const { return Ids<FirmId>(scenario().firm.size()); }
    const std::string& name(FirmId firm) const { return scenario().firm[firm.place()].first.text; }
    FirmId firm(const std::string& name) const;
    Ids<AlternativeId> alternatives() const { return Ids<AlternativeId>(written_ + 1); }
    std::string name(AlternativeId alternative) const;
    // Those that have an arrangement, and a copy of what the file says of each.
    std::vector<std::pair<AlternativeId, Alternative>> deals() const;
    Deal baseline() const;

    // The scenario as the file has it.
    Scenario plain() const;

    // One alternative more, in the same worlds. What has its name stands for it where it was asked for before; names of variants have a
    // blank, which no id has.
    Deal variant(const std::string& name, const Alternative& alternative);
    // What all do alone in another scenario, in the same worlds; again known by its name.
    Deal apart(const std::string& name, Scenario scenario);
    void ask(std::vector<Reading> readings, Answer answer) { questions_.push_back({std::move(readings), std::move(answer)}); }

    const std::deque<Scenario>& scenarios() const { return scenarios_; }
    const std::vector<Question>& questions() const { return questions_; }

private:
    std::deque<Scenario> scenarios_;  // in places that do not move
    std::vector<std::string> apart_;  // names of those after the first
    RunOptions options_;
    std::size_t written_;  // alternatives of the file
    std::vector<Question> questions_;
};

// A firm's npv in one alternative; the same less that in another.
Reading npv_of(Deal deal, FirmId firm);
Reading npv_less(Deal deal, Deal other, FirmId firm);
// A firm's benefit in one alternative.
Reading benefit_of(Deal deal, FirmId firm);

// Everybody alone, one firm without a program.
Deal alone_without(Inquiry& inquiry, const std::string& firm, const std::string& program);
// The firms that want a program, and whether it is worth anything to one of them: a benefit, or a penalty avoided.
std::vector<std::string> wanted_by(const Scenario& scenario, const Program& program);
bool is_worth_something(const Program& program, const std::string& firm);
// Whether a firm has a part in an arrangement: as a member, a provider or a user.
bool takes_part(const Arrangement& arrangement, const std::string& firm);

// How many standard errors a figure must be from 0 to be a finding.
constexpr double sure = 4;

}  // namespace entente
