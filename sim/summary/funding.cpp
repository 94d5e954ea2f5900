// What limited funding costs each firm, and what it would spend without limits (see summarise.hpp; docs/model.md, section 7).
#include <tbb/enumerable_thread_specific.h>
#include <tbb/parallel_for.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

#include "stats/known.hpp"
#include "summary/summarise.hpp"
#include "world/evaluate.hpp"

namespace entente {

namespace {

constexpr std::array yearly_probabilities{0.1, 0.5, 0.8, 0.9};

using Column = std::vector<double>;

// By alternative what each firm loses by limits in each world, in its npv and in each program; and its yearly cost without them.
struct Losses {
    ById<AlternativeId, ById<FirmId, Column>> npv;
    ById<AlternativeId, Table<ProgramId, FirmId, Column>> benefit;
    ById<AlternativeId, ById<FirmId, std::vector<Column>>> cost;  // by year
    ById<FirmId, std::vector<Column>> funding;                    // by year; empty where it is not limited

    Losses(const RunModel& model, std::size_t worlds) {
        const std::vector<Column> by_year(model.grid.years, Column(worlds));
        for ([[maybe_unused]] const AlternativeId a : model.alternatives.ids()) {
            npv.emplace_back(model.firms.size(), Column(worlds));
            auto& programs = benefit.emplace_back(model.programs.size(), model.firms.size());
            for (Column& column : programs.all()) column.resize(worlds);
            cost.emplace_back(model.firms.size(), by_year);
        }
        for (const FirmId f : model.firms.ids()) funding.push_back(model.firms[f].funding.empty() ? std::vector<Column>{} : by_year);
    }
};

// Where the worlds of a pack stand in the columns; -1: it is not wanted.
using Places = std::array<std::ptrdiff_t, pack_size>;

class LossFinder {
public:
    LossFinder(const RunModel& model, Losses& out) : model_(model), out_(out) {}

    void find(const Pack& pack, const Places& places, Workspace& work) const {
        for (const AlternativeId a : model_.alternatives.ids()) {
            note(a, evaluate_unfunded(model_.alternatives[a], pack, work).flows, places, 1);
            note(a, evaluate(model_.alternatives[a], pack, work).flows, places, -1);
        }
        for (const FirmId f : model_.firms.ids()) {
            for (std::size_t y = 0; y < out_.funding[f].size(); ++y) add(pack.at(model_.firms[f].funding[y]), places, out_.funding[f][y]);
        }
    }

private:
    static void add(const Lanes& values, const Places& places, Column& column, double sign = 1) {
        for (std::size_t lane = 0; lane < pack_size; ++lane) {
            if (places[lane] >= 0) column[static_cast<std::size_t>(places[lane])] += sign * values[lane];
        }
    }

    // `sign`: 1 of what there is without limits, -1 with them.
    void note(AlternativeId a, const Flows& flows, const Places& places, double sign) const {
        for (const FirmId f : model_.firms.ids()) {
            add(net_present_value(model_, flows, f), places, out_.npv[a][f], sign);
            for (const ProgramId p : model_.programs.ids()) {
                add(flows.program_benefit[p][f], places, out_.benefit[a][p][f], sign);
                add(flows.program_spared[p][f], places, out_.benefit[a][p][f], sign);
            }
            for (Period k = 0; sign > 0 && k < model_.grid.periods; ++k)
                add(flows.cost[f][k], places, out_.cost[a][f][model_.grid.year[k]]);
        }
    }

    const RunModel& model_;
    Losses& out_;
};

Losses losses_of(const RunModel& model, const std::vector<std::int64_t>& worlds) {
    Losses out(model, worlds.size());
    const LossFinder finder(model, out);
    tbb::enumerable_thread_specific<Workspace> workspaces([&] { return Workspace(model, FlowDetail::programs); });
    const std::int64_t blocks = worlds.back() / Sampler::block_size + 1;
    // What is written of a world rests on that world alone, so it does not matter who evaluates it.
    tbb::parallel_for(std::int64_t{0}, blocks, [&](std::int64_t b) {
        const std::int64_t first = b * Sampler::block_size, last = std::min(worlds.back() + 1, first + Sampler::block_size);
        Workspace& work = workspaces.local();
        draw_block(model, first, static_cast<int>(last - first), work.block);
        for_each_pack(model, work, [&](const Pack& pack) {
            Places places;
            bool any = false;
            for (std::size_t lane = 0; lane < pack_size; ++lane) {
                const auto number = static_cast<std::int64_t>(pack.first_world()) + static_cast<std::int64_t>(lane);
                const auto at = std::lower_bound(worlds.begin(), worlds.end(), number);
                const bool counts = lane < pack.count && at != worlds.end() && *at == number;
                places[lane] = counts ? at - worlds.begin() : -1;
                any = any || counts;
            }
            if (any) finder.find(pack, places, work);
        });
    });
    return out;
}

Interval with_limits(const Column& column, const Estimator& estimator, double& mean, double& se) {
    const auto known = known_of(column, false, estimator, {});
    mean = known->moments().mean;
    se = known->standard_error();
    return known->mean_limits();
}

class FundingTeller {
public:
    FundingTeller(const RunModel& model, const Losses& losses, Estimator estimator, Results& results)
        : model_(model), losses_(losses), results_(results), estimator_(std::move(estimator)) {}

