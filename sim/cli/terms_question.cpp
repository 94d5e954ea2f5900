// Keys, goals and conditions of entente terms (see terms_question.hpp).
#include "cli/terms_question.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <cmath>
#include <variant>

#include "base/text.hpp"
#include "cli/axis.hpp"
#include "cli/metric.hpp"
#include "cli/shares.hpp"
#include "model/names.hpp"
#include "outcome/metrics.hpp"
#include "read/read.hpp"

namespace entente {

namespace {

// The firms that agree on something, in the order of the file.
std::vector<std::string> parties_of(const Scenario& scenario, const Alternative& deal) {
    std::vector<std::string> out;
    for (const auto& [id, unused] : scenario.firm) {
        const auto takes_part = [&firm = id.text](const Arrangement& one) { return parties_of(one.mode).include(firm); };
        if (std::any_of(deal.arrangement.begin(), deal.arrangement.end(), takes_part)) out.push_back(id.text);
    }
    return out;
}

class TermsReader {
public:
    TermsReader(const TermsArguments& arguments, LoadedScenario& loaded)
        : arguments_(arguments), loaded_(loaded), scenario_(*loaded.scenario), written_(values_by_key(*loaded.scenario)) {}

    std::optional<TermsAsked> read() {
        if (!read_alternative()) return std::nullopt;
        std::vector<VariedKey> varied;
        for (const std::string& text : arguments_.vary) read_key(text, varied, out_.question.listed);
        if (varied.size() + out_.question.listed.size() > most_terms)
            fault(fmt::format("{} keys to vary; expected at most {}", varied.size() + out_.question.listed.size(), most_terms));
        if (combinations(out_.question.listed) > most_combinations)
            fault(fmt::format("the listed values have {} combinations; expected at most {}", combinations(out_.question.listed),
                              most_combinations));
        join_shares(varied);
        out_.question.space = TermSpace(varied);
        if (!out_.question.space.possible()) fault("the bounds of the shares leave no choice that sums to 1; expected wider ones");
        read_conditions();
        read_powers();
        if (const auto goal = goal_of(arguments_.maximise)) out_.question.goal = *goal;
        read_frontier();
        out_.question.scenario = with_settings(loaded_, arguments_.run.settings);
        if (!sound_ || !takes_its_ends()) return std::nullopt;
        return std::move(out_);
    }

private:
    void fault(const std::string& message) {
        tell("entente: error: {}\n", message);
        sound_ = false;
    }

    bool read_alternative() {
        const Alternative* deal = find(scenario_.alternative, arguments_.alternative);
        if (deal == nullptr || arguments_.alternative == scenario_.scenario.baseline.text) {
            std::vector<std::string> known;
            for (const auto& [id, unused] : scenario_.alternative) {
                if (id.text != scenario_.scenario.baseline.text) known.push_back(id.text);
            }
            fault("--alternative '" + arguments_.alternative + "' is no deal to find terms for; expected one of " + listed(known));
            return false;
        }
        for (const std::string& firm : parties_of(scenario_, *deal)) {
            Problem none;
            const auto gain = figure_of({arguments_.alternative, "gain." + firm, 0, 1}, arguments_.alternative, scenario_, none);
            if (gain) gains_.push_back(*gain);
            parties_.push_back(firm);
        }
        if (gains_.empty()) fault("nobody agrees on anything in '" + arguments_.alternative + "'");
        out_.question.figures = gains_;
        return sound_;
    }

    // KEY=low:high, or KEY=a,b,c.
    void read_key(const std::string& text, std::vector<VariedKey>& varied, std::vector<ListedKey>& listed_keys) {
        const std::size_t equals = end_of_key(text);
        if (equals == std::string::npos || equals == 0 || equals + 1 == text.size())
            return fault("--vary '" + text + "'; expected KEY=low:high or KEY=a,b,c");
        const std::string key = text.substr(0, equals), values = text.substr(equals + 1);
        const std::vector<std::string> parts = split(values, ':');
        if (parts.size() == 1) {
            listed_keys.push_back({key, split(values, ',')});
            return;
        }
        VariedKey one{key};
        if (parts.size() != 2 || !parse_number(parts[0], one.low) || !parse_number(parts[1], one.high) || !(one.low < one.high))
            return fault("--vary '" + text + "'; expected KEY=low:high with low below high");
        // The search begins in the middle where no number is written: a distribution, or nothing.
        const auto written = written_.find(key);
        if (written == written_.end() || !parse_number(written->second, one.written)) one.written = (one.low + one.high) / 2;
        varied.push_back(one);
    }

    void join_shares(std::vector<VariedKey>& varied) const {
        for (VariedKey& key : varied) {
            key.shares = shares_of_key(key.key);
            if (key.shares.empty()) continue;
            const auto in_table = [&](const std::string& other) { return shares_of_key(other) == key.shares; };
            const auto all = std::count_if(written_.begin(), written_.end(), [&](const auto& entry) { return in_table(entry.first); });
            const auto chosen = std::count_if(varied.begin(), varied.end(), [&](const VariedKey& other) { return in_table(other.key); });
            key.whole = all == chosen;
        }
    }

