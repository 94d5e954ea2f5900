// Trials and the search (see terms_search.hpp).
#include "studies/terms_search.hpp"

#include <algorithm>
#include <cmath>
#include <optional>
#include <span>

#include "base/problem.hpp"
#include "base/text.hpp"
#include "random/design.hpp"
#include "studies/axes.hpp"

namespace entente {

namespace {

constexpr double smallest_gain = 1e-3;  // that counts for its logarithm: of a million

// A goal's value and its influence, from those of its figures.
Measured goal_of(const Goal& goal, std::span<const Measured> figures) {
    if (goal.kind == Goal::Kind::min)
        return *std::min_element(figures.begin(), figures.end(), [](const Measured& a, const Measured& b) { return a.value < b.value; });
    Measured out{0, std::vector<double>(figures.front().influence.size(), 0.0)};
    for (std::size_t i = 0; i < figures.size(); ++i) {
        double value = figures[i].value, weight = goal.less ? -1 : 1;
        if (goal.kind == Goal::Kind::nash) {
            const double counted = std::max(value, smallest_gain);
            weight = goal.powers[i] / counted;
            value = goal.powers[i] * (std::log(counted) + std::min(value - smallest_gain, 0.0) / smallest_gain);
        } else {
            value *= weight;
        }
        out.value += value;
        for (std::size_t w = 0; w < out.influence.size(); ++w) out.influence[w] += weight * figures[i].influence[w];
    }
    return out;
}

// Every choice of listed values.
std::vector<std::vector<std::string>> all_choices(const std::vector<ListedKey>& listed) {
    std::vector<Axis> axes;
    for (const ListedKey& key : listed) axes.push_back({key.key, key.values});
    return grid(axes);
}

class CombinationSearch {
public:
    CombinationSearch(Terms& terms, const TermSpace& space, std::vector<std::string> choice)
        : terms_(terms), space_(space), choice_(std::move(choice)) {}

    // Where the deal as it is written lies, points spread over the cube, and from the best two of these the search.
    FoundTerms run() {
        std::vector<double> written;
        for (const VariedKey& key : space_.keys()) written.push_back(key.written);
        std::vector<Candidate> first{judged(space_.point(written))};
        std::vector<Axis> axes;
        for (std::size_t d = 0; d < space_.dimensions(); ++d) axes.push_back(range_of("terms." + std::to_string(d), 0, 1, 2));
        const auto count = static_cast<std::size_t>(first_points(space_.dimensions()));
        for (const Values& point : axes.empty() ? std::vector<Values>{} : hypercube(axes, count, terms_.question().options.seed)) {
            Cube at;
            for (const std::string& value : point) at.push_back(std::stod(value));
            first.push_back(judged(at));
        }
        const Scales scales = scales_of(first);
        std::stable_sort(first.begin(), first.end(), [&](const Candidate& a, const Candidate& b) { return better(a, b, scales.slack); });
        const Judge judge = [this](const Cube& at) { return judged(at).judged; };
        Candidate best = first.front();
        for (std::size_t start = 0; start < std::min<std::size_t>(2, first.size()); ++start) {
            const Candidate found = best_from(first[start], judge, {scales, 0.15, search_points(space_.dimensions())});
            if (better(found, best, scales.slack)) best = found;
        }
        // Once more from there with small steps, for the first search may end where it is bent by a condition.
        best = best_from(best, judge, {scales, 0.01, search_points(space_.dimensions())});
        return {best, choice_, scales};
    }

private:
    Candidate judged(const Cube& at) { return {at, terms_.judge(texts(space_, at, choice_))}; }

    // How much goal and conditions differ over the first points.
    static Scales scales_of(const std::vector<Candidate>& points) {
        const auto spread = [&](const auto& value) {
            double low = HUGE_VAL, high = -HUGE_VAL;
            for (const Candidate& point : points) {
                low = std::min(low, value(point));
                high = std::max(high, value(point));
            }
            return high > low ? high - low : 1.0;
        };
        Scales out{spread([](const Candidate& c) { return c.judged.goal; }), {}};
        for (std::size_t i = 0; i < points.front().judged.slack.size(); ++i)
            out.slack.push_back(spread([i](const Candidate& c) { return c.judged.slack[i]; }));
        return out;
    }

