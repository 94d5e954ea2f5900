// From a quantity's path to words (see words.hpp).
#include "model/words.hpp"

#include <algorithm>
#include <array>
#include <string_view>
#include <vector>

#include "model/rows.hpp"

namespace entente {

namespace {

// A path with * for each name in it, and what is said of it: {1} is the first name as it is, {k1} a key's word, {p1} the program of that
// id, {f1} a firm, {a1} an alternative. The first that has the path's form counts.
struct Form {
    std::string_view path, words;
};
constexpr std::array forms{
    Form{"scenario.escalation", "Price rise a year"},
    Form{"firm.*.discount", "{f1}: discount rate"},
    Form{"firm.*.budget.*", "{f1}: budget from {2}"},
    Form{"firm.*.funding.*", "{f1}: funding from {2}"},
    Form{"firm.*.*", "{f1}: {k2}"},
    Form{"program.*.stage.*.cost", "{p1}: cost of {2}"},
    Form{"program.*.stage.*.duration", "{p1}: duration of {2}"},
    Form{"program.*.stage.*.rate", "{p1}: pace of {2}"},
    Form{"program.*.stage.*.standing", "{p1}: standing cost of {2}"},
    Form{"program.*.stage.*.waiting", "{p1}: cost of waiting in {2}"},
    Form{"program.*.stage.*.success", "{p1}: chance that {2} succeeds"},
    Form{"program.*.stage.*.gate", "{p1}: whether {2} succeeds"},
    Form{"program.*.stage.*.gate.*", "{p1}: whether {2} succeeds, try {3}"},
    Form{"program.*.stage.*.rework.*", "{p1}: {k3} of a rework of {2}"},
    Form{"program.*.stage.*.*", "{p1}: {k3} of {2}"},
    Form{"program.*.risk.*.event", "{p1}: whether {2} happens"},
    Form{"program.*.risk.*.probability", "{p1}: chance of {2}"},
    Form{"program.*.risk.*.count", "{p1}: how often {2} happens"},
    Form{"program.*.risk.*.cost", "{p1}: cost of {2}"},
    Form{"program.*.risk.*.delay", "{p1}: delay by {2}"},
    Form{"program.*.firm.*.*", "{p1}: {k3} of {f2}"},
    Form{"program.*.benefit.*.*.refresh.*", "{p1}: {k4} of a refresh of {f2} in {3}"},
    Form{"program.*.benefit.*.*.*", "{p1}: {k4} of {f2} in {3}"},
    Form{"program.*.*", "{p1}: {k2}"},
    Form{"market.*.adoption.*.*", "Market {1}: {k3} of {2} adoption"},
    Form{"market.*.regime.*.next.*", "Market {1}: weight of {3} after {2}"},
    Form{"market.*.regime.*.*", "Market {1}: {k3} of {2}"},
    Form{"market.*.*", "Market {1}: {k2}"},
    Form{"event.*", "Whether and when '{1}' comes"},
    Form{"event.*.outlay.*", "'{1}': outlay of {f2}"},
    Form{"event.*.*.*", "'{1}': {k2} in {3}"},
    Form{"event.*.*", "'{1}': {k2}"},
    Form{"correlation.*.*", "Correlation {1}: {k2}"},
    Form{"formation", "Whether the alliance is formed"},
    Form{"exit.*.*", "Exit '{1}' of {f2}"},
    Form{"alternative.*.arrangement.*.adaptation.*.*", "{a1}: {k4} of the adaptation of {f3} to {p2}"},
    Form{"alternative.*.arrangement.*.share.*", "{a1}: {k3} of the shares of {p2}"},
    Form{"alternative.*.arrangement.*.share.*.*", "{a1}: {k3} of {f4}, shares of {p2}"},
    Form{"alternative.*.arrangement.*.payment.*.*", "{a1}: {k4} of payment {3} for {p2}"},
    Form{"alternative.*.arrangement.*.buy_in.*.*", "{a1}: {k4} of buy-in {3} to {p2}"},
    Form{"alternative.*.arrangement.*.*.*", "{a1}: {k3} of {f4}, {p2}"},
    Form{"alternative.*.arrangement.*.*", "{a1}: {k3} of {p2}"},
    Form{"alternative.*.formation.cost.*", "{a1}: what forming it costs {f2}"},
    Form{"alternative.*.formation.*", "{a1}: {k2} of formation"},
    Form{"alternative.*.exit.*.*", "{a1}: {k3} of exit '{2}'"},
    Form{"alternative.*.exit.*.*.*", "{a1}: {k3} of exit '{2}' in {4}"},
    Form{"alternative.*.unwind.*", "{a1}: {k2} at an exit"},
    Form{"alternative.*.unwind.*.*", "{a1}: {k2} of {f3} at an exit"},
    Form{"alternative.*.unwind.*.*.*", "{a1}: {k2} of {f3} in {p4} at an exit"},
    Form{"alternative.*.erosion.*", "{a1}: unlearning of {f2} a year"},
    Form{"alternative.*.drift.*", "{a1}: market position of {f2} a year"},
    Form{"alternative.*.*", "{a1}: {k2}"},
};

std::vector<std::string> steps_of(std::string_view path) {
    std::vector<std::string> out{""};
    for (const char c : path) {
        if (c == '.') {
            out.emplace_back();
        } else {
            out.back() += c;
        }
    }
    return out;
}

// The names that stand for the stars; nothing where the path has another form.
std::vector<std::string> names_in(const std::vector<std::string>& path, std::string_view form) {
    const std::vector<std::string> wanted = steps_of(form);
    std::vector<std::string> out;
    if (wanted.size() != path.size()) return {};
    for (std::size_t i = 0; i < path.size(); ++i) {
        if (wanted[i] == "*") {
            out.push_back(path[i]);
        } else if (wanted[i] != path[i]) {
            return {};
        }
    }
    if (out.empty()) out.emplace_back();
    return out;
}

std::string spaced(std::string key) {
    std::replace(key.begin(), key.end(), '_', ' ');
    return key;
}

std::string filled(const Titles& titles, std::string_view words, const std::vector<std::string>& names) {
    std::string out;
    for (std::size_t i = 0; i < words.size(); ++i) {
        if (words[i] != '{') {
            out += words[i];
            continue;
        }
        const std::size_t close = words.find('}', i);
        const std::string& name = names[static_cast<std::size_t>(words[close - 1] - '1')];
        const char kind = close - i == 3 ? words[i + 1] : ' ';
        out += kind == 'p'   ? title(titles.programs, name)
               : kind == 'f' ? title(titles.firms, name)
               : kind == 'a' ? title(titles.alternatives, name)
               : kind == 'k' ? spaced(name)
                             : name;
        i = close;
    }
    return out;
}

}  // namespace

std::string in_words(const Titles& titles, const std::string& key) {
    // Of what happens or does not, a run keeps the score.
    constexpr std::string_view score = " (score)";
    if (key.ends_with(score)) return in_words(titles, key.substr(0, key.size() - score.size()));
    const std::size_t at = key.find('@');
    const std::string executor = at == std::string::npos ? "" : key.substr(at + 1);
    const std::vector<std::string> path = steps_of(std::string_view(key).substr(0, at));
    for (const Form& form : forms) {
        const std::vector<std::string> names = names_in(path, form.path);
        if (names.empty()) continue;
        const std::string whose = executor.empty()                          ? ""
                                  : executor.find('+') != std::string::npos ? ", the pool's"
                                                                            : ", " + title(titles.firms, executor) + "'s";
        return filled(titles, form.words, names) + whose;
    }
    return key;
}

}  // namespace entente
