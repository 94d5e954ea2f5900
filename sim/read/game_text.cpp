// Reading the JSON of a game event by event (see game_text.hpp).
#include "read/game_text.hpp"

#include <algorithm>
#include <array>
#include <iterator>
#include <map>
#include <nlohmann/json.hpp>

#include "base/text.hpp"

namespace entente {

namespace {

const std::vector<std::string> used_keys{"name", "kind", "players", "cost", "value"};

// The JSON parser does not say where a value stands. So it reads through this iterator, which counts the bytes that it has taken.
struct Reading {
    using iterator_category = std::input_iterator_tag;
    using value_type = char;
    using difference_type = std::ptrdiff_t;
    using pointer = const char*;
    using reference = const char&;

    const char* at;
    const char** furthest;

    reference operator*() const { return *at; }
    Reading& operator++() {
        ++at;
        *furthest = std::max(*furthest, at);
        return *this;
    }
    Reading operator++(int) {
        const Reading before = *this;
        ++*this;
        return before;
    }
    bool operator==(const Reading& other) const { return at == other.at; }
    bool operator!=(const Reading& other) const { return at != other.at; }
};

class GameEvents final : public nlohmann::json_sax<nlohmann::json> {
public:
    GameEvents(std::string_view text, Problems& problems) : text_(text), furthest_(text.data()), problems_(problems) {}

    WrittenGame take_apart() {
        nlohmann::json::sax_parse(Reading{text_.data(), &furthest_}, Reading{text_.data() + text_.size(), &furthest_}, this);
        return std::move(game_);
    }

    bool null() override { return other("null"); }
    bool boolean(bool x) override { return other(x ? "true" : "false"); }
    bool number_integer(number_integer_t x) override { return number(static_cast<double>(x)); }
    bool number_unsigned(number_unsigned_t x) override { return number(static_cast<double>(x)); }
    bool number_float(number_float_t x, const string_t&) override { return number(x); }
    bool binary(binary_t&) override { return other("bytes"); }

    bool string(string_t& text) override {
        const std::size_t at = token();
        if (keys_.empty()) return wrong(at, "a text", "an object with players and cost (or value)");
        if (in_players_) {
            game_.players.push_back({text, at});
        } else if (in_table_ != nullptr) {
            wrong(at, "the text '" + text + "' for the coalition '" + table_key_.text + "'", "a number");
        } else if (keys_.size() == 1 && top_key_ == "name") {
            game_.name = PlacedText{text, at};
        } else if (keys_.size() == 1 && top_key_ == "kind") {
            game_.kind = PlacedText{text, at};
        } else {
            expect_kind(at, "a text");
        }
        return go_on();
    }

    bool start_object(std::size_t) override {
        const std::size_t at = token();
        if (in_players_ || in_table_ != nullptr) {
            wrong(at, "a table inside '" + top_key_ + "'", in_players_ ? "names in quotes" : "a number for each coalition");
        } else if (keys_.size() == 1 && (top_key_ == "cost" || top_key_ == "value")) {
            auto& table = top_key_ == "cost" ? game_.cost : game_.value;
            table = WrittenTable{at, {}};
            in_table_ = &*table;
        } else if (keys_.size() == 1) {
            expect_kind(at, "a table");
        } else if (keys_.empty() && lists_ > 0) {
            return wrong(at, "a list", "an object with players and cost (or value)");
        }
        keys_.emplace_back();
        return go_on();
    }
    bool key(string_t& text) override {
        const std::size_t at = token();
        const auto [known, fresh] = keys_.back().emplace(text, at);
        if (!fresh) {
            const Source first = place_in(text_, known->second);
            wrong(at, "the key '" + text + "' a second time", "each key once",
                  "the first is in line " + std::to_string(first.line) + ", column " + std::to_string(first.column));
        }
        if (keys_.size() == 1) {
            top_key_ = text;
            warn_of_near_miss(text, at);
        }
        if (in_table_ != nullptr) table_key_ = {text, at};
        return go_on();
    }
    bool end_object() override {
        token();
        keys_.pop_back();
        if (keys_.size() == 1) in_table_ = nullptr;
        return go_on();
    }

    bool start_array(std::size_t) override {
        const std::size_t at = token();
        if (keys_.empty()) return wrong(at, "a list", "an object with players and cost (or value)");
        if (in_players_ || in_table_ != nullptr) {
            wrong(at, "a list inside '" + top_key_ + "'", in_players_ ? "names in quotes" : "a number for each coalition");
        } else if (keys_.size() == 1 && lists_ == 0 && top_key_ == "players") {
            game_.players_at = at;
            in_players_ = true;
        } else if (keys_.size() == 1 && lists_ == 0) {
            expect_kind(at, "a list");
        }
        ++lists_;
        return go_on();
    }
    bool end_array() override {
        token();
        --lists_;
        if (lists_ == 0) in_players_ = false;
        return go_on();
    }

