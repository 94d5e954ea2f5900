// `like` and settings in the order of copying (see inherit.hpp).
#include "read/inherit.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <string>

#include "base/text.hpp"
#include "read/scan.hpp"

namespace entente {

namespace {

// Whether a table is a distribution of another family than one that it replaces.
bool of_other_family(const toml::table& base, const toml::table& over) {
    return over.contains("dist") && base["dist"].value<std::string>() != over["dist"].value<std::string>();
}

// Gives a table what another has and it lacks. Tables are merged key by key. Everything else is copied whole, a distribution of another
// family too, for its parameters mean something else. The table's own nodes are not copied, for a copy would lose its line and column.
void inherit(toml::table& own, const toml::table& base) {
    for (const auto& [key, value] : base) {
        toml::node* const mine = own.get(key);
        if (mine == nullptr) {
            own.insert(key, value);
        } else if (mine->is_table() && value.is_table() && !of_other_family(*value.as_table(), *mine->as_table())) {
            inherit(*mine->as_table(), *value.as_table());
        }
    }
}

std::size_t size_of(const toml::node& node) {
    std::size_t size = 1;
    if (const auto* table = node.as_table()) {
        for (const auto& [key, value] : *table) size += size_of(value);
    } else if (const auto* array = node.as_array()) {
        for (const toml::node& element : *array) size += size_of(element);
    }
    return size;
}

class WriteOut {
public:
    WriteOut(Document& document, const std::vector<Setting>& settings, toml::table& alternatives)
        : document_(document), settings_(settings), alternatives_(alternatives) {
        for (const auto& [key, value] : alternatives_) ids_.emplace_back(key.str());
    }

    void run() {
        for (const std::string& id : ids_) {
            const std::vector<std::string> chain = chain_of(id);
            if (!document_.problems.empty()) return;
            for (auto next = chain.rbegin(); next != chain.rend(); ++next) settle(*next);
        }
    }

private:
    // The alternative and what it copies, as far as that is not done: each copies the next.
    std::vector<std::string> chain_of(const std::string& id) {
        std::vector<std::string> chain;
        std::set<std::string> open;
        std::string at = id;
        while (!done_.contains(at)) {
            chain.push_back(at);
            open.insert(at);
            const toml::node* like = like_of(at);
            const std::string other = base_of(at);
            if (other.empty()) break;
            if (open.contains(other)) {
                problem(*like, "'" + at + "' and '" + other + "' copy each other", "one of them written out", "");
                break;
            }
            if (std::find(ids_.begin(), ids_.end(), other) == ids_.end()) {
                problem(*like, "no alternative '" + other + "'", "the name of another alternative", suggestion(other, ids_));
                break;
            }
            at = other;
        }
        std::size_t depth = done_.contains(at) ? depth_[at] + 1 : 0;
        for (auto next = chain.rbegin(); next != chain.rend(); ++next) {
            if (depth > longest_like) {
                problem(*like_of(*next), "a chain of more than " + std::to_string(longest_like) + " alternatives that copy each other",
                        "at most that many", "copy an earlier one of them");
                break;
            }
            depth_[*next] = depth++;
        }
        return chain;
    }

    // With what it copies in place, an alternative takes its settings.
    void settle(const std::string& id) {
        toml::table* own = alternatives_[id].as_table();
        done_.insert(id);
        if (own == nullptr || too_large_) return;
        if (const std::string base = base_of(id); !base.empty()) {
            const bool named = own->contains("name");
            if (const toml::table* other = alternatives_[base].as_table()) inherit(*own, *other);
            if (!named) own->erase("name");  // a copy is another thing
        }
        size_ += size_of(*own);
        if (size_ > most_values) {
            too_large_ = true;
            problem(*own, "alternatives with more than " + std::to_string(most_values) + " keys and values, what they copy included",
                    "a smaller scenario", "");
            return;
        }
        Setter setter(document_);
        for (const Setting& setting : settings_) {
            if (altered_alternative(setting) == id) setter.apply(setting);
        }
        setter.balance();
    }

    const toml::node* like_of(const std::string& id) const {
        const toml::table* own = alternatives_[id].as_table();
        return own != nullptr ? own->get("like") : nullptr;
    }
    std::string base_of(const std::string& id) const {
        const toml::node* like = like_of(id);
        const std::string other = like != nullptr ? like->value_or(std::string()) : "";
        return other == "solo" ? "" : other;
    }
    void problem(const toml::node& at, std::string found, std::string expected, std::string hint) {
        document_.problems.push_back({source_of(at), std::move(found), std::move(expected), std::move(hint)});
    }

    Document& document_;
    const std::vector<Setting>& settings_;
    toml::table& alternatives_;
    std::vector<std::string> ids_;
    std::set<std::string> done_;
    std::map<std::string, std::size_t> depth_;  // of copying
    std::size_t size_ = 0;
    bool too_large_ = false;
};

}  // namespace

void write_out(Document& document, const std::vector<Setting>& settings) {
    Setter setter(document);
    for (const Setting& setting : settings) {
        const std::string id = altered_alternative(setting);
        const toml::table* written = document.root["alternative"].as_table();
        if (id.empty() || written == nullptr || !written->contains(id)) setter.apply(setting);
    }
    setter.balance();
    toml::table* alternatives = document.root["alternative"].as_table();
    if (alternatives == nullptr) return;
    if (alternatives->size() > most_alternatives) {
        document.problems.push_back({source_of(*alternatives), std::to_string(alternatives->size()) + " alternatives",
                                     "at most " + std::to_string(most_alternatives), "compare the others in a run of their own"});
        return;
    }
    WriteOut(document, settings, *alternatives).run();
}

}  // namespace entente
