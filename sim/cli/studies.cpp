// What the commands that write share: a scenario with other settings, folders of their own, what a manifest says (see cli.hpp).
#include <fmt/core.h>

#include "cli/cli.hpp"
#include "read/read.hpp"

namespace entente {

bool claim_folders(const std::vector<std::string>& folders, std::vector<FolderLock>& locks) {
    if (!claim_folders(folders)) return false;
    for (const std::string& folder : folders) {
        locks.emplace_back(folder);
        tidy_folder(folder);
    }
    return true;
}

StudyRecord study_of(const std::string& command, const LoadedScenario& loaded, const std::vector<std::string>& settings) {
    StudyRecord out{command, {{loaded.file, loaded.file, loaded.sha256}}, settings, {}, false};
    out.inputs.insert(out.inputs.end(), loaded.inputs.begin(), loaded.inputs.end());
    return out;
}

std::shared_ptr<const Scenario> LoadedScenario::with(const std::vector<std::string>& settings) {
    ReadResult result = read_scenario(file, settings, *read);
    for (const Problem& problem : result.problems) tell("{}", formatted(problem, file, result.text));
    for (const Input& input : result.inputs) add_input(inputs, input);
    return result.scenario;
}

ScenarioWith with_settings(LoadedScenario& loaded, const std::vector<std::string>& own) {
    return [&loaded, own](const std::vector<std::string>& more) {
        std::vector<std::string> settings = own;
        settings.insert(settings.end(), more.begin(), more.end());
        return loaded.with(settings);
    };
}

}  // namespace entente
