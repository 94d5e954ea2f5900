// How a struct declares its keys once; reading, range checks, explain, sweep keys and the key reference follow from it.
#pragma once

#include <concepts>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <utility>
#include <vector>

#include "base/problem.hpp"

namespace entente {

// What values a key accepts.
enum class Range { any, non_negative, endless, positive, positive_endless, fraction, rate_above_minus_one, date, endless_date };

// Text of a range for messages: "a number of 0 or more".
constexpr std::string_view wording(Range range) {
    switch (range) {
        case Range::any: return "a number";
        case Range::non_negative: return "a number of 0 or more";
        case Range::endless: return "a number of 0 or more, or inf";
        case Range::positive: return "a number above 0";
        case Range::positive_endless: return "a number above 0, or inf";
        case Range::fraction: return "a number between 0 and 1";
        case Range::rate_above_minus_one: return "a rate above -1 (0.05 for 5% a year)";
        case Range::date: return "a number of years (2025.5) or a date (2025-07-01)";
        case Range::endless_date: return "a number of years (2025.5), a date (2025-07-01), or inf";
    }
    return "";
}

constexpr bool is_finite(double x) { return x - x == 0; }

constexpr bool within(Range range, double x) {
    switch (range) {
        case Range::any:
        case Range::date: return is_finite(x);
        case Range::non_negative: return x >= 0 && is_finite(x);
        case Range::endless: return x >= 0;
        case Range::endless_date: return is_finite(x) || x > 0;
        case Range::positive: return x > 0 && is_finite(x);
        case Range::positive_endless: return x > 0;
        case Range::fraction: return x >= 0 && x <= 1;
        case Range::rate_above_minus_one: return x > -1 && is_finite(x);
    }
    return false;
}

struct Key {
    std::string_view text;
    Range range = Range::any;
    bool required = false;
    std::string_view meaning = {};
    bool cost = false;  // money to be spent: families without a finite mean are refused
};

template <class S, class T>
struct Field {
    Key key;
    T S::*member;
};

// A variant whose leaf is named by one key of the same table ("dist", "mode", "trigger", "rule").
template <class S, class V>
struct Tagged {
    Key key;
    V S::*member;
};

template <class S, class T>
constexpr Field<S, T> field(std::string_view text, T S::*member, Range range, std::string_view meaning) {
    return {{text, range, false, meaning}, member};
}
template <class S, class T>
constexpr Field<S, T> field(std::string_view text, T S::*member, std::string_view meaning) {
    return {{text, Range::any, false, meaning}, member};
}
template <class S, class T>
constexpr Field<S, T> needed(std::string_view text, T S::*member, Range range, std::string_view meaning) {
    return {{text, range, true, meaning}, member};
}
template <class S, class T>
constexpr Field<S, T> needed(std::string_view text, T S::*member, std::string_view meaning) {
    return {{text, Range::any, true, meaning}, member};
}
template <class S, class T>
constexpr Field<S, T> money(std::string_view text, T S::*member, std::string_view meaning) {
    return {{text, Range::non_negative, false, meaning, true}, member};
}
template <class S, class T>
constexpr Field<S, T> money_needed(std::string_view text, T S::*member, std::string_view meaning) {
    return {{text, Range::non_negative, true, meaning, true}, member};
}
template <class S, class V>
constexpr Tagged<S, V> tagged(std::string_view text, V S::*member, std::string_view meaning) {
    return {{text, Range::any, true, meaning}, member};
}

// An enum whose values are words in a scenario: words(E{}) lists them in the order of the values, found beside the enum.
template <class E>
concept HasWords = std::is_enum_v<E> && requires {
    { words(E{}).size() } -> std::convertible_to<std::size_t>;
};

template <HasWords E>
std::string word_of(E value) {
    return std::string(words(value)[static_cast<std::size_t>(value)]);
}

// fields() is a template of its own struct, so that the compiler makes the lists of keys only in the files that ask for them; otherwise it
// would spend most of its time on them in every file that includes the struct.
template <class T>
concept HasFields = requires {
    T::fields();
};

// A table whose keys are ids chosen by the user, in the order of the file.
template <class T>
using Keyed = std::vector<std::pair<Name, T>>;

template <class T>
const T* find(const Keyed<T>& table, std::string_view id) {
    for (const auto& [name, value] : table) {
        if (name.text == id) return &value;
    }
    return nullptr;
}

}  // namespace entente
