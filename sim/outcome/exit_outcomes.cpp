// Dates of exits, what they bring, and metrics given them (see exit_outcomes.hpp).
#include "outcome/exit_outcomes.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include "outcome/metrics.hpp"

namespace entente {

std::vector<HistogramBin> histogram(const Known& known, double low, double high, std::size_t bins) {
    if (!(high > low) || known.present() == 0) return {};
    const double size = static_cast<double>(bins), scale = size / (high - low);
    const std::vector<double> count = known.fold([&](const Known& all) {
        std::vector<double> in(bins, 0.0);
        all.each([&](double x, double n) { in[static_cast<std::size_t>(std::clamp((x - low) * scale, 0.0, size - 0.5))] += n; });
        return in;
    });
    std::vector<HistogramBin> out;
    for (std::size_t i = 0; i < bins; ++i) {
        const double at = static_cast<double>(i);
        out.push_back({low + at / scale, low + (at + 1) / scale, count[i] / static_cast<double>(known.present())});
    }
    return out;
}

namespace {

constexpr std::array dates_told{0.1, 0.5, 0.9}, given_told{0.1, 0.5, 0.9};
constexpr std::array given_metrics{metric::gain, metric::saving, metric::npv, metric::cost_npv};

double share_below_zero(const Known& known) {
    const std::vector<double> below = known.fold([](const Known& all) {
        double sum = 0;
        all.each([&](double x, double count) { sum += x < 0 ? count : 0; });
        return std::vector{sum};
    });
    return below.front() / static_cast<double>(known.present());
}

void tell_date(const Known& known, const Grid& grid, ExitRow& exit) {
    exit.probability = static_cast<double>(known.present()) / static_cast<double>(known.worlds());
    const Interval limits = known.present_limits();
    exit.low95 = limits.low;
    exit.high95 = limits.high;
    exit.date_mean = known.present() > 0 ? known.moments().mean : no_number;
    exit.date_p10 = known.quantile(0.1);
    exit.date_p50 = known.quantile(0.5);
    exit.date_p90 = known.quantile(0.9);
    const double begin = grid.first_year, years = static_cast<double>(grid.years);
    exit.by_year = histogram(known, begin, begin + years, grid.years);
}

void tell_leaver(const Known& known, ExitRow& exit) {
    if (known.present() == 0) return;
    exit.leaver_gain = known.moments().mean;
    exit.leaver_gain_low95 = known.mean_limits().low;
    exit.leaver_gain_high95 = known.mean_limits().high;
    exit.leaver_better = known.share_positive();
    exit.leaver_worse = share_below_zero(known);
}

void tell_others(const Known& known, ExitRow& exit) {
    if (known.present() == 0) return;
    exit.others_gain = known.moments().mean;
    exit.others_gain_low95 = known.mean_limits().low;
    exit.others_gain_high95 = known.mean_limits().high;
    exit.others_better = known.share_positive();
}

void tell_given(const Known& known, GivenRow& row) {
    row.worlds = known.present();
    row.probability = static_cast<double>(known.present()) / static_cast<double>(known.worlds());
    const bool any = known.present() > 0;
    row.mean = any ? known.moments().mean : no_number;
    row.low95 = any ? known.mean_limits().low : no_number;
    row.high95 = any ? known.mean_limits().high : no_number;
    row.p10 = known.quantile(0.1);
    row.p50 = known.quantile(0.5);
    row.p90 = known.quantile(0.9);
}

// What is asked of a world besides its alternative: that the alliance ended early, lasted, or ended by one exit.
struct Subset {
    enum class Of { exited, stayed, by_exit } of;
    ExitId exit = {};
    // Makes no number of the values of worlds in which it does not hold. A loop for each kind becomes vectors.
    void keep(std::span<const double> formed, std::span<const double> ended_by, std::span<double> values) const {
        const auto where = [&](const auto& holds) {
            for (std::size_t w = 0; w < values.size(); ++w) values[w] = holds(w) ? values[w] : no_number;
        };
        switch (of) {
            case Of::exited: return where([&](std::size_t w) { return ended_by[w] >= 0; });
            case Of::stayed: return where([&](std::size_t w) { return (formed[w] > 0) & (ended_by[w] < 0); });
            case Of::by_exit: return where([&, by = static_cast<double>(exit.number())](std::size_t w) { return ended_by[w] == by; });
        }
    }
};

class ExitOutcomes {
public:
    ExitOutcomes(const RunModel& model, const Layout& layout, Results& results, std::vector<Outcome>& outcomes)
        : model_(model), layout_(layout), results_(results), outcomes_(outcomes) {}

