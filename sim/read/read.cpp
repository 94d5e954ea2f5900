// Reading a whole scenario: document, form, sense (see read.hpp).
#include "read/read.hpp"

#include <filesystem>

#include "model/check.hpp"
#include "model/dates.hpp"
#include "model/scenario.hpp"
#include "read/inherit.hpp"
#include "read/inputs.hpp"
#include "read/once.hpp"
#include "read/reader.hpp"

namespace entente {

namespace {

ReadResult read(Document document, const std::string& folder, const std::vector<std::string>& settings, Inputs& inputs) {
    ReadResult result;
    if (document.problems.empty()) {
        const std::vector<Setting> parted = settings_of(settings, document.problems);
        write_out(document, parted);
        if (!parted.empty() && document.problems.empty()) check_texts(document);
    }
    if (document.problems.empty()) {
        Scenario scenario;
        Reader reader(document.problems, folder, inputs, result.inputs);
        reader.table(document.root, "", scenario);
        align_dates(scenario);
        if (document.problems.empty()) document.problems = check(scenario);
        tell_once(document.problems, document.root);
        if (document.problems.empty()) result.scenario = std::make_shared<const Scenario>(std::move(scenario));
    }
    result.problems = std::move(document.problems);
    result.text = std::move(document.text);
    return result;
}

}  // namespace

ReadResult read_scenario(const std::string& file, const std::vector<std::string>& settings, Inputs& inputs) {
    ReadResult result = read(load_document(file, inputs), std::filesystem::path(file).parent_path().string(), settings, inputs);
    if (const Inputs::Text* text = inputs.text(file)) result.sha256 = text->sha256;
    return result;
}

ReadResult read_document(Document document, const std::string& folder, Inputs& inputs) {
    return read(std::move(document), folder, {}, inputs);
}

ReadResult read_scenario_text(const std::string& text, const std::vector<std::string>& settings) {
    Inputs inputs;
    return read(document_of(text), "", settings, inputs);
}

}  // namespace entente