    Terms& terms_;
    const TermSpace& space_;
    std::vector<std::string> choice_;
};

}  // namespace

std::int64_t first_points(std::size_t dimensions) { return 6 * static_cast<std::int64_t>(dimensions) + 4; }
int search_points(std::size_t dimensions) { return 60 + 60 * static_cast<int>(dimensions); }

Terms::Terms(const TermsQuestion& question) : question_(question), options_(question.options) {
    if (const auto base = question.scenario({})) options_ = with_coordinates_of(*base, std::move(options_));
    const std::int64_t half =
        question.options.worlds / 2 / static_cast<std::int64_t>(Design::randomisations) * static_cast<std::int64_t>(Design::randomisations);
    training_ = {0, half};
    valuing_ = {half, question.options.worlds};
    for (const Figure& figure : question.goal.figures) asked_.push_back(difference_to(figure, 0));
    for (const Requirement& requirement : question.subject) asked_.push_back(requirement.spare);
    for (const Figure& figure : question.figures) asked_.push_back(difference_to(figure, 0));
}

Terms::Worth Terms::worth(const std::vector<std::string>& values, WorldRange range) {
    question_.options.stop->check();
    std::vector<std::string> settings;
    const std::vector<VariedKey>& keys = question_.space.keys();
    for (std::size_t k = 0; k < keys.size() && !values.empty(); ++k) settings.push_back(keys[k].key + "=" + values[k]);
    for (std::size_t k = 0; k < question_.listed.size() && !values.empty(); ++k)
        settings.push_back(question_.listed[k].key + "=" + values[keys.size() + k]);
    const std::shared_ptr<const Scenario> scenario = question_.scenario(settings);
    if (!scenario) throw Failure("the deal does not take the terms " + listed(settings));
    std::vector<Measured> all = values_of(*scenario, options_, asked_, range);
    const std::size_t goals = question_.goal.figures.size(), conditions = question_.subject.size();
    Worth out{goal_of(question_.goal, std::span(all).first(goals)), {}, {}};
    out.spare.assign(all.begin() + static_cast<std::ptrdiff_t>(goals), all.begin() + static_cast<std::ptrdiff_t>(goals + conditions));
    out.figures.assign(all.begin() + static_cast<std::ptrdiff_t>(goals + conditions), all.end());
    ++tried_;
    if (question_.progress) question_.progress(tried_);
    return out;
}

Judged Terms::judge(const std::vector<std::string>& values) {
    const auto [known, fresh] = judged_.try_emplace(values);
    if (!fresh) return known->second;
    const Worth found = worth(values, training_);
    Judged out{found.goal.value, {}};
    for (const Measured& spare : found.spare) out.slack.push_back(spare.value);
    if (found.figures.size() > 1) seen_.emplace_back(found.figures[0].value, found.figures[1].value);
    known->second = out;
    return out;
}

TermsPoint Terms::valued(const std::vector<std::string>& values) {
    const Judged first = judge(values);
    const Worth other = worth(values, valuing_);
    const auto told = [&](const Measured& m) { return Valued{m.value, standard_error(m, question_.options.sampling)}; };
    TermsPoint out{values, first.goal, told(other.goal), {}, first.slack, {}, false};
    for (const Measured& spare : other.spare) out.spare.push_back(told(spare));
    for (const Measured& figure : other.figures) out.figures.push_back(told(figure));
    return out;
}

std::vector<std::string> texts(const TermSpace& space, const Cube& at, const std::vector<std::string>& choice) {
    std::vector<std::string> out;
    for (const double value : space.values(at)) out.push_back(shortest(value));
    out.insert(out.end(), choice.begin(), choice.end());
    return out;
}

FoundTerms search(Terms& terms) {
    std::optional<FoundTerms> best;
    for (const std::vector<std::string>& choice : all_choices(terms.question().listed)) {
        FoundTerms found = CombinationSearch(terms, terms.question().space, choice).run();
        if (!best || better(found.best, best->best, found.scales.slack)) best = std::move(found);
    }
    return *best;
}

}  // namespace entente
