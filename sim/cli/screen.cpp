// Progress bar and result table (see cli.hpp).
#include <fmt/core.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cmath>

#include "base/text.hpp"
#include "cli/cli.hpp"
#include "write/choices.hpp"
#include "write/funding.hpp"
#include "write/verdict.hpp"

namespace entente {

namespace {

double now() { return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count(); }

std::size_t terminal_width() {
    winsize size{};
    return ioctl(STDERR_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0 ? size.ws_col : 80;
}

}  // namespace

bool refuse(std::string_view teller, const std::string& what) {
    tell("{}: error: {}\n", teller, shown(what));
    return false;
}

std::string counted(std::size_t count, std::string_view what) { return fmt::format("{} {}{}", count, what, count == 1 ? "" : "s"); }

Progress::Progress(std::string title, std::int64_t total, bool quiet, std::string unit)
    : title_(std::move(title)), unit_(std::move(unit)), total_(total), shown_(!quiet && isatty(STDERR_FILENO) != 0), begin_(now()) {}

Progress::~Progress() {
    if (shown_) tell("\r\x1b[K");
}

void Progress::operator()(std::int64_t finished) {
    const double time = now();
    if (!shown_ || time - last_ < 0.1) return;
    last_ = time;
    const double part = static_cast<double>(finished) / static_cast<double>(std::max<std::int64_t>(total_, 1));
    constexpr int width = 24;
    const int full = static_cast<int>(part * width);
    std::string line = fmt::format("{} [{}{}] {:3.0f}%", title_, std::string(static_cast<std::size_t>(full), '#'),
                                   std::string(static_cast<std::size_t>(width - full), '.'), 100 * part);
    // The first moments, in which threads and memory come to life, say little about the rate.
    if (finished > 0 && time - begin_ > 1) {
        const double rate = static_cast<double>(finished) / (time - begin_);
        line += fmt::format("  {} {}/s  {:.0f} s left", money_text(rate), unit_, static_cast<double>(total_ - finished) / rate);
    }
    line.resize(std::min(line.size(), terminal_width() - 1));
    tell("\r\x1b[K{}", line);
    std::fflush(stderr);
}

namespace {

constexpr std::size_t widest = 100;  // columns of a table on the screen

// A text of at most so many characters, cut between two of them.
std::string shortened(const std::string& text, std::size_t most) {
    std::size_t characters = 0, cut = text.size();
    for (std::size_t i = 0; i < text.size(); ++i) {
        if ((static_cast<unsigned char>(text[i]) & 0xC0U) == 0x80U) continue;
        if (characters++ == most - 2) cut = i;
    }
    return characters > most ? text.substr(0, cut) + ".." : text;
}

// One firm's line of an alternative: what its gain is made of.
std::string table_line(const Results& results, const std::string& alternative, const std::string& firm, std::size_t name) {
    const auto mean = [&](const std::string& of, const char* metric) { return summary_row(results, of, firm, metric)->statistics.mean; };
    const auto more = [&](const char* metric) { return mean(alternative, metric) - mean(results.baseline, metric); };
    const std::string title = shortened(alternative_title(results, alternative), name);
    std::string out = fmt::format("  {:<{}} {:>9}", title, name, money_text(mean(alternative, "npv")));
    const ComparisonRow* gain = comparison_row(results, alternative, firm, "gain");
    if (gain == nullptr) return out + "\n";
    const std::string limits = fmt::format("[{}, {}]", money_text(gain->low95), money_text(gain->high95));
    return out + fmt::format(" {:>9} {:>18} {:>8} {:>8} {:>8} {:>6.1f}%\n", signed_text(gain->mean), limits, signed_text(-more("cost_npv")),
                             signed_text(more("transfer_npv")), signed_text(more("benefit_npv")), 100 * gain->prob_positive);
}

}  // namespace

std::string result_table(const Results& results, const Bold& bold) {
    std::string out = bold(results.name.empty() ? "entente" : results.name);
    out += fmt::format("  ({} worlds{}, seed {})\n", money_text(static_cast<double>(results.worlds)),
                       results.sampling == "mc" ? "" : " by " + results.sampling, results.seed);
    out += fmt::format(
        "Means in {} m, real, discounted. The gain over '{}', with its 95% limits, is what is saved in\n"
        "costs, received from partners and earned by sales; pays: the chance that it pays.\n",
        results.currency, alternative_title(results, results.baseline));
    if (!results.condition.empty()) out += condition_told(results) + "\n";
    const std::vector<std::string> firms = firms_of(results), alternatives = alternatives_of(results);
    std::size_t name = 12;
    for (const std::string& alternative : alternatives) name = std::max(name, alternative_title(results, alternative).size());
    name = std::min(name, widest - 75);
    for (const std::string& firm : firms) {
        const std::string who = firm == "all" ? "all firms" : firm_title(results, firm);
        out += fmt::format("\n{}\n", bold(fmt::format("{:<{}} {:>9} {:>9} {:>18} {:>8} {:>8} {:>8} {:>7}", who, name + 2, "npv", "gain", "",
                                                      "saved", "received", "earned", "pays")));
        for (const std::string& alternative : alternatives) out += table_line(results, alternative, firm, name);
    }
    if (!results.targets.empty()) out += "\n" + bold("chance of doing worse than a target") + "\n";
    for (const TargetRow& row : results.targets) {
        out += fmt::format("  {:<{}} {} of {} worse than {}: {:.1f}% [{:.1f}%, {:.1f}%]\n", row.alternative, name, row.metric, row.firm,
                           row.unit == "share" ? fmt::format("{:.3f}", row.target) : money_text(row.target), 100 * row.worse,
                           100 * row.low95, 100 * row.high95);
    }
    bool heading = false;
    for (const ExitRow& row : results.exits) {
        if (row.probability == 0) continue;
        if (!heading) out += "\n" + bold("exits") + "\n";
        heading = true;
        out += fmt::format("  {:<{}} {} by {}: {:.1f}% of worlds, median {:.1f}", alternative_title(results, row.alternative), name,
                           row.trigger, firm_title(results, row.leaver), 100 * row.probability, row.date_p50);
        if (std::isfinite(row.leaver_gain))
            out += fmt::format("; against staying {} has {}, the others {}", firm_title(results, row.leaver), signed_text(row.leaver_gain),
                               signed_text(row.others_gain));
        out += "\n";
    }
    for (const std::string& sentence : endings(results)) out += "  " + sentence + "\n";
    heading = false;
    for (const ChoiceRow& row : results.choices) {
        if (row.choice != "forgo" && row.choice != "after_exit") continue;
        if (!heading) out += "\n" + bold("choices") + "\n";
        heading = true;
        out += fmt::format("  {:<{}} {}\n", alternative_title(results, row.alternative), name,
                           choice_in_words(row, results.titles, results.currency));
    }
    const std::vector<std::string> delays = what_money_delays(results, alternatives);
    if (!delays.empty()) out += "\n" + bold("money that runs out") + "\n";
    for (const std::string& sentence : delays) out += "  " + sentence + "\n";
    if (!results.precision.empty()) out += "\n" + results.precision + "\n";
    for (const std::string& warning : results.warnings) out += "warning: " + warning + "\n";
    return out;
}

}  // namespace entente
