// How an alliance may end early, and what an early end costs each firm (docs/model.md, section 5).
#pragma once

#include <array>
#include <optional>
#include <string_view>
#include <variant>
#include <vector>

#include "base/fields.hpp"
#include "chance/quantity.hpp"
#include "exit/triggers/date.hpp"
#include "exit/triggers/distress.hpp"
#include "exit/triggers/event.hpp"
#include "exit/triggers/failure.hpp"
#include "exit/triggers/hazard.hpp"
#include "exit/triggers/optimal.hpp"
#include "exit/triggers/overrun.hpp"
#include "exit/triggers/put.hpp"
#include "exit/triggers/recovery.hpp"

namespace entente {

// Registration: one entry a trigger.
using Trigger = std::variant<DateTrigger, HazardTrigger, RecoveryTrigger, FailureTrigger, EventTrigger, OverrunTrigger, DistressTrigger,
                             PutTrigger, OptimalTrigger>;

enum class Scope { alliance, program };
constexpr std::array<std::string_view, 2> words(Scope) { return {"alliance", "program"}; }

struct ExitTerms {
    std::optional<Name> name;  // default: the trigger's
    Trigger trigger;
    Name leaver;  // a firm or "any"
    std::optional<Scope> scope;
    std::optional<Name> program;
    template <class S = ExitTerms>
    static constexpr auto fields() {
        return std::tuple{field("name", &S::name, "name of the exit; its trigger's by default"),
                          tagged("trigger", &S::trigger, "what makes a firm leave"), needed("leaver", &S::leaver, "a firm, or 'any'"),
                          field("scope", &S::scope, "'alliance' or 'program'"),
                          field("program", &S::program, "the program left, for scope = 'program'")};
    }
};

// Whether it leaves the program whose gate made it fire, and no other.
inline bool leaves_failed_program(const ExitTerms& terms) {
    return std::visit(
        [](const auto& trigger) {
            return requires { trigger.leaves_program; };
        },
        terms.trigger);
}
// Whether the leaver could as well have stayed: a trigger that says nothing else is a choice.
inline bool is_by_choice(const ExitTerms& terms) {
    return std::visit(
        []<class T>(const T&) {
            if constexpr (requires { T::by_choice; }) {
                return T::by_choice;
            } else {
                return true;
            }
        },
        terms.trigger);
}
// What is left: as written, or what the trigger is about.
inline Scope scope_of(const ExitTerms& terms) {
    return terms.scope.value_or(leaves_failed_program(terms) ? Scope::program : Scope::alliance);
}

// What a firm does that an exit leaves without the pool's work: takes up its own plan, gives the program up, or whichever is worth more.
enum class OnExit { resume, stop, best };
constexpr std::array<std::string_view, 3> words(OnExit) { return {"resume", "stop", "best"}; }

struct UnwindTerms {
    Quantity notice;
    Quantity fee;
    Keyed<Quantity> cost;
    Keyed<Quantity> retention;
    Keyed<bool> keeps;
    Quantity runoff;
    Quantity restart;
    Keyed<OnExit> on_exit;  // default: best where firms carry out what is best alone, else resume
    bool licences_survive = true;
    bool nominal = false;
    Keyed<Quantity> decline;
    Keyed<Quantity> level;
    Keyed<Quantity> recover;
    template <class S = UnwindTerms>
    static constexpr auto fields() {
        return std::tuple{field("notice", &S::notice, Range::non_negative, "years from the trigger to the end"),
                          field("fee", &S::fee, Range::non_negative, "money from the leaver to the other members"),
                          field("cost", &S::cost, Range::non_negative, "each firm's cost of unwinding"),
                          field("retention", &S::retention, Range::fraction, "share of the work that a firm can use"),
                          field("keeps", &S::keeps, "whether a firm keeps what the pool had completed"),
                          field("runoff", &S::runoff, Range::non_negative, "years of access left without keeping it"),
                          field("restart", &S::restart, Range::non_negative, "years until own work begins"),
                          field("on_exit", &S::on_exit, "whether a firm goes on alone"),
                          field("licences_survive", &S::licences_survive, "whether the leaver's licences go on"),
                          field("nominal", &S::nominal, "fee and costs are not escalated"),
                          field("decline", &S::decline, Range::fraction, "yearly loss of position without access"),
                          field("level", &S::level, Range::non_negative, "position reached in the end"),
                          field("recover", &S::recover, Range::endless, "speed per year towards the level")};
    }
};

}  // namespace entente
