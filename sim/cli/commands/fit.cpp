// entente fit: which family data may come from, ready for a scenario.
#include "chance/fit.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <cmath>
#include <memory>
#include <nlohmann/json.hpp>
#include <optional>

#include "base/text.hpp"
#include "cli/command.hpp"
#include "read/column.hpp"
#include "read/read.hpp"
#include "write/csv.hpp"

namespace entente {

namespace {

constexpr std::string_view criterion =
    "score: spacings (Moran's statistic, Cheng and Amin 1983) plus 2 for each parameter and 2 more for an end at which the density jumps, "
    "above the least";
constexpr std::string_view no_mean = "no finite mean: give it truncate = [lowest, highest]";

// Of weighted values, by Kish's measure: with fewer no family has a fit.
constexpr double least_worth = 4;

std::string number_or_dash(double x, const char* format) { return std::isfinite(x) ? fmt::format(fmt::runtime(format), x) : "-"; }

void print(const Fits& found, const std::string& size, int replications, const Bold& bold) {
    fmt::print("{}\n", bold(fmt::format("{:<14} {:>10} {:>10} {:>9} {:>7} {:>8}  {}", "family", "score", "log-lik.", "KS", "A^2", "chance",
                                        "for a scenario")));
    for (const Fit& fit : found.fits) {
        fmt::print("{:<14} {:>10.2f} {:>10.2f} {:>9.4f} {:>7} {:>8}  {}\n", fit.family, fit.behind, fit.log_likelihood, fit.kolmogorov,
                   number_or_dash(fit.anderson, "{:.2f}"), number_or_dash(fit.probability, "{:.3f}"),
                   fit.line + (has_finite_mean(fit.distribution) ? "" : "  " + std::string(no_mean)));
    }
    fmt::print(
        "\n{}. {}. It holds for every family, also where the range\nrests on the parameters; a difference of 10 is decisive, of 2 is "
        "none.\n",
        size, criterion);
    if (replications > 0) {
        fmt::print(
            "chance: how often data of that family would fit worse (KS, {} samples fitted anew); under 0.05 the family is doubtful. "
            "Families\n"
            "behind by more than 20 are not tested.\n",
            replications);
    }
    for (const LeftOut& left : found.left_out) fmt::print("left out: {} ({})\n", left.family, left.reason);
}

nlohmann::ordered_json number_or_null(double x) { return std::isfinite(x) ? nlohmann::ordered_json(x) : nlohmann::ordered_json(); }

void print_json(const Fits& found, const Sample& sample, std::size_t rows, const FitArguments& arguments, int replications) {
    nlohmann::ordered_json out{{"file", arguments.file},
                               {"column", arguments.column},
                               {"values", rows},
                               {"size", sample.size},
                               {"criterion", std::string(criterion)},
                               {"bootstrap", replications},
                               {"fits", nlohmann::ordered_json::array()}};
    for (const Fit& fit : found.fits) {
        out["fits"].push_back({{"family", fit.family},
                               {"score", number_or_null(fit.behind)},
                               {"spacings_score", number_or_null(fit.score)},
                               {"log_likelihood", number_or_null(fit.log_likelihood)},
                               {"kolmogorov", fit.kolmogorov},
                               {"anderson", number_or_null(fit.anderson)},
                               {"chance", number_or_null(fit.probability)},
                               {"parameters", fit.parameters},
                               {"shifted", fit.shifted},
                               {"finite_mean", has_finite_mean(fit.distribution)},
                               {"line", fit.line}});
    }
    out["left_out"] = nlohmann::ordered_json::array();
    for (const LeftOut& left : found.left_out) out["left_out"].push_back({{"family", left.family}, {"reason", left.reason}});
    fmt::print("{}\n", out.dump(2, ' ', false, nlohmann::ordered_json::error_handler_t::replace));
}

void write(const Fits& found, const FitArguments& arguments, const std::string& hash, const std::string& folder) {
    Csv table("fit.csv", "family,score,log_likelihood,kolmogorov,anderson,chance,parameters,line", {});
    for (const Fit& fit : found.fits)
        table.row(fit.family, fit.behind, fit.log_likelihood, fit.kolmogorov, fit.anderson, fit.probability, fit.parameters, fit.line);
    StudyRecord record{"fit", {{arguments.file, arguments.file, hash}}, {}, {{"column", arguments.column}}, false};
    if (!arguments.weights.empty()) record.options.emplace_back("weights", arguments.weights);
    write_study(folder, SetKind::fit, record, {table.finish()});
    if (!arguments.json) fmt::print("\nthe fits in {}/fit.csv too\n", shown(folder));
}

bool read_fit_options(const FitArguments& arguments, FitOptions& out) {
    const std::vector<std::string> known = fittable_families();
    bool sound = true;
    for (const std::string& name : between_commas(arguments.families)) {
        if (std::find(known.begin(), known.end(), name) == known.end()) {
            const std::string near = nearest(name, known);
            sound = refuse("entente", fmt::format("--families '{}'; expected some of {}, joined by commas{}", name, listed(known),
                                                  near.empty() ? "" : "; did you mean '" + near + "'?"));
        } else if (std::find(out.families.begin(), out.families.end(), name) == out.families.end()) {
            out.families.push_back(name);
        }
    }
    std::int64_t replications = out.replications;
    std::string error;
    if (!arguments.bootstrap.empty() && !parse_whole(arguments.bootstrap, 0, 100'000, replications, error))
        sound = refuse("entente", "--bootstrap " + error);
    out.replications = static_cast<int>(replications);
    return sound;
}

// The sample, or false where the data cannot be fitted to.
bool read_sample(const FitArguments& arguments, Sample& sample, std::size_t& rows, std::string& hash) {
    std::vector<std::string> names{arguments.column};
    if (!arguments.weights.empty()) names.push_back(arguments.weights);
    Problem wrong;
    const std::vector<std::vector<double>> columns =
        read_columns(arguments.file == standard_input ? "/dev/stdin" : arguments.file, names, Headers::listed, wrong, hash);
    if (columns.empty()) {
        tell("{}", formatted(wrong, arguments.file, ""));
        return false;
    }
    if (!arguments.weights.empty()) {
        const auto below = std::find_if(columns[1].begin(), columns[1].end(), [](double w) { return w < 0; });
        if (below != columns[1].end()) {
            return refuse("entente", fmt::format("the weight {} in '{}' of {}; expected weights of 0 or more", shortest(*below),
                                                 arguments.weights, arguments.file));
        }
    }
    sample = sample_of(columns[0], arguments.weights.empty() ? std::span<const double>() : columns[1]);
    rows = arguments.weights.empty()
               ? columns[0].size()
               : static_cast<std::size_t>(std::count_if(columns[1].begin(), columns[1].end(), [](double w) { return w > 0; }));
    if (rows >= fewest_data && sample.value.size() > 1) {
        if (sample.size >= least_worth) return true;
        return refuse("entente",
                      fmt::format("column '{}' of {} has values whose weights in '{}' make them worth {:.2g} alike; expected at least {}",
                                  arguments.column, arguments.file, arguments.weights, sample.size, least_worth));
    }
    return refuse("entente", fmt::format("column '{}' of {} has {} values{}{}; expected at least {} that differ", arguments.column,
                                         arguments.file, rows, arguments.weights.empty() ? "" : " with a weight",
                                         sample.value.size() == 1 ? ", all the same" : "", fewest_data));
}

}  // namespace

int fit_command(const FitArguments& arguments, const Surroundings& around) {
    FitOptions options;
    Sample sample;
    std::size_t rows = 0;
    std::string hash;
    if (!read_fit_options(arguments, options) || !read_sample(arguments, sample, rows, hash)) return bad_input;
    std::optional<std::string> folder;
    std::vector<FolderLock> locks;
    if (!arguments.output.empty()) {
        folder = folder_for(arguments.output, arguments.file);
        if (!folder || !claim_folders({*folder}, locks)) return bad_input;
    }
    options.stop = &around.stop;
    Fits found;
    {
        std::optional<Progress> bar;
        options.progress = [&](std::int64_t finished, std::int64_t total) {
            if (!bar) bar.emplace("fit", total, arguments.quiet || arguments.json, "samples");
            (*bar)(finished);
        };
        found = fit_families(sample, options);
    }
    if (!found.complete) throw Interrupted();
    if (arguments.json) {
        print_json(found, sample, rows, arguments, options.replications);
    } else {
        const std::string size = arguments.weights.empty() ? fmt::format("{} values", rows)
                                                           : fmt::format("{} values, weighted, worth {:.1f} alike", rows, sample.size);
        print(found, size, options.replications, around.bold);
    }
    if (folder) write(found, arguments, hash, *folder);
    return done;
}

namespace command {

Command fit();
Command fit() {
    const auto arguments = std::make_shared<FitArguments>();
    return {"fit",
            "fit the distribution families to data, ranked, each as a line for a scenario",
            {"docs/cases/durations.csv --column years"},
            {OptionKind{"data", "CSV file with a header row", &arguments->file}.needed(),
             OptionKind{"--column", "header of the column with the data", &arguments->column}.needed(),
             {"--weights", "header of the column with their weights", &arguments->weights},
             {"--families", "families to fit, joined by commas; all by default", &arguments->families},
             {"--bootstrap", "samples behind each chance; 199, and 0 for none", &arguments->bootstrap},
             {"-o,--output", "folder for the results: fit.csv, in a folder of the file's name", &arguments->output},
             {"--json", "the fits on standard output as JSON", &arguments->json},
             {"--quiet", "no progress", &arguments->quiet}},
            [arguments](const Surroundings& around) { return fit_command(*arguments, around); }};
}

}  // namespace command

}  // namespace entente