    bool parse_error(std::size_t position, const std::string&, const nlohmann::detail::exception& error) override {
        constexpr int out_of_range = 406;
        const std::size_t at = std::min(position > 0 ? position - 1 : 0, text_.size());
        if (error.id == out_of_range) return wrong(at, "a number that no computer's numbers hold", "a number of at most 1e30 in size");
        const bool printable = at < text_.size() && text_[at] > ' ' && text_[at] < '\x7f';
        const std::string seen = printable ? " at '" + std::string(1, text_[at]) + "'" : "";
        return wrong(at, "text that is not JSON" + seen,
                     "a game in JSON, e.g. {\"players\": [\"a\", \"b\"], \"cost\": {\"a\": 11, \"b\": 7, \"a+b\": 15}}");
    }

private:
    // Where the token begins that the parser has just read; what it reads next comes after.
    std::size_t token() {
        std::size_t at = read_;
        while (at < text_.size() && std::string_view(" \t\r\n,:").find(text_[at]) != std::string_view::npos) ++at;
        read_ = static_cast<std::size_t>(furthest_ - text_.data());
        return at;
    }

    bool number(double x) {
        const std::size_t at = token();
        if (keys_.empty()) return wrong(at, "a number", "an object with players and cost (or value)");
        if (in_players_) {
            wrong(at, "a player that is not a name", "names in quotes");
        } else if (in_table_ != nullptr) {
            in_table_->coalitions.push_back({table_key_, x, at});
        } else {
            expect_kind(at, "a number");
        }
        return go_on();
    }

    bool other(const char* what) {
        const std::size_t at = token();
        if (keys_.empty()) return wrong(at, what, "an object with players and cost (or value)");
        if (in_players_) {
            wrong(at, "a player that is not a name", "names in quotes");
        } else if (in_table_ != nullptr) {
            wrong(at, std::string(what) + " for the coalition '" + table_key_.text + "'", "a number");
        } else {
            expect_kind(at, what);
        }
        return go_on();
    }

    // A value of the wrong kind under a key that counts.
    void expect_kind(std::size_t at, const std::string& what) {
        if (keys_.size() != 1 || lists_ > 0 || std::find(used_keys.begin(), used_keys.end(), top_key_) == used_keys.end()) return;
        const std::string expected = top_key_ == "players"                      ? "a list of names"
                                     : top_key_ == "name" || top_key_ == "kind" ? "a text in quotes"
                                                                                : "a table { COALITION: number, ... }";
        wrong(at, what + " for '" + top_key_ + "'", expected);
    }

    // A key that a game does not use is a note, and notes may have any name. One that is nearly the name of a key that counts is refused:
    // it is likely to be that key misspelt, and as a note it would be ignored silently.
    void warn_of_near_miss(const std::string& key, std::size_t at) {
        if (std::find(used_keys.begin(), used_keys.end(), key) != used_keys.end()) return;
        const std::string near = nearest(key, std::span(used_keys).subspan(1));
        if (!near.empty()) wrong(at, "unknown key '" + key + "'", "'" + near + "', or a note of a name less like it");
    }

    bool wrong(std::size_t at, const std::string& found, const std::string& expected, const std::string& hint = "") {
        problems_.push_back({place_in(text_, at), found, expected, hint});
        return false;
    }
    bool go_on() const { return problems_.size() < most_problems; }

    std::string_view text_;
    const char* furthest_;
    std::size_t read_ = 0;  // bytes that earlier tokens took
    Problems& problems_;
    WrittenGame game_;
    std::vector<std::map<std::string, std::size_t>> keys_;  // of the tables that are open, and where each key stands
    int lists_ = 0;                                         // lists that are open
    std::string top_key_;
    PlacedText table_key_;
    bool in_players_ = false;
    WrittenTable* in_table_ = nullptr;
};

}  // namespace

Source place_in(std::string_view text, std::size_t byte) {
    const std::string_view before = text.substr(0, byte);
    const auto line_breaks = std::count(before.begin(), before.end(), '\n');
    const std::size_t last = before.rfind('\n');
    return {static_cast<int>(line_breaks) + 1, static_cast<int>(before.size() - (last == std::string_view::npos ? 0 : last + 1)) + 1};
}

WrittenGame take_apart_game(std::string_view text, Problems& problems) {
    // The parser takes it for the end of the text.
    if (const std::size_t zero = text.find('\0'); zero != std::string_view::npos) {
        problems.push_back({place_in(text, zero), "a byte 0, which no text has", "a game in JSON", ""});
        return {};
    }
    return GameEvents(text, problems).take_apart();
}

}  // namespace entente
