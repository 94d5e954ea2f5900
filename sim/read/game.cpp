// Reading a game (see game.hpp).
#include "read/game.hpp"

#include <cmath>
#include <fstream>
#include <nlohmann/json.hpp>

#include "base/files.hpp"
#include "base/text.hpp"

namespace entente {

namespace {

// The players of a written coalition as a mask, or nothing when it cannot be read.
std::optional<std::uint32_t> coalition_of(const std::string& text, const std::vector<std::string>& players) {
    std::uint32_t mask = 0;
    std::string_view rest = text;
    while (!rest.empty()) {
        if (rest.front() == '+') {
            rest.remove_prefix(1);
            continue;
        }
        // The longest name that fits, so that L1 is not taken for L.
        std::size_t best = players.size();
        for (std::size_t i = 0; i < players.size(); ++i) {
            if (rest.starts_with(players[i]) && (best == players.size() || players[i].size() > players[best].size())) best = i;
        }
        if (best == players.size() || (mask >> best & 1U) != 0) return std::nullopt;
        mask |= 1U << best;
        rest.remove_prefix(players[best].size());
    }
    return mask;
}

class GameReader {
public:
    explicit GameReader(Problems& problems) : problems_(problems) {}

    std::optional<NamedGame> read(const nlohmann::json& json) {
        if (!json.is_object()) return fail("no JSON object", "an object with players and cost (or value)");
        NamedGame out;
        if (!json.contains("players") || !json["players"].is_array()) return fail("no list 'players'", "\"players\": [\"a\", \"b\", ...]");
        for (const auto& player : json["players"]) {
            if (!player.is_string() || player.get<std::string>().empty()) return fail("a player that is not a name", "names in quotes");
            out.players.push_back(player.get<std::string>());
        }
        const std::size_t n = out.players.size();
        if (n < 1 || n > CostGame::most_players)
            return fail(std::to_string(n) + " players", "1 to " + std::to_string(CostGame::most_players));
        out.name = json.contains("name") && json["name"].is_string() ? json["name"].get<std::string>() : "";
        out.is_value = json.contains("kind") && json["kind"] == "value";
        const std::string key = out.is_value ? "value" : "cost";
        if (!json.contains(key) || !json[key].is_object())
            return fail("no table '" + key + "'", "\"" + key + "\": { COALITION: number, ... }");
        out.game.players = static_cast<int>(n);
        out.game.cost.assign(std::size_t{1} << n, std::nan(""));
        out.game.cost[0] = 0;
        for (const auto& [coalition, worth] : json[key].items()) {
            const auto mask = coalition_of(coalition, out.players);
            if (!mask) return fail("the coalition '" + coalition + "'", "players joined by '+': " + listed(out.players));
            if (!worth.is_number()) return fail("no number for '" + coalition + "'", "what the coalition costs");
            if (*mask != 0) out.game.cost[*mask] = out.is_value ? -worth.get<double>() : worth.get<double>();
        }
        for (std::uint32_t s = 1; s < out.game.cost.size(); ++s) {
            if (std::isfinite(out.game.cost[s])) continue;
            std::string names;
            for (std::size_t i = 0; i < n; ++i) names += (s >> i & 1U) != 0 ? (names.empty() ? "" : "+") + out.players[i] : "";
            return fail("no number for the coalition '" + names + "'",
                        "a number for each of the " + std::to_string(out.game.cost.size() - 1) + " coalitions");
        }
        return out;
    }

private:
    std::nullopt_t fail(const std::string& found, const std::string& expected) {
        problems_.push_back({{}, found, expected, ""});
        return std::nullopt;
    }
    Problems& problems_;
};

}  // namespace

std::optional<NamedGame> read_game(const std::string& file, Problems& problems) {
    std::ifstream stream(file);
    if (!stream) {
        problems.push_back({{}, "the file cannot be opened", "a readable game file", ""});
        return std::nullopt;
    }
    const std::string text = read_file(file);
    const nlohmann::json json = nlohmann::json::parse(text, nullptr, false);
    if (json.is_discarded()) {
        problems.push_back({{},
                            "text that is not JSON",
                            "a game in JSON, e.g. {\"players\": [\"a\", \"b\"], \"cost\": {\"a\": 11, \"b\": 7, \"a+b\": 15}}",
                            ""});
        return std::nullopt;
    }
    std::optional<NamedGame> game = GameReader(problems).read(json);
    if (game) game->sha256 = sha256(text);
    return game;
}

}  // namespace entente
