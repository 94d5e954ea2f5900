// Internal rates of return of expected flows (see summarise.hpp; docs/model.md, section 6).
#include <algorithm>
#include <array>
#include <cmath>
#include <deque>
#include <iterator>

#include "outcome/yearly.hpp"
#include "stats/internal_rate.hpp"
#include "summary/summarise.hpp"

namespace entente {

namespace {

constexpr double rounding = 1e-9;  // of the largest flow: smaller ones are what subtracting leaves of equal ones

constexpr std::int64_t enough = 8 * leaf_worlds;  // of independent worlds, for an error within a few percent

class ReturnFinder {
public:
    ReturnFinder(const RunModel& model, const Layout& layout, const Columns& columns, const Estimator& estimator)
        : grid_(model.grid),
          layout_(layout),
          found_(columns.found()),
          estimator_(estimator),
          worlds_(std::min(columns.flow_worlds(), model.design.method == Sampling::mc ? enough : layout.sampled)) {}

    // The row of an alternative's flows, less another's where there is one, of one firm or of all_firms; its error is a task of its own.
    void find(AlternativeId a, AlternativeId other, FirmId f, ReturnRow& row, std::vector<ColumnTask>& errors) const {
        std::vector<double> flows(layout_.periods);
        double largest = 0;
        for (Period k = 0; k < flows.size(); ++k) {
            const double own = expected(a, f, k), theirs = other ? expected(other, f, k) : 0;
            flows[k] = own - theirs;
            largest = std::max({largest, std::fabs(own), std::fabs(theirs)});
        }
        row.worlds = found_.worlds;
        const InternalRates found = internal_rates(flows, grid_.step(), rounding * largest);
        row.sign_changes = found.sign_changes;
        row.rates = static_cast<int>(found.rates.size());
        row.rate = row.se = row.low95 = row.high95 = std::nan("");
        if (found.sign_changes == 0) {
            row.remark = "none: the flow never changes its sign";
        } else if (!found.has_one()) {
            row.remark = found.rates.empty() ? "none: no rate makes it worth nothing" : "none: several rates make it worth nothing";
        } else {
            row.rate = found.rates.front();
            errors.push_back(error(flows, {a, other, f}, row));
        }
    }

private:
    template <class Visit>
    void each_firm(FirmId f, const Visit& visit) const {
        for (const FirmId g : Ids<FirmId>(layout_.firms)) {
            if (!f || f == g) visit(g);
        }
    }
    double expected(AlternativeId a, FirmId f, Period k) const {
        double sum = 0;
        each_firm(f, [&](FirmId g) { sum += found_.totals.net[layout_.net(a, g, k)]; });
        return sum / static_cast<double>(found_.worlds);
    }
    double years(Period k) const { return grid_.discounted_from(k) - grid_.start; }

    struct Subject {
        AlternativeId alternative, other;
        FirmId firm;
    };

    // By the delta method: the error of the mean present value at the rate, over how fast that value falls with the rate. The worlds'
    // values are those of their yearly flows, as far as these are kept.
    ColumnTask error(std::span<const double> flows, const Subject& of, ReturnRow& row) const {
        double slope = 0;
        std::vector<double> weight(layout_.years), periods(layout_.years);
        for (Period k = 0; k < flows.size(); ++k) {
            const double factor = power(1 + row.rate, -years(k));
            slope -= flows[k] * years(k) * factor / (1 + row.rate);
            weight[grid_.year[k]] += factor;
            periods[grid_.year[k]] += 1;
        }
        for (std::size_t y = 0; y < weight.size(); ++y) weight[y] /= periods[y];
        return {.worlds = worlds_,
                .derive =
                    [this, of, weight](const Leaf& leaf, std::size_t, std::span<double> out) {
                        std::fill(out.begin(), out.end(), 0.0);
                        add_values(of.alternative, of.firm, 1, {weight, leaf}, out);
                        if (of.other) add_values(of.other, of.firm, -1, {weight, leaf}, out);
                    },
                .tell =
                    [this, slope](std::span<const double> value) {
                        const double kept = static_cast<double>(value.size()) / static_cast<double>(found_.worlds);
                        return std::vector{estimator_.standard_error(value, moments(value)) * std::sqrt(kept) / std::fabs(slope)};
                    },
                .put =
                    [&row](std::span<const double> told) {
                        row.se = told.front();
                        row.low95 = row.rate - normal_975 * row.se;
                        row.high95 = row.rate + normal_975 * row.se;
                    }};
    }

    // A leaf's flows, each year's with its weight.
    struct Weighted {
        std::span<const double> weight;
        const Leaf& leaf;
    };
    void add_values(AlternativeId a, FirmId f, double sign, const Weighted& flows, std::span<double> value) const {
        each_firm(f, [&](FirmId g) {
            for (const Money kind : kinds_of_money) {
                const double signed_as = kind == Money::cost ? -sign : sign;
                for (std::size_t y = 0; y < flows.weight.size(); ++y) {
                    add_yearly(flows.leaf.flow(layout_.flow(a, kind, g) + y), signed_as * flows.weight[y], value);
                }
            }
        });
    }

    const Grid& grid_;
    const Layout& layout_;
    const Found& found_;
    const Estimator& estimator_;
    std::int64_t worlds_;  // behind a standard error: points of a design tell it only all together
};

}  // namespace

void add_returns(const RunModel& model, const Layout& layout, const Columns& columns, const Estimator& estimator,
                 std::vector<ReturnRow>& rows) {
    const ReturnFinder finder(model, layout, columns, estimator);
    std::deque<ReturnRow> found;  // where a row stays while its error is still a task
    std::vector<ColumnTask> errors;
    for (const AlternativeId a : model.alternatives.ids()) {
        each_firm_and_all(model.firms.size(), [&](FirmId f) {
            const auto add = [&](const char* metric, AlternativeId other) {
                ReturnRow& row = found.emplace_back();
                finder.find(a, other, f, row, errors);
                row.alternative = model.alternatives[a].id;
                row.firm = f ? model.firm_names[f] : "all";
                row.metric = metric;
            };
            add("npv", {});
            if (a != model.baseline) add("gain", model.baseline);
        });
    }
    columns.carry_out(errors);
    std::move(found.begin(), found.end(), std::back_inserter(rows));
}

}  // namespace entente
