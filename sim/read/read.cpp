// Reading a whole scenario: document, form, sense (see read.hpp).
#include "read/read.hpp"

#include <filesystem>

#include "model/check.hpp"
#include "read/reader.hpp"

namespace entente {

ReadResult read_scenario(const std::string& file, const std::vector<std::string>& settings) {
    Document document = load_document(file);
    ReadResult result;
    if (document.problems.empty()) {
        for (const std::string& setting : settings) {
            const std::size_t equals = setting.find('=');
            if (equals == std::string::npos) {
                document.problems.push_back({{}, "--set " + setting, "KEY=VALUE", ""});
            } else {
                apply_setting(document, {setting.substr(0, equals), setting.substr(equals + 1)});
            }
        }
        merge_alternatives(document);
    }
    if (document.problems.empty()) {
        Scenario scenario;
        Reader reader(document.problems, std::filesystem::path(file).parent_path().string());
        reader.table(document.root, "", scenario);
        if (document.problems.empty()) document.problems = check(scenario);
        if (document.problems.empty()) result.scenario = std::move(scenario);
    }
    result.problems = std::move(document.problems);
    result.text = std::move(document.text);
    return result;
}

}  // namespace entente
