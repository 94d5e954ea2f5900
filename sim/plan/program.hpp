// A development program: stages with cost, duration and gates, risks, and what each firm brings (docs/model.md, 3).
#pragma once

#include <array>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/fields.hpp"
#include "chance/quantity.hpp"
#include "plan/profiles/beta.hpp"
#include "plan/profiles/rayleigh.hpp"
#include "plan/profiles/uniform.hpp"

namespace entente {

// Registration: one entry a profile.
using Profile = std::variant<UniformProfile, RayleighProfile, BetaProfile>;

// A profile with numbers, which stand in a table of its name: { beta = [a, b] }.
template <class P>
concept ShapedProfile = requires {
    P::parameters.size();
};

// How a file writes each profile, for messages; and how it would write this one.
std::vector<std::string> profile_forms();
std::string written(const Profile& profile);

enum class OnFailure { stop, rework };
constexpr std::array<std::string_view, 2> words(OnFailure) { return {"stop", "rework"}; }

// A failed gate repeats this share of the stage's cost and time, at most `limit` times.
struct Rework {
    Quantity cost = 0.5;
    Quantity time = 0.5;
    int limit = 3;
    template <class S = Rework>
    static constexpr auto fields() {
        return std::tuple{field("cost", &S::cost, Range::non_negative, "share of the cost done again"),
                          field("time", &S::time, Range::non_negative, "share of the duration done again"),
                          field("limit", &S::limit, Range::non_negative, "reworks carried out at most")};
    }
};

struct Stage {
    Name name;
    std::optional<Quantity> cost;      // money
    std::optional<Quantity> duration;  // years ...
    std::optional<Quantity> rate;      // ... or money per year: duration = cost / rate
    Quantity standing;                 // money per year while it lasts
    Quantity waiting;                  // of its pace, what a year of waiting for money costs besides
    Quantity success = 1;              // probability that a try passes the gate at its end
    OnFailure on_failure = OnFailure::stop;
    std::optional<Rework> rework;
    Profile profile;
    std::optional<std::vector<Name>> after;  // default: the stage before it in the file
    template <class S = Stage>
    static constexpr auto fields() {
        return std::tuple{needed("name", &S::name, "name of the stage"),
                          money_needed("cost", &S::cost, "cost, real money"),
                          field("duration", &S::duration, Range::non_negative, "years"),
                          field("rate", &S::rate, Range::positive, "money per year, instead of a duration"),
                          money("standing", &S::standing, "money per year while it lasts"),
                          money("waiting", &S::waiting, "share of its pace that waiting for money costs, besides standing"),
                          field("success", &S::success, Range::fraction, "probability that a try passes the gate"),
                          field("on_failure", &S::on_failure, "'stop' or 'rework'"),
                          field("rework", &S::rework, "what a failed try repeats"),
                          field("profile", &S::profile, "'uniform', 'rayleigh' or { beta = [a, b] }"),
                          field("after", &S::after, "stages that must have ended")};
    }
};

// It happens once with its probability, or `count` times: each occurrence has a cost and a delay of its own.
struct Risk {
    Name name;
    Name stage;
    std::optional<Quantity> probability;  // 1 where a count is given
    std::optional<Quantity> count;
    Quantity cost;
    Quantity delay;
    template <class S = Risk>
    static constexpr auto fields() {
        return std::tuple{needed("name", &S::name, "name of the risk"),
                          needed("stage", &S::stage, "the stage it hits"),
                          field("probability", &S::probability, Range::fraction, "chance that it happens; 1 with a count"),
                          field("count", &S::count, Range::non_negative, "how often it happens then; once if absent"),
                          money("cost", &S::cost, "added cost, of each occurrence"),
                          field("delay", &S::delay, Range::non_negative, "added years, of each occurrence")};
    }
};

constexpr int largest_count = 400;
// What no world's count is above.
int most_occurrences(const Quantity& count);

// What a firm brings to a program.
struct FirmTerms {
    Quantity cost_factor = 1;
    Quantity duration_factor = 1;
    Quantity spent = 0;                    // share of the work already done when it starts
    Quantity penalty;                      // money a year while it has no access
    std::optional<Quantity> penalty_from;  // a date; default: the scenario's start
    template <class S = FirmTerms>
    static constexpr auto fields() {
        return std::tuple{field("cost_factor", &S::cost_factor, Range::non_negative, "factor on the program's costs"),
                          field("duration_factor", &S::duration_factor, Range::non_negative, "factor on its durations"),
                          field("spent", &S::spent, Range::fraction, "share of the work already done"),
                          money("penalty", &S::penalty, "money a year, real, while it has no access"),
                          field("penalty_from", &S::penalty_from, Range::date, "date from which it is due; the start if absent")};
    }
};

// A product has successors: to go on selling, a firm pays for one so many years after the first access, and again.
struct Refresh {
    Quantity every;  // years
    Quantity cost;
    template <class S = Refresh>
    static constexpr auto fields() {
        return std::tuple{needed("every", &S::every, Range::positive, "years from the first access to a refresh, and on to the next"),
                          money_needed("cost", &S::cost, "cost of each, real money")};
    }
};

// What a firm earns from having access to the program's result in one market.
struct Benefit {
    Name firm;
    Name market;
    std::optional<Name> adoption;  // none: all of the market
    Quantity share;
    Quantity margin;
    Quantity life = std::numeric_limits<double>::infinity();   // years from the first access
    Quantity until = std::numeric_limits<double>::infinity();  // date at which the market closes, whenever access came
    Quantity ramp;
    std::optional<double> due;
    Quantity late;
    Quantity rivalry;
    std::optional<Refresh> refresh;
    Quantity terminal;         // years of sales past the horizon
    Quantity terminal_growth;  // a year, nominal
    template <class S = Benefit>
    static constexpr auto fields() {
        return std::tuple{
            needed("firm", &S::firm, "who earns it"),
            needed("market", &S::market, "where"),
            field("adoption", &S::adoption, "adoption curve of the market; all of it if absent"),
            needed("share", &S::share, Range::non_negative, "share of the adopted demand"),
            needed("margin", &S::margin, "thousand currency a vehicle"),
            field("life", &S::life, Range::endless, "years from the first access"),
            field("until", &S::until, Range::endless_date, "date at which the market closes, whenever access came"),
            field("ramp", &S::ramp, Range::non_negative, "years to full volume"),
            field("due", &S::due, Range::date, "date after which being late costs volume"),
            field("late", &S::late, Range::non_negative, "volume lost per year late (exponential)"),
            field("rivalry", &S::rivalry, Range::non_negative, "volume lost per rival with access"),
            field("refresh", &S::refresh, "successors that it takes to go on selling"),
            field("terminal", &S::terminal, Range::endless, "years of sales past the horizon, at most"),
            field("terminal_growth", &S::terminal_growth, Range::rate_above_minus_one, "growth a year of what they bring, nominal")};
    }
};

struct Program {
    std::string name;
    std::optional<double> start;  // default: the scenario's start
    std::vector<Name> after;
    double likeness = 0.5;
    std::optional<std::vector<Name>> needs;  // default: every firm
    std::vector<Name> must;                  // of those
    std::vector<Stage> stage;
    std::vector<Risk> risk;
    Keyed<FirmTerms> firm;
    std::vector<Benefit> benefit;
    template <class S = Program>
    static constexpr auto fields() {
        return std::tuple{field("name", &S::name, "title"),
                          field("start", &S::start, Range::date, "earliest date of its start"),
                          field("after", &S::after, "programs that must have been completed"),
                          field("likeness", &S::likeness, Range::fraction, "how alike the executors' luck is"),
                          field("needs", &S::needs, "firms that want it"),
                          field("must", &S::must, "those of them that may not forgo it"),
                          needed("stage", &S::stage, "its stages"),
                          field("risk", &S::risk, "events that add cost and delay"),
                          field("firm", &S::firm, "what each firm brings"),
                          field("benefit", &S::benefit, "what each firm earns from it")};
    }
};

}  // namespace entente