    void tell() {
        for (const AlternativeId a : model_.alternatives.ids()) {
            for (const FirmId f : model_.firms.ids()) {
                const auto npv_in = [&](AlternativeId other) -> const Column& { return losses_.npv[other][f]; };
                add({model_.alternatives[a].id, model_.firm_names[f], "all", "npv", no_number, no_number}, a, model_.baseline, npv_in);
                for (const ProgramId p : model_.programs.ids()) tell_program(a, f, p);
            }
        }
        for (const AlternativeId a : model_.alternatives.ids()) tell_years(a);
    }

private:
    const ProgramRow* program_row(AlternativeId a, ProgramId p, FirmId f) const {
        const auto found = std::find_if(results_.programs.begin(), results_.programs.end(), [&](const ProgramRow& row) {
            return row.alternative == model_.alternatives[a].id && row.program == model_.program_names[p] &&
                   row.firm == model_.firm_names[f];
        });
        return found == results_.programs.end() ? nullptr : &*found;
    }
    // An alternative without arrangements in which the firm carries the program out, the baseline before all others; or none.
    AlternativeId carried_out_alone(ProgramId p, FirmId f) const {
        const auto is_one = [&](AlternativeId a) {
            return model_.alternatives[a].deal.arrangements.empty() && program_row(a, p, f)->probability_completed > 0;
        };
        if (is_one(model_.baseline)) return model_.baseline;
        for (const AlternativeId a : model_.alternatives.ids()) {
            if (is_one(a)) return a;
        }
        return {};
    }

    void tell_program(AlternativeId a, FirmId f, ProgramId p) {
        const ProgramRow* row = program_row(a, p, f);
        if (row == nullptr || row->probability_completed == 0) return;
        FundingRow out{row->alternative, row->firm, row->program, "benefit", row->late_by_money_p50, row->late_by_money_p80};
        add(std::move(out), a, carried_out_alone(p, f), [&](AlternativeId other) -> const Column& { return losses_.benefit[other][p][f]; });
    }

    template <class ColumnIn>
    void add(FundingRow row, AlternativeId a, AlternativeId against, const ColumnIn& column_in) {
        const Column& column = column_in(a);
        row.worlds = static_cast<std::int64_t>(column.size());
        const Interval limits = with_limits(column, estimator_, row.cost, row.se);
        row.low95 = limits.low;
        row.high95 = limits.high;
        if (against && against != a) {
            Column difference = column_in(against);
            for (std::size_t w = 0; w < column.size(); ++w) difference[w] -= column[w];
            double se = 0;
            const Interval bought = with_limits(difference, estimator_, row.bought, se);
            row.against = model_.alternatives[against].id;
            row.bought_low95 = bought.low;
            row.bought_high95 = bought.high;
        }
        results_.funding.push_back(std::move(row));
    }

    void tell_years(AlternativeId a) {
        const std::string& name = model_.alternatives[a].id;
        for (const FirmId f : model_.firms.ids()) {
            if (losses_.funding[f].empty()) continue;
            for (std::size_t y = 0; y < model_.grid.years; ++y) add_year(name, f, "cost_unfunded", y, losses_.cost[a][f][y]);
            for (std::size_t y = 0; y < model_.grid.years; ++y) add_year(name, f, "funding", y, prorated(losses_.funding[f][y], y));
        }
    }
    // A year that the grid has in part has as much of its funding.
    Column prorated(Column funding, std::size_t year) const {
        const auto periods = std::count(model_.grid.year.begin(), model_.grid.year.end(), year);
        for (double& x : funding) x *= static_cast<double>(periods) / static_cast<double>(model_.grid.steps_per_year);
        return funding;
    }
    void add_year(const std::string& alternative, FirmId f, const char* flow, std::size_t year, const Column& column) {
        const Quantiles q(column, yearly_probabilities);
        results_.annual.push_back({alternative, model_.firm_names[f], flow, model_.grid.first_year + static_cast<int>(year),
                                   moments(column).mean, q.quantile(0.1), q.quantile(0.5), q.quantile(0.8), q.quantile(0.9)});
    }

    const RunModel& model_;
    const Losses& losses_;
    Results& results_;
    Estimator estimator_;
};

}  // namespace

std::vector<std::int64_t> first_worlds(const Columns& columns) {
    constexpr auto enough = static_cast<std::int64_t>(enough_worlds);
    std::vector<std::int64_t> worlds = numbers_at_root(columns, std::min(enough, columns.found().worlds));
    worlds.erase(std::find_if(worlds.begin(), worlds.end(), [](std::int64_t number) { return number >= 8 * enough; }), worlds.end());
    return worlds;
}

void add_funding(const RunModel& model, const std::vector<std::int64_t>& worlds, Results& results) {
    if (!model.funded || worlds.empty()) return;
    FundingTeller(model, losses_of(model, worlds), estimator_of(model, owners_of(worlds)), results).tell();
}

}  // namespace entente
