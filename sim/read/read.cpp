// Reading a whole scenario: document, form, sense (see read.hpp).
#include "read/read.hpp"

#include <filesystem>

#include "model/check.hpp"
#include "model/dates.hpp"
#include "read/inherit.hpp"
#include "read/reader.hpp"

namespace entente {

namespace {

ReadResult read(Document document, const std::string& folder, const std::vector<std::string>& settings) {
    ReadResult result;
    if (document.problems.empty()) {
        const std::vector<Setting> parted = settings_of(settings, document.problems);
        write_out(document, parted);
        if (!parted.empty() && document.problems.empty()) check_texts(document);
    }
    if (document.problems.empty()) {
        Scenario scenario;
        Reader reader(document.problems, folder);
        reader.table(document.root, "", scenario);
        align_dates(scenario);
        if (document.problems.empty()) document.problems = check(scenario);
        if (document.problems.empty()) result.scenario = std::move(scenario);
    }
    result.problems = std::move(document.problems);
    result.text = std::move(document.text);
    return result;
}

}  // namespace

ReadResult read_scenario(const std::string& file, const std::vector<std::string>& settings) {
    return read(load_document(file == standard_input ? "/dev/stdin" : file), std::filesystem::path(file).parent_path().string(), settings);
}

ReadResult read_scenario_text(const std::string& text, const std::vector<std::string>& settings) {
    return read(document_of(text), "", settings);
}

}  // namespace entente
