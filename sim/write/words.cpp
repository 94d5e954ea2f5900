// From a quantity's path to words (see words.hpp).
#include "write/words.hpp"

#include <algorithm>
#include <array>
#include <string_view>
#include <vector>

#include "model/rows.hpp"

namespace entente {

namespace {

// A path with * for each name in it, and what is said of it: {1} is the first name as it is, {p1} the program of that id, {f1} a firm,
// {a1} an alternative.
struct Form {
    std::string_view path, words;
};
constexpr std::array forms{
    Form{"program.*.stage.*.cost", "{p1}: cost of {2}"},
    Form{"program.*.stage.*.duration", "{p1}: duration of {2}"},
    Form{"program.*.stage.*.rate", "{p1}: pace of {2}"},
    Form{"program.*.stage.*.standing", "{p1}: standing cost of {2}"},
    Form{"program.*.stage.*.waiting", "{p1}: cost of waiting in {2}"},
    Form{"program.*.stage.*.gate", "{p1}: whether {2} succeeds"},
    Form{"program.*.stage.*.gate.*", "{p1}: whether {2} succeeds, try {3}"},
    Form{"program.*.risk.*.event", "{p1}: whether {2} happens"},
    Form{"program.*.risk.*.cost", "{p1}: cost of {2}"},
    Form{"program.*.risk.*.delay", "{p1}: delay by {2}"},
    Form{"program.*.firm.*.cost_factor", "{p1}: cost factor of {f2}"},
    Form{"program.*.firm.*.duration_factor", "{p1}: duration factor of {f2}"},
    Form{"program.*.firm.*.*", "{p1}: {3} of {f2}"},
    Form{"program.*.benefit.*.*.*", "{p1}: {4} of {f2} in {3}"},
    Form{"market.*.adoption.*.*", "Market {1}: {3} of {2} adoption"},
    Form{"market.*.*", "Market {1}: {2}"},
    Form{"event.*", "Whether and when '{1}' comes"},
    Form{"event.*.*", "'{1}': {2}"},
    Form{"formation", "Whether the alliance is formed"},
    Form{"exit.*.*", "Exit '{1}' of {f2}"},
    Form{"alternative.*.arrangement.*.*", "{a1}: {3} of {p2}"},
    Form{"alternative.*.unwind.*", "{a1}: {2} at an exit"},
    Form{"alternative.*.unwind.*.*", "{a1}: {2} of {f3} at an exit"},
    Form{"alternative.*.formation.*", "{a1}: {2} of formation"},
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
