// Games in files: what is read, and every way in which a file can contradict itself.
#include <unistd.h>

#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>

#include "base/problem.hpp"
#include "read/game.hpp"

using namespace entente;

namespace {

GameResult read_text(const std::string& text) {
    const std::filesystem::path path = std::filesystem::temp_directory_path() / ("entente-game-" + std::to_string(getpid()) + ".json");
    std::ofstream(path) << text;
    GameResult out = read_game(path.string());
    std::filesystem::remove(path);
    return out;
}

// The first problem as line:column: found; expected (hint).
std::string fault(const std::string& text) {
    const GameResult result = read_text(text);
    CHECK(result.game.has_value() == result.problems.empty());
    if (result.problems.empty()) return "";
    const Problem& p = result.problems.front();
    return std::to_string(p.source.line) + ":" + std::to_string(p.source.column) + ": " + p.found + "; " + p.expected +
           (p.hint.empty() ? "" : " (" + p.hint + ")");
}

std::string two(const std::string& cost) { return "{\"players\": [\"A\", \"B\"],\n \"cost\": {" + cost + "}}"; }

}  // namespace

TEST_CASE("coalitions are read however their players are put together", "[read]") {
    const GameResult plain = read_text(two("\"A\": 10, \"B\": 11.5e0, \"AB\": 15, \"\": 0"));
    REQUIRE(plain.game.has_value());
    CHECK(plain.game->game.cost == std::vector<double>{0, 10, 11.5, 15});
    CHECK_FALSE(plain.game->is_value);
    CHECK(read_text(two("\"B+A\": 15, \"A\": 10, \"B\": 11")).game->game.cost == std::vector<double>{0, 10, 11, 15});
    // L1 begins with L, but only one reading uses the whole text.
    const GameResult longer = read_text(R"({"players": ["L", "L1"], "value": {"L": 1, "L1": 2, "LL1": 5}})");
    REQUIRE(longer.game.has_value());
    CHECK(longer.game->is_value);
    CHECK(longer.game->game.cost == std::vector<double>{0, -1, -2, -5});
    // Notes may stand beside what counts.
    CHECK(read_text(
              R"({"name": "g", "source": {"year": 1938}, "notes": [1, {"a": null}], "kind": "cost", "players": ["x"], "cost": {"x": -3}})")
              .game->game.cost == std::vector<double>{0, -3});
}

