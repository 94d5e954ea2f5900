// Understanding headers (see cost_headers.hpp).
#include "read/cost_headers.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <string_view>
#include <utility>

namespace entente {

namespace {

using Words = std::vector<std::string>;

std::string lower(std::string text) {
    for (char& c : text) {
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    }
    return text;
}

// Words between anything that is neither a letter, a digit nor part of a unit's sign.
Words words_of(const std::string& text) {
    Words out;
    bool open = false;
    for (const char c : text) {
        const bool apart = std::string_view(" \t\r\n_-/.:").find(c) != std::string_view::npos;
        if (!apart && !open) out.emplace_back();
        if (!apart) out.back() += c;
        open = !apart;
    }
    return out;
}

std::string spaced(const Words& words) {
    std::string out;
    for (const std::string& word : words) out += (out.empty() ? "" : " ") + word;
    return out;
}

bool take(Words& words, std::string_view word) {
    const auto at = std::find(words.begin(), words.end(), word);
    if (at == words.end()) return false;
    words.erase(at);
    return true;
}

template <std::size_t count>
bool take_any(Words& words, const std::array<std::string_view, count>& of) {
    bool any = false;
    for (const std::string_view word : of) {
        while (take(words, word)) any = true;
    }
    return any;
}

struct Synonym {
    std::string_view words;
    CostColumn column;
    double level = -1;  // where the words say one
};

constexpr std::array names{
    Synonym{"program", CostColumn::program},
    Synonym{"programme", CostColumn::program},
    Synonym{"project", CostColumn::program},
    Synonym{"product", CostColumn::program},
    Synonym{"platform", CostColumn::program},
    Synonym{"stage", CostColumn::stage},
    Synonym{"phase", CostColumn::stage},
    Synonym{"activity", CostColumn::stage},
    Synonym{"task", CostColumn::stage},
    Synonym{"work package", CostColumn::stage},
    Synonym{"wbs element", CostColumn::stage},
    Synonym{"cost element", CostColumn::stage},
    Synonym{"element", CostColumn::stage},
    Synonym{"affected stage", CostColumn::stage},
    Synonym{"affected phase", CostColumn::stage},
    Synonym{"affected activity", CostColumn::stage},
    Synonym{"risk", CostColumn::risk},
    Synonym{"risk name", CostColumn::risk},
    Synonym{"risk title", CostColumn::risk},
    Synonym{"risk event", CostColumn::risk},
    Synonym{"risk description", CostColumn::risk},
    Synonym{"threat", CostColumn::risk},
    Synonym{"name", CostColumn::name},
    Synonym{"title", CostColumn::name},
    Synonym{"item", CostColumn::name},
    Synonym{"description", CostColumn::name},
    Synonym{"family", CostColumn::family},
    Synonym{"distribution", CostColumn::family},
    Synonym{"dist", CostColumn::family},
    Synonym{"distribution type", CostColumn::family},
    Synonym{"probability", CostColumn::probability},
    Synonym{"prob", CostColumn::probability},
    Synonym{"likelihood", CostColumn::probability},
    Synonym{"chance", CostColumn::probability},
    Synonym{"probability of occurrence", CostColumn::probability},
};

constexpr std::array amount_synonyms{
    Synonym{"low", CostColumn::low},          Synonym{"lower", CostColumn::low},       Synonym{"optimistic", CostColumn::low},
    Synonym{"best", CostColumn::low},         Synonym{"min", CostColumn::low, 0},      Synonym{"minimum", CostColumn::low, 0},
    Synonym{"lowest", CostColumn::low, 0},    Synonym{"likely", CostColumn::point},    Synonym{"most likely", CostColumn::point},
    Synonym{"mode", CostColumn::point},       Synonym{"base", CostColumn::point},      Synonym{"point", CostColumn::point},
    Synonym{"ml", CostColumn::point},         Synonym{"", CostColumn::point},          Synonym{"median", CostColumn::median},
    Synonym{"p50", CostColumn::median},       Synonym{"high", CostColumn::high},       Synonym{"upper", CostColumn::high},
    Synonym{"pessimistic", CostColumn::high}, Synonym{"worst", CostColumn::high},      Synonym{"max", CostColumn::high, 1},
    Synonym{"maximum", CostColumn::high, 1},  Synonym{"highest", CostColumn::high, 1},
};

// "p10" as 0.1.
std::optional<double> level_of(const std::string& word) {
    double percent = 0;
    const char* const end = word.data() + word.size();
    if (word.size() < 2 || word[0] != 'p') return std::nullopt;
    const auto read = std::from_chars(word.data() + (word[1] == ' ' ? 2 : 1), end, percent, std::chars_format::fixed);
    if (read.ec != std::errc() || read.ptr != end || !(percent > 0 && percent < 100)) return std::nullopt;
    return percent / 100;
}

// What stands last in brackets, or behind the last comma; it goes from the text.
std::string take_unit(std::string& text) {
    for (const auto& [open, close] : {std::pair('(', ')'), std::pair('[', ']')}) {
        const std::size_t from = text.rfind(open), to = text.rfind(close);
        if (from == std::string::npos || to == std::string::npos || to < from) continue;
        std::string unit = text.substr(from + 1, to - from - 1);
        text = text.substr(0, from) + " " + text.substr(to + 1);
        return unit;
    }
    if (text.ends_with('%')) {
        text.pop_back();
        return "%";
    }
    const std::size_t comma = text.rfind(',');
    if (comma == std::string::npos) return "";
    std::string unit = text.substr(comma + 1);
    text.resize(comma);
    return unit;
}

bool is_unit(const std::string& unit) { return unit == "%" || money_unit(unit) || time_unit(unit); }

std::optional<CostHeader> amount_of(Words words) {
    constexpr std::array<std::string_view, 4> delays{"delay", "delays", "slip", "slippage"};
    constexpr std::array<std::string_view, 5> durations{"duration", "durations", "time", "schedule", "length"};
    constexpr std::array<std::string_view, 11> fillers{"cost",  "costs", "estimate", "estimated", "value", "case",
                                                       "range", "of",    "the",      "amount",    "budget"};
    constexpr std::array<std::string_view, 3> impacts{"impact", "impacts", "consequence"};
    const std::size_t all = words.size();
    const bool of_money = std::find(words.begin(), words.end(), "cost") != words.end();
    OfWhat of = OfWhat::cost;
    const bool delay = take_any(words, delays);
    const bool duration = take_any(words, durations);
    const bool impact = take_any(words, impacts);
    if (delay || (duration && impact)) {
        of = OfWhat::delay;
    } else if (duration) {
        of = OfWhat::duration;
    }
    if (of_money && of != OfWhat::cost) return std::nullopt;
    take_any(words, fillers);
    // A header of fillers alone is a single estimate, but none without a word is.
    if (all == 0) return std::nullopt;
    const std::string left = spaced(words);
    for (const Synonym& synonym : amount_synonyms) {
        if (synonym.words != left) continue;
        return CostHeader{synonym.column, of, synonym.level < 0 ? std::nullopt : std::optional(synonym.level)};
    }
    if (const std::optional<double> level = level_of(left)) return CostHeader{*level < 0.5 ? CostColumn::low : CostColumn::high, of, level};
    return std::nullopt;
}

}  // namespace

std::optional<CostHeader> header_of(const std::string& text) {
    if (text.size() > 200) return std::nullopt;
    std::string rest = text, unit = take_unit(rest);
    if (!unit.empty() && !is_unit(unit)) {
        // In brackets may be a word of the name too, as in "cost (low)".
        rest += " " + unit;
        unit.clear();
    }
    const Words words = words_of(lower(rest));
    const std::string plain = spaced(words);
    for (const Synonym& synonym : names) {
        if (synonym.words == plain) return CostHeader{synonym.column, OfWhat::cost, std::nullopt, unit};
    }
    std::optional<CostHeader> out = amount_of(words);
    if (out) out->unit = unit;
    return out;
}

int known_headers(const std::vector<std::string>& cells) {
    return static_cast<int>(std::count_if(cells.begin(), cells.end(), [](const std::string& cell) { return header_of(cell).has_value(); }));
}

std::string plain_name(CostColumn column, OfWhat of) {
    constexpr std::array<std::string_view, 10> plain{"program",     "stage", "risk",   "name",   "family",
                                                     "probability", "low",   "likely", "median", "high"};
    const std::string name(plain[static_cast<std::size_t>(column)]);
    if (of == OfWhat::cost || column < CostColumn::low) return name;
    const std::string what = of == OfWhat::duration ? "duration" : "delay";
    return column == CostColumn::point ? what : what + " " + name;
}

std::optional<MoneyUnit> money_unit(const std::string& text) {
    constexpr std::array<std::string_view, 24> currencies{"usd", "eur", "gbp", "jpy", "chf", "cny", "krw", "inr",
                                                          "sek", "nok", "dkk", "pln", "czk", "huf", "cad", "aud",
                                                          "brl", "mxn", "try", "zar", "sgd", "hkd", "nzd", "rub"};
    constexpr std::array<std::pair<std::string_view, std::string_view>, 5> signs{
        {{"us$", "usd"}, {"€", "eur"}, {"$", "usd"}, {"£", "gbp"}, {"¥", "jpy"}}};
    constexpr std::array<std::pair<std::string_view, double>, 22> scales{
        {{"", 1e-6},       {"k", 1e-3},    {"thousand", 1e-3}, {"thousands", 1e-3}, {"tsd", 1e-3}, {"t", 1e-3},  {"'000", 1e-3},
         {"000", 1e-3},    {"000s", 1e-3}, {"m", 1},           {"mn", 1},           {"mm", 1},     {"mio", 1},   {"mln", 1},
         {"mill", 1},      {"million", 1}, {"millions", 1},    {"bn", 1e3},         {"b", 1e3},    {"mrd", 1e3}, {"billion", 1e3},
         {"billions", 1e3}}};
    MoneyUnit out;
    std::string left;
    for (std::string word : words_of(lower(text))) {
        int year = 0;
        const auto read = std::from_chars(word.data(), word.data() + word.size(), year);
        if (word.size() == 4 && read.ptr == word.data() + 4 && year >= 1900 && year < 2200) {
            out.price_year = year;
            continue;
        }
        if (word == "in" || word == "of" || word == "real" || word == "prices" || word == "constant") continue;
        for (const auto& [sign, currency] : signs) {
            if (const std::size_t at = word.find(sign); at != std::string::npos) word.replace(at, sign.size(), currency);
        }
        // The currency may stand before or behind its scale, with or without a blank.
        for (const std::string_view currency : currencies) {
            const std::size_t at = word.find(currency);
            if (at == std::string::npos || !out.currency.empty()) continue;
            word.erase(at, currency.size());
            out.currency = currency;
        }
        left += word;
    }
    const auto scale = std::find_if(scales.begin(), scales.end(), [&](const auto& s) { return s.first == left; });
    if (scale == scales.end() || (left.empty() && out.currency.empty())) return std::nullopt;
    for (char& c : out.currency) c = static_cast<char>(c - 'a' + 'A');
    out.factor = scale->second;
    return out;
}

std::optional<double> time_unit(const std::string& text) {
    constexpr std::array<std::pair<std::string_view, double>, 17> units{{{"year", 1},
                                                                         {"years", 1},
                                                                         {"yr", 1},
                                                                         {"yrs", 1},
                                                                         {"y", 1},
                                                                         {"a", 1},
                                                                         {"quarter", 0.25},
                                                                         {"quarters", 0.25},
                                                                         {"month", 1.0 / 12},
                                                                         {"months", 1.0 / 12},
                                                                         {"mo", 1.0 / 12},
                                                                         {"week", 7 / 365.25},
                                                                         {"weeks", 7 / 365.25},
                                                                         {"wk", 7 / 365.25},
                                                                         {"day", 1 / 365.25},
                                                                         {"days", 1 / 365.25},
                                                                         {"d", 1 / 365.25}}};
    const std::string plain = spaced(words_of(lower(text)));
    const auto unit = std::find_if(units.begin(), units.end(), [&](const auto& u) { return u.first == plain; });
    return unit == units.end() ? std::nullopt : std::optional(unit->second);
}

}  // namespace entente
