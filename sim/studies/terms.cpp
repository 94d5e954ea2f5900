// The best terms, what binds them, and the frontier of two figures (see terms.hpp).
#include "studies/terms.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "base/text.hpp"
#include "studies/terms_search.hpp"

namespace entente {

namespace {

constexpr double binding_part = 1e-3;  // of a condition's scale, or of a key's range, within which it binds
constexpr double relaxed_part = 0.02;  // of the same, by which it is relaxed to see what that is worth

// What the goal gains for each unit by which something is relaxed.
class Relaxations {
public:
    Relaxations(Terms& terms, const FoundTerms& found) : terms_(terms), found_(found) {}

    // Condition i may fail by a little.
    Binding condition(std::size_t i) {
        Binding out{terms_.question().subject[i].text};
        const double scale = found_.scales.slack[i];
        out.binds = std::fabs(found_.best.judged.slack[i]) <= binding_part * scale;
        if (!out.binds) return out;
        const double relief = relaxed_part * scale;
        const Judge judge = [&](const Cube& at) {
            Judged judged = terms_.judge(texts(terms_.question().space, at, found_.choice));
            judged.slack[i] += relief;
            return judged;
        };
        out.worth = gain(terms_.question().space, judge) / relief;
        return out;
    }

    // A key may pass one of its bounds by a little; nothing where its values end there.
    Binding bound(std::size_t k, bool upper) {
        std::vector<VariedKey> keys = terms_.question().space.keys();
        VariedKey& key = keys[k];
        const double range = key.high - key.low, value = terms_.question().space.values(found_.best.at)[k];
        Binding out{key.key + (upper ? " <= " : " >= ") + shortest(upper ? key.high : key.low)};
        out.binds = std::fabs(value - (upper ? key.high : key.low)) <= binding_part * range;
        if (!out.binds) return out;
        (upper ? key.high : key.low) += (upper ? 1 : -1) * relaxed_part * range;
        const TermSpace space(keys);
        std::vector<std::string> settings = texts(space, space.point(terms_.question().space.values(found_.best.at)), found_.choice);
        settings[k] = shortest(upper ? key.high : key.low);
        if (!takes(settings)) {
            out.worth = std::nan("");  // the key itself ends there
            return out;
        }
        const Judge judge = [&](const Cube& at) { return terms_.judge(texts(space, at, found_.choice)); };
        out.worth = gain(space, judge) / (relaxed_part * range);
        return out;
    }

private:
    double gain(const TermSpace& space, const Judge& judge) {
        const Cube at = space.point(terms_.question().space.values(found_.best.at));
        const Candidate start{at, judge(at)};
        const Candidate found = best_from(start, judge, {found_.scales, 0.03, search_points(space.dimensions())});
        return std::max(found.judged.goal - found_.best.judged.goal, 0.0);
    }
    bool takes(const std::vector<std::string>& values) const {
        const std::vector<VariedKey>& keys = terms_.question().space.keys();
        double number = 0;
        for (std::size_t k = 0; k < keys.size(); ++k) {
            number = std::stod(values[k]);
            // Shares, probabilities and parts end at 0 and 1, money at 0.
            if (number < 0 || (number > 1 && keys[k].high <= 1)) return false;
        }
        return true;
    }

    Terms& terms_;
    const FoundTerms& found_;
};

}  // namespace

std::size_t combinations(const std::vector<ListedKey>& listed) {
    return std::accumulate(listed.begin(), listed.end(), std::size_t{1},
                           [](std::size_t all, const ListedKey& key) { return all * key.values.size(); });
}

std::int64_t usual_trials(std::size_t dimensions, std::size_t combinations) {
    return static_cast<std::int64_t>(combinations) * (first_points(dimensions) + (dimensions > 0 ? 2 * search_points(dimensions) : 0)) + 2;
}

TermsAnswer best_terms(const TermsQuestion& question) {
    Terms terms(question);
    const FoundTerms found = search(terms);
    TermsAnswer out;
    out.best = terms.valued(texts(question.space, found.best.at, found.choice));
    out.best.holds = found.best.judged.violation(found.scales.slack) == 0;
    out.written = terms.valued({});
    out.written.holds = Judged{0, out.written.slack}.violation(found.scales.slack) == 0;
    Relaxations relaxations(terms, found);
    for (std::size_t i = 0; i < question.subject.size(); ++i) out.bindings.push_back(relaxations.condition(i));
    for (std::size_t k = 0; k < question.space.keys().size(); ++k) {
        out.bindings.push_back(relaxations.bound(k, false));
        out.bindings.push_back(relaxations.bound(k, true));
    }
    out.tried = terms.tried();
    out.seen = terms.seen();
    return out;
}

std::vector<TermsPoint> frontier(const TermsQuestion& question, const Goal& first, const Goal& second, std::size_t points) {
    int before = 0;
    // The best of one goal, with conditions besides the question's.
    const auto best = [&](const Goal& goal, const std::vector<Requirement>& more) {
        TermsQuestion asked = question;
        asked.goal = goal;
        asked.figures = {first.figures.front(), second.figures.front()};
        asked.subject.insert(asked.subject.end(), more.begin(), more.end());
        if (question.progress) asked.progress = [&](std::int64_t tried) { question.progress(before + tried); };
        Terms terms(asked);
        const FoundTerms found = search(terms);
        TermsPoint out = terms.valued(texts(asked.space, found.best.at, found.choice));
        out.holds = found.best.judged.violation(found.scales.slack) == 0;
        const double level = terms.worth(out.values, terms.training()).figures[1].value;
        before += terms.tried();
        return std::pair(out, level);
    };
    const auto [one_end, low] = best(first, {});
    const auto [other_end, high] = best(second, {});
    std::vector<TermsPoint> out{one_end};
    for (std::size_t i = 1; i + 1 < points; ++i) {
        const double level = low + (high - low) * static_cast<double>(i) / static_cast<double>(points - 1);
        Difference reaches = difference_to(second.figures.front(), level);
        if (second.less) std::swap(reaches.left, reaches.right);
        out.push_back(best(first, {{second.name, reaches}}).first);
    }
    out.push_back(other_end);
    return out;
}

}  // namespace entente
