// Which problems are the same mistake (see once.hpp).
#include "read/once.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <tuple>

namespace entente {

namespace {

bool at_same_place(Source a, Source b) { return a.line == b.line && a.column == b.column; }

// The alternative that a problem's text is about, or "".
std::string alternative_in(const std::string& found, const toml::table& alternatives) {
    constexpr std::string_view prefix = "alternative.";
    const std::size_t at = found.find(prefix);
    if (at == std::string::npos) return "";
    const std::size_t begin = at + prefix.size();
    std::string id = found.substr(begin, found.find_first_of(". =:'", begin) - begin);
    return alternatives.contains(id) ? id : "";
}

std::string replaced(std::string text, const std::string& from, const std::string& to) {
    for (std::size_t at = text.find(from); at != std::string::npos; at = text.find(from, at + to.size())) text.replace(at, from.size(), to);
    return text;
}

// Whether an alternative says what the one it is like has said already, at no other place of its own.
class Inherited {
public:
    Inherited(const Problems& problems, const toml::table& alternatives) : problems_(problems), alternatives_(alternatives) {}

    bool operator()(const Problem& problem) const {
        const std::string own = alternative_in(problem.found, alternatives_);
        std::set<std::string> seen;
        for (std::string id = own; !id.empty() && seen.insert(id).second;) {
            const toml::table* table = alternatives_[id].as_table();
            const toml::node* like = table != nullptr ? table->get("like") : nullptr;
            if (like == nullptr) return false;
            id = like->value_or(std::string());
            const std::string found = replaced(problem.found, "alternative." + own, "alternative." + id);
            const bool placeless = problem.source.line == 0 || at_same_place(problem.source, source_of(*like));
            const auto same = [&](const Problem& other) {
                return &other != &problem && other.found == found && (placeless || at_same_place(other.source, problem.source));
            };
            if (std::any_of(problems_.begin(), problems_.end(), same)) return true;
        }
        return false;
    }

private:
    const Problems& problems_;
    const toml::table& alternatives_;
};

// The lines of a mistake's further places, each once: "also in line 81", "also in lines 81 and 90".
std::string also_in(const std::set<int>& lines) {
    constexpr std::size_t most_told = 6;
    std::string out = lines.size() == 1 ? "also in line " : "also in lines ";
    std::size_t told = 0;
    for (const int line : lines) {
        if (told == most_told) return out + " and " + std::to_string(lines.size() - told) + " more";
        out += (told == 0 ? "" : told + 1 == lines.size() ? " and " : ", ") + std::to_string(line);
        ++told;
    }
    return out;
}

void join_unknown_names(Problems& problems) {
    std::map<std::string, std::size_t> first;  // by mistake: its place among those kept
    std::map<std::size_t, std::set<int>> others;
    Problems kept;
    for (Problem& problem : problems) {
        if (!problem.mistake.empty()) {
            const auto [known, added] = first.try_emplace(problem.mistake, kept.size());
            if (!added) {
                const int line = problem.source.line;
                if (line > 0 && line != kept[known->second].source.line) others[known->second].insert(line);
                continue;
            }
        }
        kept.push_back(std::move(problem));
    }
    for (const auto& [place, lines] : others) {
        std::string& hint = kept[place].hint;
        hint += (hint.empty() ? "" : "; ") + also_in(lines);
    }
    problems = std::move(kept);
}

}  // namespace

void tell_once(Problems& problems, const toml::table& root) {
    if (const toml::table* alternatives = root["alternative"].as_table()) {
        const Inherited inherited(problems, *alternatives);
        Problems kept;
        for (const Problem& problem : problems) {
            if (!inherited(problem)) kept.push_back(problem);
        }
        problems = std::move(kept);
    }
    join_unknown_names(problems);
}

}  // namespace entente
