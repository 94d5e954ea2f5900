// Comparing documents table by table, and mixing them (see between.hpp).
#include "read/between.hpp"

#include <algorithm>
#include <filesystem>

#include "read/inherit.hpp"
#include "read/inputs.hpp"

namespace entente {

namespace {

// The document with its settings, and its alternatives written out, so that what one copies from another is its own.
Document written_out(const ScenarioFile& from, Inputs& inputs) {
    Document document = load_document(from.file, inputs);
    if (document.problems.empty()) {
        const std::vector<Setting> settings = settings_of(from.settings, document.problems);
        write_out(document, settings);
    }
    if (toml::table* alternatives = document.root["alternative"].as_table()) {
        for (auto&& [id, alternative] : *alternatives) {
            if (toml::table* table = alternative.as_table()) table->erase("like");
        }
    }
    // What says how it is run, who says so and since when changes no figure.
    document.root.erase("run");
    document.root.erase("sources");
    if (toml::table* scenario = document.root["scenario"].as_table()) {
        scenario->erase("as_of");
        scenario->erase("name");
    }
    return document;
}

bool equal(const toml::node& a, const toml::node& b) {
    if (a.is_table() != b.is_table() || a.is_array() != b.is_array()) return false;
    if (a.is_table()) return *a.as_table() == *b.as_table();
    if (a.is_array()) return *a.as_array() == *b.as_array();
    if (a.is_number() && b.is_number()) return a.value<double>() == b.value<double>();
    return a.type() == b.type() && a.visit([&](const auto& x) {
        using T = std::remove_cvref_t<decltype(x)>;
        if constexpr (toml::is_value<T>) {
            return b.as<typename T::value_type>()->get() == x.get();
        } else {
            return false;
        }
    });
}

std::string dotted(const std::vector<std::string>& steps) {
    std::string out;
    for (const std::string& step : steps) out += (out.empty() ? "" : ".") + step;
    return out;
}

// Puts a value at a key, or takes the key away, and with it what tables it leaves empty.
void put(toml::table& root, const std::vector<std::string>& steps, std::size_t at, const toml::node* value) {
    const std::string& step = steps[at];
    if (at + 1 == steps.size()) {
        if (value == nullptr) {
            root.erase(step);
        } else {
            root.insert_or_assign(step, *value);
        }
        return;
    }
    toml::table* inner = root[step].as_table();
    if (inner == nullptr) inner = root.insert_or_assign(step, toml::table{}).first->second.as_table();
    put(*inner, steps, at + 1, value);
    if (inner->empty()) root.erase(step);
}

}  // namespace

Between::Between(const ScenarioFile& first, const ScenarioFile& second, std::size_t most, Inputs& inputs)
    : first_(written_out(first, inputs)),
      second_(written_out(second, inputs)),
      folder_(std::filesystem::path(first.file).parent_path().string()),
      inputs_(inputs) {
    for (const Document* document : {&first_, &second_})
        problems_.insert(problems_.end(), document->problems.begin(), document->problems.end());
    std::vector<std::string> steps;
    if (problems_.empty()) compare(first_.root, second_.root, steps);
    group(most);
}

void Between::compare(const toml::table& first, const toml::table& second, std::vector<std::string>& steps) {
    const auto visit = [&](const std::string& key, const toml::node* a, const toml::node* b) {
        steps.push_back(key);
        if (a != nullptr && b != nullptr && a->is_table() && b->is_table()) {
            compare(*a->as_table(), *b->as_table(), steps);
        } else if (a == nullptr || b == nullptr || !equal(*a, *b)) {
            changes_.push_back({steps, b});
        }
        steps.pop_back();
    };
    for (const auto& [key, value] : first) visit(std::string(key.str()), &value, second.get(key.str()));
    for (const auto& [key, value] : second) {
        if (!first.contains(key.str())) visit(std::string(key.str()), nullptr, &value);
    }
}

void Between::group(std::size_t most) {
    for (const std::size_t steps : {std::size_t{2}, std::size_t{1}}) {
        groups_.clear();
        group_of_.clear();
        for (const Change& change : changes_) {
            // The settings of [scenario] go together: each alone is a number of the same page.
            const std::size_t told = change.steps.front() == "scenario" ? 1 : std::min(steps, change.steps.size());
            const std::string name = dotted({change.steps.begin(), change.steps.begin() + static_cast<std::ptrdiff_t>(told)});
            auto known = std::find_if(groups_.begin(), groups_.end(), [&](const Group& one) { return one.name == name; });
            if (known == groups_.end()) known = groups_.insert(groups_.end(), {name, {}});
            known->keys.push_back(dotted(change.steps));
            group_of_.push_back(static_cast<std::size_t>(known - groups_.begin()));
        }
        if (groups_.size() <= most) return;
    }
}

ReadResult Between::scenario(std::uint32_t taken) const {
    Document mixed;
    mixed.text = first_.text;
    mixed.root = first_.root;
    for (std::size_t i = 0; i < changes_.size(); ++i) {
        if ((taken >> group_of_[i] & 1U) != 0) put(mixed.root, changes_[i].steps, 0, changes_[i].second);
    }
    return read_document(std::move(mixed), folder_, inputs_);
}

}  // namespace entente
