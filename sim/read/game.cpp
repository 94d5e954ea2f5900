// Making a game of what its file says (see game.hpp).
#include "read/game.hpp"

#include <algorithm>
#include <cmath>
#include <optional>
#include <set>

#include "base/files.hpp"
#include "base/text.hpp"
#include "game/all_rules.hpp"
#include "read/game_text.hpp"

namespace entente {

namespace {

constexpr double most_money = 1e30;            // as in scenarios
constexpr double widest = 1e9;                 // the largest number over that of all together
constexpr std::size_t most_bytes = 256 << 20;  // a game of 20 players with names of 20 letters has 230 MB

// Readings of names written one after another: the sets of players, at most two, that a text can mean.
class Readings {
public:
    Readings(std::string_view text, const std::vector<std::string>& players) : text_(text), players_(players) { go_on(0, 0); }

    const std::set<std::uint32_t>& found() const { return found_; }

private:
    void go_on(std::size_t at, std::uint32_t taken) {
        // Where so many sets of players are possible beginnings, nobody can have meant the text to be read in one way; going on would take
        // time and memory without end.
        constexpr std::size_t most_visited = 4096;
        if (found_.size() > 1 || !visited_.insert(taken).second || visited_.size() > most_visited) return;
        if (at == text_.size()) {
            found_.insert(taken);
            return;
        }
        for (std::size_t i = 0; i < players_.size(); ++i) {
            if ((taken >> i & 1U) == 0 && text_.substr(at).starts_with(players_[i])) go_on(at + players_[i].size(), taken | 1U << i);
        }
    }

    std::string_view text_;
    const std::vector<std::string>& players_;
    std::set<std::uint32_t> visited_, found_;
};

class GameReader {
public:
    GameReader(std::string_view text, Problems& problems) : text_(text), problems_(problems) {}

    std::optional<NamedGame> read(const WrittenGame& written) {
        out_.name = written.name ? written.name->text : "";
        if (written.name) check_visible(*written.name, "the game's name");
        read_players(written);
        const WrittenTable* table = read_kind(written);
        if (problems_.empty()) read_coalitions(*table);
        if (problems_.empty()) check_sizes(*table);
        if (!problems_.empty()) return std::nullopt;
        return std::move(out_);
    }

private:
    void read_players(const WrittenGame& written) {
        if (!written.players_at) return fail(0, "no list 'players'", "\"players\": [\"a\", \"b\", ...]");
        const std::size_t n = written.players.size();
        if (n < 1 || n > CostGame::most_players)
            return fail(*written.players_at, std::to_string(n) + " players", "1 to " + std::to_string(CostGame::most_players));
        for (const PlacedText& player : written.players) {
            if (player.text.empty()) fail(player.at, "a player without a name", "a name");
            check_visible(player, "a player's name");
            if (player.text.find('+') != std::string::npos)
                fail(player.at, "'+' in the name '" + player.text + "'", "a name without '+', which joins the players of a coalition");
            if (std::find(out_.players.begin(), out_.players.end(), player.text) != out_.players.end())
                fail(player.at, "the player '" + player.text + "' a second time", "different names");
            out_.players.push_back(player.text);
        }
    }

    void check_visible(const PlacedText& text, const std::string& where) {
        if (const auto unfit = unfit_character(text.text))
            return fail(text.at, wording(*unfit) + " in " + where, "text that everybody can see", hint(*unfit));
        if (text.text.starts_with(' ') || text.text.ends_with(' '))
            fail(text.at, where + " '" + text.text + "', which begins or ends with a space", "a name without it");
    }

    // The table of coalitions that the kind asks for; without a kind, the one that is there.
    const WrittenTable* read_kind(const WrittenGame& written) {
        if (written.kind && written.kind->text != "cost" && written.kind->text != "value") {
            const std::vector<std::string> known{"cost", "value"};
            const std::string near = nearest(written.kind->text, known);
            fail(written.kind->at, "unknown kind '" + written.kind->text + "'", "'cost' or 'value'",
                 near.empty() ? "" : "did you mean '" + near + "'?");
            return nullptr;
        }
        if (written.cost && written.value) {
            fail(std::max(written.cost->at, written.value->at), "both a table 'cost' and a table 'value'",
                 "one of them: what each coalition costs, or what it is worth");
            return nullptr;
        }
        out_.is_value = written.kind ? written.kind->text == "value" : written.value.has_value();
        const auto& table = out_.is_value ? written.value : written.cost;
        const std::string key = out_.is_value ? "value" : "cost";
        if (!table) {
            const std::string found =
                written.cost || written.value ? "kind '" + written.kind->text + "' with the other kind's table" : "no table '" + key + "'";
            fail(written.kind ? written.kind->at : 0, found, "\"" + key + "\": { COALITION: number, ... }");
            return nullptr;
        }
        return &*table;
    }