TEST_CASE("no text of a game steers a terminal or hides from the eye", "[read]") {
    CHECK(fault(R"({"players": ["a\u001b[31m"], "cost": {"a\u001b[31m": 1}})")
              .starts_with("1:14: the character U+001B (a control character) in a player's name"));
    CHECK(fault(R"({"players": ["a\u202e"], "cost": {"a\u202e": 1}})").starts_with("1:14: the character U+202E"));
    CHECK(fault("{\"players\": [\"a\xE2\x80\x8B\"], \"cost\": {\"a\xE2\x80\x8B\": 1}}").starts_with("1:14: the character U+200B"));
    CHECK(fault(R"({"name": "\u0007", "players": ["a"], "cost": {"a": 1}})").starts_with("1:10: the character U+0007"));
    CHECK(fault(R"({"players": ["a", "a "], "cost": {"a": 1, "a ": 2, "a+a ": 2}})")
              .starts_with("1:19: a player's name 'a ', which begins or ends with a space"));
    CHECK(fault(std::string(R"({"players": ["a"], "cost": {"a": 1}})") + std::string(1, '\0')).starts_with("1:37: a byte 0"));
}

TEST_CASE("a game that contradicts itself is refused with the place", "[read]") {
    CHECK(fault(two("\"A\": 10, \"B\": 10, \"A+B\": 15, \"B+A\": 99")) ==
          "2:40: the coalition 'B+A' a second time; each coalition once ('A+B' in line 2, column 29 has the same players)");
    CHECK(fault(two("\"A\": 10, \"B\": 10, \"AB\": 15, \"A+B\": 15")).starts_with("2:39: the coalition 'A+B' a second time"));
    CHECK(fault(two("\"A\": 10, \"A\": 11, \"B\": 10, \"A+B\": 15")) ==
          "2:20: the key 'A' a second time; each key once (the first is in line 2, column 11)");
    CHECK(fault(R"({"players": ["A"], "players": ["B"], "cost": {"A": 1}})").starts_with("1:20: the key 'players' a second time"));
    CHECK(fault(R"({"players": ["A"], "cost": {"A": 1}, "note": {"x": 1, "y": {"z": 1, "z": 2}}})").find("the key 'z' a second time") !=
          std::string::npos);
    CHECK(fault(R"({"players": ["A", "A"], "cost": {"A": 1}})").starts_with("1:19: the player 'A' a second time"));
    CHECK(fault(R"({"players": ["A"], "kind": "benefit", "cost": {"A": 1}})") == "1:28: unknown kind 'benefit'; 'cost' or 'value'");
    CHECK(fault(R"({"players": ["A"], "kind": "cots", "cost": {"A": 1}})").find("did you mean 'cost'") != std::string::npos);
    CHECK(fault(R"({"players": ["A"], "kind": "cost", "cost": {"A": 1}, "value": {"A": 1}})")
              .find("both a table 'cost' and a table 'value'") != std::string::npos);
    CHECK(fault(R"({"players": ["A"], "kind": "value", "cost": {"A": 1}})").find("kind 'value' with the other kind's table") !=
          std::string::npos);
    CHECK(fault(R"({"players": ["A"], "costs": {"A": 1}})").find("unknown key 'costs'; 'cost'") != std::string::npos);
    CHECK(fault(two("\"A\": 1, \"B\": 2, \"A+A\": 3, \"A+B\": 3")).find("the coalition 'A+A'") != std::string::npos);
    CHECK(fault(two("\"A\": 1, \"B\": 2, \"A+\": 3, \"A+B\": 3")).find("the coalition 'A+'") != std::string::npos);
    CHECK(fault(two("\"A\": 1, \"B\": 2, \"A+C\": 3, \"A+B\": 3")).find("the coalition 'A+C'") != std::string::npos);
    CHECK(fault(two("\"\": 4, \"A\": 1, \"B\": 2, \"A+B\": 3")).find("4 for nobody") != std::string::npos);
    CHECK(fault(two("\"A\": 1, \"B\": 2")).find("no number for the coalition 'A+B'") != std::string::npos);
    CHECK(fault(R"({"players": ["A+B"], "cost": {"A+B": 1}})").find("'+' in the name") != std::string::npos);
    // a + bc or ab + c
    CHECK(fault(R"({"players": ["a", "bc", "ab", "c"], "cost": {"abc": 1}})") ==
          "1:46: the coalition 'abc', which may be a+bc or ab+c; players joined by '+'");
}

TEST_CASE("a game of impossible numbers is refused", "[read]") {
    CHECK(fault(two("\"A\": 1e308, \"B\": 10, \"A+B\": 15")) == "2:16: 1e+308 for the coalition 'A'; a number of at most 1e30 in size");
    CHECK(fault(two("\"A\": -1.1e30, \"B\": 10, \"A+B\": 15")).find("at most 1e30") != std::string::npos);
    CHECK(fault(two("\"A\": 1e999, \"B\": 10, \"A+B\": 15")).find("a number that no computer's numbers hold; a number of at most 1e30") !=
          std::string::npos);
    CHECK(fault(two("\"A\": NaN, \"B\": 10, \"A+B\": 15")).find("text that is not JSON") != std::string::npos);
    CHECK(fault(two("\"A\": \"1\", \"B\": 10, \"A+B\": 15")).starts_with("2:16: the text '1' for the coalition 'A'; a number"));
    CHECK(fault(two("\"A\": true, \"B\": 10, \"A+B\": 15")).starts_with("2:16: true for the coalition 'A'"));
    CHECK(fault(two("\"A\": 1e30, \"B\": 10, \"A+B\": 15")).find("at most 1e9 times that of all players") != std::string::npos);
    CHECK(fault(two("\"A\": 1e30, \"B\": 1e30, \"A+B\": 1e30")).empty());
    CHECK(fault(two("\"A\": 1e9, \"B\": 10, \"A+B\": 15")).empty());
}

TEST_CASE("what is no game is refused with the place", "[read]") {
    CHECK(fault("").find("text that is not JSON") != std::string::npos);
    CHECK(fault("[1]").find("a list; an object with players") != std::string::npos);
    CHECK(fault("3").find("a number; an object") != std::string::npos);
    CHECK(fault("{}").find("no list 'players'") != std::string::npos);
    CHECK(fault(R"({"players": "A", "cost": {"A": 1}})").starts_with("1:13: a text for 'players'; a list of names"));
    CHECK(fault(R"({"players": ["A", 2], "cost": {"A": 1}})").starts_with("1:19: a player that is not a name"));
    CHECK(fault(R"({"players": ["A"], "cost": [1]})").starts_with("1:28: a list for 'cost'"));
    CHECK(fault(R"({"players": [], "cost": {}})").find("0 players; 1 to 20") != std::string::npos);
    CHECK(fault("{\"players\": [\"A\"],\n  \"cost\": {\"A\": 1,}}").starts_with("2:19: text that is not JSON at '}'; a game in JSON"));
    CHECK(fault("{\"players\": [\"A\"], \"cost\": {\"A\": 1}} x").find("text that is not JSON") != std::string::npos);
    CHECK(read_game("/nonexistent/game.json").problems.front().found == "the file cannot be opened (No such file or directory)");
    CHECK(read_game("/").problems.front().found == "the file cannot be opened (Is a directory)");
}