    void list(AlternativeId a) {
        const auto& exits = model_.alternatives[a].exits.exits;
        for (const ExitId e : exits.ids()) {
            for (const FirmId f : model_.firms.ids()) list_exit(a, e, f);
        }
        if (exits.empty() || layout_.sampled == 0) return;
        each_firm_and_all(layout_.firms, [&](FirmId f) {
            for (const MetricKind& metric : given_metrics) {
                if (metric.of == ToldOf::comparisons && a == model_.baseline) continue;
                list_given(metric, a, f, "exited", {Subset::Of::exited});
                list_given(metric, a, f, "stayed", {Subset::Of::stayed});
                for (const ExitId e : exits.ids()) list_given(metric, a, f, exits[e].name, {Subset::Of::by_exit, e});
            }
        });
    }

private:
    // A column in the worlds in which a firm leaves by an exit; in others nothing.
    static auto where_left(const AlternativeColumns& columns, int column, ExitId e, FirmId f) {
        return [exit_column = columns.exit, leaver_column = columns.leaver, column, e, f](const Leaf& leaf, std::span<double> out) {
            const auto exit = leaf.column(exit_column), leaver = leaf.column(leaver_column), value = leaf.column(column);
            for (std::size_t w = 0; w < out.size(); ++w) out[w] = exit[w] == e.number() && leaver[w] == f.number() ? value[w] : no_number;
        };
    }

    void list_exit(AlternativeId a, ExitId e, FirmId f) {
        const AlternativeColumns& columns = layout_.alternatives[a];
        const ResolvedExit& terms = model_.alternatives[a].exits.exits[e];
        const std::size_t row = results_.exits.size();
        ExitRow& named = results_.exits.emplace_back();
        named.alternative = model_.alternatives[a].id;
        named.trigger = terms.name;
        named.leaver = model_.firm_names[f];
        named.by_choice = terms.by_choice;
        outcomes_.push_back(
            {.derive = where_left(columns, columns.tau, e, f),
             .optional = true,
             .origin = model_.grid.start,
             .wanted = {dates_told},
             .tell = [&grid = model_.grid, row](const Known& known, Results& out) { tell_date(known, grid, out.exits[row]); }});
        const bool may_leave = std::find(terms.leavers.begin(), terms.leavers.end(), f) != terms.leavers.end();
        if (!columns.tells_stay() || !terms.could_stay() || !may_leave) return;
        outcomes_.push_back({.derive = where_left(columns, columns.leaver_gain, e, f),
                             .optional = true,
                             .wanted = {},
                             .tell = [row](const Known& known, Results& out) { tell_leaver(known, out.exits[row]); }});
        outcomes_.push_back({.derive = where_left(columns, columns.others_gain, e, f),
                             .optional = true,
                             .wanted = {},
                             .tell = [row](const Known& known, Results& out) { tell_others(known, out.exits[row]); }});
    }

    void list_given(const MetricKind& metric, AlternativeId a, FirmId f, const std::string& name, const Subset& subset) {
        const std::size_t row = results_.given.size();
        GivenRow& named = results_.given.emplace_back();
        named.alternative = model_.alternatives[a].id;
        named.firm = f ? model_.firm_names[f] : "all";
        named.metric = std::string(metric.name);
        named.condition = name;
        const auto derive = [derive = metric.derive, subject = Subject{layout_, a, model_.baseline, f}, subset](const Leaf& leaf,
                                                                                                                std::span<double> out) {
            const AlternativeColumns& columns = subject.layout.alternatives[subject.alternative];
            derive(subject, leaf, out);
            subset.keep(leaf.column(columns.formed), leaf.column(columns.exit), out);
        };
        outcomes_.push_back({.derive = derive, .optional = true, .wanted = {given_told}, .tell = [row](const Known& known, Results& out) {
                                 tell_given(known, out.given[row]);
                             }});
    }

    const RunModel& model_;
    const Layout& layout_;
    Results& results_;
    std::vector<Outcome>& outcomes_;
};

}  // namespace

void add_exit_outcomes(const RunModel& model, const Layout& layout, Results& results, std::vector<Outcome>& outcomes) {
    ExitOutcomes list(model, layout, results, outcomes);
    for (const AlternativeId a : model.alternatives.ids()) list.list(a);
}

}  // namespace entente
