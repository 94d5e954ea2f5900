// entente run --world N --json: the same story for another program. Dates that never come are null.
#include <fmt/core.h>

#include <cmath>
#include <nlohmann/json.hpp>

#include "cli/cli.hpp"

namespace entente {

namespace {

using Json = nlohmann::ordered_json;

// JSON has no infinity; the library prints null for one.
template <class Pairs>
Json object_of(const Pairs& pairs) {
    Json out = Json::object();
    for (const auto& [name, value] : pairs) out[name] = value;
    return out;
}

Json money_of(const WorldStory::Money& m) {
    return {{"firm", m.firm}, {"cost_npv", m.cost_npv}, {"transfer_npv", m.transfer_npv}, {"benefit_npv", m.benefit_npv},
            {"cost", m.cost}, {"transfer", m.transfer}, {"benefit", m.benefit},           {"funding_binds", m.funding_binds}};
}

Json departure_of(const WorldStory::Departure& left) {
    Json out{{"name", left.exit}, {"leaver", left.leaver}, {"triggered", left.triggered}, {"tau", left.tau}, {"goes_on", Json::array()}};
    for (const auto& g : left.goes_on) out["goes_on"].push_back({{"program", g.program}, {"firm", g.firm}, {"goes_on", g.goes_on}});
    return out;
}

Json alternative_of(const WorldStory::Alternative& a) {
    Json out{{"id", a.id}, {"formed", a.formed}, {"formation", a.formation}, {"term", a.term}};
    if (!a.left.exit.empty()) {
        out["exit"] = departure_of(a.left);
        out["exit"]["stay"] = Json::array();
        for (const auto& [firm, npv] : a.stay) out["exit"]["stay"].push_back({{"firm", firm}, {"npv", npv}});
    }
    if (!a.left_unfunded.exit.empty()) out["exit_unfunded"] = departure_of(a.left_unfunded);
    out["forgone"] = Json::array();
    for (const auto& f : a.forgone) out["forgone"].push_back({{"program", f.program}, {"firm", f.firm}});
    out["pools"] = out["works"] = out["access"] = out["money"] = Json::array();
    for (const auto& t : a.terms)
        out["pools"].push_back({{"program", t.program},
                                {"weights", object_of(t.weights)},
                                {"target", t.target},
                                {"cap", t.cap},
                                {"planned_end", t.planned_end}});
    for (const auto& w : a.works) {
        out["works"].push_back({{"program", w.program}, {"by", w.firm}, {"begin", w.begin}, {"end", w.end}});
        if (!w.stopped_at.empty()) out["works"].back().update({{"stop", w.stop}, {"stopped_at", w.stopped_at}});
        if (std::isfinite(w.cut)) out["works"].back()["cut"] = w.cut;
    }
    for (const auto& u : a.uses)
        out["access"].push_back({{"program", u.program},
                                 {"firm", u.firm},
                                 {"first", u.first},
                                 {"until", u.until},
                                 {"again", u.again},
                                 {"cost", u.cost},
                                 {"waiting_cost", u.waiting_cost},
                                 {"late_by_money", u.late_by_money}});
    for (const auto& m : a.money) out["money"].push_back(money_of(m));
    return out;
}

}  // namespace

void print_world_json(const WorldStory& story, std::uint64_t seed) {
    Json out{{"world", story.world}, {"seed", seed}, {"first_year", story.first_year}};
    out["draws"] = object_of(story.draws);
    out["regimes"] = object_of(story.regimes);
    out["arrivals"] = object_of(story.arrivals);
    for (const auto& alternative : story.alternatives) out["alternatives"].push_back(alternative_of(alternative));
    fmt::print("{}\n", out.dump(2, ' ', false, Json::error_handler_t::replace));
}

}  // namespace entente
