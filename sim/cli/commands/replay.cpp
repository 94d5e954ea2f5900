// entente run --world N: one world replayed and told.
#include <fmt/core.h>

#include <algorithm>
#include <cmath>

#include "cli/cli.hpp"
#include "model/rows.hpp"
#include "studies/replay.hpp"

namespace entente {

namespace {

std::string date(double at) { return std::isfinite(at) ? fmt::format("{:.3f}", at) : "never"; }

void tell_draws(const WorldStory& story, const Bold& bold) {
    fmt::print("{}\n", bold("Drawn"));
    for (const auto& [name, value] : story.draws) fmt::print("  {:<70} {:>14.6g}\n", name, value);
    for (const auto& [market, path] : story.regimes) {
        fmt::print("  regimes of {}:", market);
        for (std::size_t k = 0; k < path.size(); ++k) {
            if (k == 0 || path[k] != path[k - 1]) fmt::print(" {} from period {}{}", path[k], k, k + 1 < path.size() ? "," : "");
        }
        fmt::print("\n");
    }
    for (const auto& [event, arrival] : story.arrivals) fmt::print("  event {} arrives: {}\n", event, date(arrival));
}

// The name of a firm, or those of a pool's members, whose ids are joined by '+'.
std::string executor(const Titles& titles, const std::string& ids) {
    std::string out;
    for (std::size_t at = 0; at <= ids.size();) {
        const std::size_t end = std::min(ids.find('+', at), ids.size());
        out += (out.empty() ? "" : "+") + title(titles.firms, ids.substr(at, end - at));
        at = end + 1;
    }
    return out;
}

// What it would have been worth to each firm had nobody left.
void tell_stay(const WorldStory::Alternative& a, const Titles& titles) {
    for (const auto& [firm, npv] : a.stay)
        fmt::print("{}{} {:.6g}", firm == a.stay[0].first ? "  had nobody left, npv of " : ", ", title(titles.firms, firm), npv);
    if (!a.stay.empty()) fmt::print("\n");
}

void tell_alternative(const WorldStory::Alternative& a, const WorldStory& story, const Bold& bold) {
    const int first_year = story.first_year;
    const auto firm_name = [&](const std::string& id) { return title(story.titles.firms, id); };
    const auto program_name = [&](const std::string& id) { return title(story.titles.programs, id); };
    fmt::print("\n{}", bold("Alternative " + title(story.titles.alternatives, a.id)));
    if (a.arranged)
        fmt::print(": {}", a.formed ? "formed at " + date(a.formation) + ", its own end " + date(a.term) : "not formed, every firm alone");
    fmt::print("\n");
    if (!a.left.exit.empty())
        fmt::print("  exit '{}': {} leaves, triggered {}, effective {}\n", a.left.exit, firm_name(a.left.leaver), date(a.left.triggered),
                   date(a.left.tau));
    tell_stay(a, story.titles);
    for (const auto& one : a.left.goes_on)
        fmt::print("  {:<14} {} {}, by what it then knows\n", program_name(one.program), firm_name(one.firm),
                   one.goes_on ? "goes on alone" : "stops");
    for (const auto& one : a.forgone) fmt::print("  {:<14} {} does without\n", program_name(one.program), firm_name(one.firm));
    for (const auto& terms : a.terms) {
        fmt::print("  {:<14} shared", program_name(terms.program));
        for (const auto& [firm, weight] : terms.weights)
            fmt::print("{} {} {:.4g}", firm == terms.weights[0].first ? "" : ",", firm_name(firm), weight);
        fmt::print("\n");
    }
    for (const auto& work : a.works) {
        fmt::print("  {:<14} by {:<14} begins {:<9} ", program_name(work.program), executor(story.titles, work.firm), date(work.begin));
        if (std::isfinite(work.cut)) {
            fmt::print("alone, cut as the deal is formed at {}\n", date(work.cut));
        } else if (std::isfinite(work.stop)) {
            fmt::print("stops at the gate of {} in {}\n", work.stopped_at, date(work.stop));
        } else {
            fmt::print("completes {}\n", date(work.end));
        }
    }
    for (const auto& use : a.uses) {
        fmt::print("  {:<14} for {:<13} access {}", program_name(use.program), firm_name(use.firm), date(use.first));
        if (std::isfinite(use.until)) fmt::print(" until {}", date(use.until));
        if (std::isfinite(use.again)) fmt::print(", again from {}", date(use.again));
        if (use.cost != 0) fmt::print("; costs {:.6g}", use.cost);
        if (use.waiting_cost != 0) fmt::print(", {:.6g} of it for waiting", use.waiting_cost);
        if (use.late_by_money != 0 && std::isfinite(use.late_by_money)) fmt::print("; {:.3f} years late by money", use.late_by_money);
        fmt::print("\n");
    }
    for (const auto& money : a.money) {
        fmt::print("  {}: cost {:.6g}, received {:.6g}, benefit {:.6g}, npv {:.6g} (discounted); nominal by year:\n", firm_name(money.firm),
                   money.cost_npv, money.transfer_npv, money.benefit_npv, money.benefit_npv + money.transfer_npv - money.cost_npv);
        if (money.past_cost != 0 || money.past_transfer != 0 || money.past_benefit != 0)
            fmt::print("    of which past the horizon: cost {:.6g}, received {:.6g}, benefit {:.6g}\n", money.past_cost,
                       money.past_transfer, money.past_benefit);
        fmt::print("    {:>6} {:>14} {:>14} {:>14}\n", "year", "cost", "received", "benefit");
        for (std::size_t y = 0; y < money.cost.size(); ++y)
            fmt::print("    {:>6} {:>14.6g} {:>14.6g} {:>14.6g}\n", first_year + static_cast<int>(y), money.cost[y], money.transfer[y],
                       money.benefit[y]);
    }
}

}  // namespace

void print_world(const WorldStory& story, std::uint64_t seed, const Bold& bold) {
    fmt::print("World {} of seed {}\n", story.world, seed);
    tell_draws(story, bold);
    for (const WorldStory::Alternative& alternative : story.alternatives) tell_alternative(alternative, story, bold);
}

}  // namespace entente