    void add_condition(const std::string& text, const Condition& condition) {
        if (condition.kind == Condition::Kind::all_of) {
            for (const Condition& part : condition.parts) add_condition(text, part);
            return;
        }
        if (condition.kind != Condition::Kind::comparison || condition.relation == Relation::equal ||
            condition.relation == Relation::unequal) {
            tell("{}", formatted({{1, condition.column},
                                  "no condition that terms could meet with something to spare",
                                  "comparisons by >= or <=, joined by and",
                                  ""},
                                 "--subject", text));
            sound_ = false;
            return;
        }
        auto spare = read_difference("--subject", text, condition, arguments_.alternative, scenario_);
        if (!spare) {
            sound_ = false;
            return;
        }
        const auto side = [](const Side& one) { return one.figure ? one.figure->name : shortest(one.number); };
        const bool more = condition.relation == Relation::more || condition.relation == Relation::at_least;
        const std::string name = side(spare->left) + (more ? " >= " : " <= ") + side(spare->right);
        if (!more) std::swap(spare->left, spare->right);
        out_.question.subject.push_back({name, *spare});
    }
    void read_conditions() {
        for (const std::string& text : arguments_.subject) {
            const auto condition = read_condition("--subject", text);
            if (condition) {
                add_condition(text, *condition);
            } else {
                sound_ = false;
            }
        }
    }

    void read_powers() {
        powers_.assign(parties_.size(), 1.0);
        for (const std::string& text : arguments_.power) {
            const std::size_t equals = text.find('=');
            const auto party = std::find(parties_.begin(), parties_.end(), text.substr(0, equals));
            double power = 0;
            if (equals == std::string::npos || party == parties_.end() || !parse_number(text.substr(equals + 1), power) || !(power > 0)) {
                fault("--power '" + text + "'; expected FIRM=NUMBER above 0, FIRM one of " + listed(parties_));
                continue;
            }
            powers_[static_cast<std::size_t>(party - parties_.begin())] = power;
        }
    }

    // sum, min, nash or a figure.
    std::optional<Goal> goal_of(const std::string& text) {
        using Kind = Goal::Kind;
        if (text == "sum") return Goal{Kind::sum, "sum of gains", gains_, {}};
        if (text == "min") return Goal{Kind::min, "smallest gain", gains_, {}};
        if (text == "nash") return Goal{Kind::nash, "Nash product (log)", gains_, powers_};
        const auto figure = read_figure("--maximise", text, arguments_.alternative, scenario_);
        if (!figure) {
            sound_ = false;
            return std::nullopt;
        }
        return Goal{Kind::figure, figure->name, {*figure}, {}};
    }

    // Of costs and outlays, of dates and of spreads less is better.
    std::optional<Goal> end_of_frontier(const std::string& text) {
        const auto figure = read_figure("--frontier", text, arguments_.alternative, scenario_);
        if (!figure) {
            sound_ = false;
            return std::nullopt;
        }
        const Figure::Part& part = figure->parts.front();
        const bool less = part.statistic.kind == Statistic::Kind::sd || part.statistic.high_is_bad;
        return Goal{Goal::Kind::figure, figure->name, {*figure}, {}, less};
    }
    void read_frontier() {
        if (arguments_.frontier.empty()) return;
        std::int64_t points = 0;
        std::string error;
        if (arguments_.frontier.size() != 2) return fault("--frontier takes two figures, e.g. --frontier gain.ford gain.vw");
        if (!parse_whole(arguments_.points, 2, 100, points, error)) return fault("--points " + error);
        out_.first = end_of_frontier(arguments_.frontier[0]);
        out_.second = end_of_frontier(arguments_.frontier[1]);
        out_.points = static_cast<std::size_t>(points);
    }

    // Whether the deal takes the ends of every range and each listed value.
    bool takes_its_ends() const {
        const TermSpace& space = out_.question.space;
        for (const double end : {0.0, 1.0}) {
            std::vector<std::string> settings;
            const std::vector<double> values = space.values(Cube(space.dimensions(), end));
            for (std::size_t k = 0; k < values.size(); ++k) settings.push_back(space.keys()[k].key + "=" + shortest(values[k]));
            if (!out_.question.scenario(settings)) return false;
        }
        for (const ListedKey& key : out_.question.listed) {
            for (const std::string& value : key.values) {
                if (!out_.question.scenario({key.key + "=" + value})) return false;
            }
        }
        return true;
    }

    const TermsArguments& arguments_;
    LoadedScenario& loaded_;
    const Scenario& scenario_;
    std::map<std::string, std::string> written_;
    std::vector<std::string> parties_;
    std::vector<Figure> gains_;
    std::vector<double> powers_;
    bool sound_ = true;
    TermsAsked out_{{TermSpace({})}, {}, {}, 0};
};

}  // namespace

std::optional<TermsAsked> read_terms(const TermsArguments& arguments, LoadedScenario& loaded) {
    return TermsReader(arguments, loaded).read();
}

}  // namespace entente
