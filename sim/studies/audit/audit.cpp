// Carrying the questions of an audit out (see audit.hpp).
#include "studies/audit/audit.hpp"

#include <tbb/enumerable_thread_specific.h>
#include <tbb/global_control.h>
#include <tbb/parallel_for.h>

#include <algorithm>
#include <optional>

#include "outcome/outcomes.hpp"
#include "outcome/write_outcomes.hpp"
#include "prepare/ready.hpp"
#include "studies/audit/inquiry.hpp"

namespace entente {

namespace {

constexpr std::int64_t batch = 256;  // leaves whose figures are held at a time

// Every scenario of an inquiry, made ready.
class Court {
public:
    Court(const Inquiry& inquiry, std::int64_t worlds) : inquiry_(inquiry) {
        const RunOptions& options = inquiry.options();
        for (const Scenario& scenario : inquiry.scenarios()) {
            Ready ready = ready_model(scenario, options.seed, *options.stop);
            if (models_.empty()) weights_ = std::move(ready.weights);
            models_.push_back(std::move(ready.model));
            layouts_.emplace_back(models_.back(), worlds, YearlyFlows::dropped);
            alternatives_.emplace_back();
            for (const AlternativeId a : models_.back().alternatives.ids()) alternatives_.back().push_back(a);
        }
    }

    // The figures of every reading, question by question, over worlds 0 .. worlds - 1: whole leaves.
    std::vector<AuditFigure> figures(std::int64_t worlds, const std::function<void(std::int64_t)>& progress) const {
        std::vector<AuditFigure> out(readings());
        tbb::enumerable_thread_specific<std::vector<Workspace>> workspaces([&] {
            std::vector<Workspace> of;
            for (const RunModel& model : models_) of.emplace_back(model);
            return of;
        });
        const std::int64_t leaves = worlds / leaf_worlds;
        for (std::int64_t first = 0; first < leaves; first += batch) {
            std::vector<std::vector<AuditFigure>> found(static_cast<std::size_t>(std::min(batch, leaves - first)));
            tbb::parallel_for(std::size_t{0}, found.size(), [&](std::size_t i) {
                found[i] = of_leaf((first + static_cast<std::int64_t>(i)) * leaf_worlds, workspaces.local());
            });
            for (const std::vector<AuditFigure>& leaf : found) {
                for (std::size_t r = 0; r < out.size(); ++r) out[r].merge(leaf[r]);
            }
            if (progress) progress(std::min(first + batch, leaves) * leaf_worlds);
        }
        return out;
    }

    const std::vector<WeightRow>& weights() const { return weights_; }

private:
    std::size_t readings() const {
        std::size_t out = 0;
        for (const Question& question : inquiry_.questions()) out += question.readings.size();
        return out;
    }

    std::vector<AuditFigure> of_leaf(std::int64_t first, std::vector<Workspace>& work) const {
        Trial trial;
        trial.layouts = &layouts_;
        for (std::size_t s = 0; s < models_.size(); ++s) {
            inquiry_.options().stop->check();
            const LeafWorlds worlds{first, static_cast<int>(leaf_worlds), inquiry_.options().block};
            trial.leaves.push_back(evaluate_leaf(models_[s], layouts_[s], worlds, alternatives_[s], work[s]));
            refuse_uncountable(models_[s], trial.leaves.back().totals);
        }
        std::vector<AuditFigure> out;
        std::vector<double> column(trial.worlds());
        for (const Question& question : inquiry_.questions()) {
            for (const Reading& reading : question.readings) {
                for (std::size_t w = 0; w < column.size(); ++w) column[w] = reading(trial, w);
                out.emplace_back().add(column);
            }
        }
        return out;
    }

    const Inquiry& inquiry_;
    std::vector<RunModel> models_;
    std::vector<Layout> layouts_;
    std::vector<std::vector<AlternativeId>> alternatives_;
    std::vector<WeightRow> weights_;
};

}  // namespace

Audit audit_of(const Scenario& scenario, const RunOptions& options, const std::function<void(std::int64_t)>& progress) {
    std::optional<tbb::global_control> limit;
    if (options.threads > 0) limit.emplace(tbb::global_control::max_allowed_parallelism, static_cast<std::size_t>(options.threads));
    const std::int64_t worlds = (options.worlds + leaf_worlds - 1) / leaf_worlds * leaf_worlds;
    Inquiry inquiry(scenario, options);
    std::vector<std::size_t> asked;  // questions up to each rule's last
    for (const AuditRule& rule : audit_rules()) {
        rule.ask(inquiry);
        asked.push_back(inquiry.questions().size());
    }
    const Court court(inquiry, worlds);
    const std::vector<AuditFigure> figures = court.figures(worlds, progress);
    Audit out{scenario.scenario.currency, worlds, {}};
    std::size_t question = 0, first = 0;
    for (std::size_t r = 0; r < asked.size(); ++r) {
        for (; question < asked[r]; ++question) {
            const Question& next = inquiry.questions()[question];
            const std::size_t before = out.findings.size();
            next.answer({std::span(figures).subspan(first, next.readings.size()), court.weights()}, out.findings);
            for (std::size_t f = before; f < out.findings.size(); ++f) out.findings[f].rule = audit_rules()[r].name;
            first += next.readings.size();
        }
    }
    std::stable_sort(out.findings.begin(), out.findings.end(), [](const Finding& a, const Finding& b) { return a.grade > b.grade; });
    return out;
}

}  // namespace entente