    void read_coalitions(const WrittenTable& table) {
        out_.game.players = static_cast<int>(out_.players.size());
        out_.game.cost.assign(std::size_t{1} << out_.players.size(), 0.0);
        std::vector<const WrittenCoalition*> given(out_.game.cost.size(), nullptr);
        for (const WrittenCoalition& written : table.coalitions) {
            if (problems_.size() >= most_problems) return;
            const auto coalition = coalition_of(written.name);
            if (!coalition) continue;
            if (!(std::fabs(written.amount) <= most_money)) {
                fail(written.amount_at, shortest(written.amount) + " for the coalition '" + written.name.text + "'",
                     "a number of at most 1e30 in size");
            } else if (*coalition == 0 && written.amount != 0) {
                fail(written.amount_at, shortest(written.amount) + " for nobody", "0: who serves nobody spends and earns nothing");
            } else if (given[*coalition] != nullptr) {
                const Source first = place_in(text_, given[*coalition]->name.at);
                fail(written.name.at, "the coalition '" + written.name.text + "' a second time", "each coalition once",
                     "'" + given[*coalition]->name.text + "' in line " + std::to_string(first.line) + ", column " +
                         std::to_string(first.column) + " has the same players");
            }
            given[*coalition] = &written;
            if (*coalition != 0) out_.game.cost[*coalition] = out_.is_value ? -written.amount : written.amount;
        }
        for (std::uint32_t s = 1; s < given.size(); ++s) {
            if (given[s] != nullptr || !problems_.empty()) continue;
            fail(table.at, "no number for the coalition '" + coalition_name(out_.players, s) + "'",
                 "a number for each of the " + std::to_string(given.size() - 1) + " coalitions");
        }
    }

    // The players of a written coalition as a mask, or nothing (and a problem) when it cannot be read.
    std::optional<std::uint32_t> coalition_of(const PlacedText& name) {
        std::uint32_t mask = 0;
        std::string_view rest = name.text;
        while (!rest.empty()) {
            const std::size_t end = rest.find('+');
            const std::string_view piece = rest.substr(0, end);
            rest = end == std::string_view::npos ? "" : rest.substr(end + 1);
            const auto part = part_of(piece, name);
            if (!part) return std::nullopt;
            const bool trailing = end != std::string_view::npos && rest.empty();
            if (*part == 0 || trailing || (mask & *part) != 0) return unreadable(name);
            mask |= *part;
        }
        return mask;
    }

    // What stands between two '+': a player, or several one after another.
    std::optional<std::uint32_t> part_of(std::string_view piece, const PlacedText& name) {
        for (std::size_t i = 0; i < out_.players.size(); ++i) {
            if (piece == out_.players[i]) return 1U << i;
        }
        const Readings readings(piece, out_.players);
        const std::set<std::uint32_t>& found = readings.found();
        if (found.size() == 1) return *found.begin();
        if (found.empty()) return unreadable(name);
        fail(name.at,
             "the coalition '" + name.text + "', which may be " + coalition_name(out_.players, *found.begin()) + " or " +
                 coalition_name(out_.players, *found.rbegin()),
             "players joined by '+'");
        return std::nullopt;
    }

    std::nullopt_t unreadable(const PlacedText& name) {
        fail(name.at, "the coalition '" + name.text + "'", "players joined by '+', each once: " + listed(out_.players));
        return std::nullopt;
    }

    // Allocations are differences of these numbers, and a double has 16 digits.
    void check_sizes(const WrittenTable& table) {
        const double all = std::fabs(out_.game.of_all());
        if (all == 0) return;
        for (const WrittenCoalition& written : table.coalitions) {
            if (std::fabs(written.amount) <= widest * all) continue;
            return fail(written.amount_at,
                        shortest(written.amount) + " for the coalition '" + written.name.text + "' beside " + shortest(all) +
                            " for all players, in which its rounding would count",
                        "a number of at most 1e9 times that of all players");
        }
    }

    void fail(std::size_t at, const std::string& found, const std::string& expected, const std::string& hint = "") {
        problems_.push_back({place_in(text_, at), found, expected, hint});
    }

    std::string_view text_;
    Problems& problems_;
    NamedGame out_;
};

}  // namespace

GameResult read_game(const std::string& file) {
    GameResult out;
    InputFile input(file);
    if (!input.is_open()) {
        out.problems.push_back({{}, "the file cannot be opened (" + input.fault() + ")", "a readable game file", ""});
        return out;
    }
    std::optional<std::string> text = read_at_most(input, most_bytes);
    if (!text) {
        out.problems.push_back({{}, "a file above 256 MiB", "a game of at most 256 MiB", ""});
        return out;
    }
    out.text = std::move(*text);
    const WrittenGame written = take_apart_game(out.text, out.problems);
    if (out.problems.empty()) out.game = GameReader(out.text, out.problems).read(written);
    if (out.game) out.game->sha256 = sha256(out.text);
    return out;
}

}  // namespace entente
