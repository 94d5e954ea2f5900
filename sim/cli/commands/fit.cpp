// entente fit: which family data may come from, ready for a scenario.
#include "chance/fit.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <cmath>

#include "base/files.hpp"
#include "cli/cli.hpp"
#include "read/column.hpp"

namespace entente {

namespace {

constexpr int replications = 199;

void print(const std::vector<Fit>& fits, std::size_t n) {
    fmt::print("{}\n", bold(fmt::format("{:<14} {:>10} {:>10} {:>9} {:>7} {:>8}  {}", "family", "AIC", "log-lik.", "KS", "A^2", "chance",
                                        "for a scenario")));
    for (const Fit& fit : fits) {
        fmt::print("{:<14} {:>10.2f} {:>10.2f} {:>9.4f} {:>7} {:>8.3f}  {}\n", fit.family, fit.aic, fit.log_likelihood, fit.kolmogorov,
                   std::isfinite(fit.anderson) ? fmt::format("{:.2f}", fit.anderson) : "-", fit.probability,
                   fit.line + (has_finite_mean(fit.distribution) ? "" : "  no finite mean: give it truncate = [lowest, highest]"));
    }
    fmt::print(
        "\n{} values. AIC: less is better; a difference of 10 is decisive, of 2 is none. chance: how often data of that family would fit "
        "worse\n"
        "(KS, {} samples fitted anew); under 0.05 the family is doubtful.\n",
        n, replications);
}

}  // namespace

int fit_command(const FitArguments& arguments) {
    Problem wrong;
    std::string hash;
    const std::vector<double> data = read_column(arguments.file, arguments.column, wrong, hash);
    if (data.empty()) {
        // Like a scenario's problems, with the row of the file where there is one.
        const std::string text = wrong.source.line > 0 ? read_file(arguments.file) : "";
        fmt::print(stderr, "{}", formatted(wrong, arguments.file, text));
        return bad_input;
    }
    const auto [least, most] = std::minmax_element(data.begin(), data.end());
    if (data.size() < fewest_data || *least == *most) {
        fmt::print(stderr, "entente: error: column '{}' of {} has {} values{}; expected at least {} that differ\n", arguments.column,
                   arguments.file, data.size(), *least == *most ? ", all the same" : "", fewest_data);
        return bad_input;
    }
    print(fit_families(data, replications, 1), data.size());
    return done;
}

}  // namespace entente
