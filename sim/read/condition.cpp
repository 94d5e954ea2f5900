// A reader of conditions that goes down the rules of their language (see condition.hpp).
#include "read/condition.hpp"

#include <array>
#include <charconv>
#include <cmath>
#include <string_view>
#include <utility>

namespace entente {

namespace {

constexpr int deepest = 100;  // brackets and negations inside each other

struct Token {
    enum class Kind { end, word, number, sign };
    Kind kind = Kind::end;
    std::string text;  // a word without its quotes, or a sign
    double number = 0;
    int column = 1;
    bool quoted = false;

    bool is(std::string_view word) const { return !quoted && kind != Kind::end && text == word; }
};

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; }
bool goes_on(char c) { return is_letter(c) || is_digit(c) || std::string_view(".-@+*").find(c) != std::string_view::npos; }

// A fault on its way out of the rules; none leaves this file.
struct Fault {
    Problem problem;
};

class ConditionWords {
public:
    explicit ConditionWords(const std::string& text) : text_(text) { take(); }

    const Token& next() const { return next_; }
    Token take() {
        Token taken = std::move(next_);
        next_ = read();
        return taken;
    }
    [[noreturn]] static void fail(int column, std::string found, std::string expected, std::string hint = "") {
        throw Fault{{{1, column}, std::move(found), std::move(expected), std::move(hint)}};
    }

private:
    char at(std::size_t i) const { return i < text_.size() ? text_[i] : '\0'; }

    // Columns count characters, not bytes.
    int column_of(std::size_t byte) const {
        int column = 1;
        for (std::size_t i = 0; i < byte; ++i) column += (static_cast<unsigned char>(text_[i]) & 0xC0U) != 0x80U ? 1 : 0;
        return column;
    }

    Token read() {
        while (at(place_) == ' ' || at(place_) == '\t') ++place_;
        Token out;
        out.column = column_of(place_);
        if (place_ >= text_.size()) return out;
        const char c = text_[place_];
        if (is_letter(c) || c == '"' || c == '\'') {
            word(out);
        } else if (is_digit(c) || ((c == '-' || c == '+' || c == '.') && (is_digit(at(place_ + 1)) || at(place_ + 1) == '.'))) {
            number(out);
        } else {
            sign(out);
        }
        return out;
    }

    void word(Token& out) {
        out.kind = Token::Kind::word;
        while (place_ < text_.size()) {
            const char c = text_[place_];
            const bool begins = out.text.empty() || out.text.back() == '.';
            if (begins && (c == '"' || c == '\'')) {
                const std::size_t end = text_.find(c, place_ + 1);
                if (end == std::string::npos) fail(column_of(place_), "a quote that is not closed", "the same quote again behind the name");
                out.text += text_.substr(place_ + 1, end - place_ - 1);
                out.quoted = true;
                place_ = end + 1;
            } else if (goes_on(c)) {
                out.text += c;
                ++place_;
            } else {
                break;
            }
        }
    }

    void number(Token& out) {
        out.kind = Token::Kind::number;
        std::string digits;
        const std::size_t begin = place_;
        for (; place_ < text_.size(); ++place_) {
            const char c = text_[place_], before = place_ > begin ? text_[place_ - 1] : '\0';
            const bool sign_of_exponent = (c == '-' || c == '+') && (before == 'e' || before == 'E');
            if (!is_digit(c) && !is_letter(c) && c != '.' && !(place_ == begin && (c == '-' || c == '+')) && !sign_of_exponent) break;
            if (c != '_' && !(place_ == begin && c == '+')) digits += c;
        }
        const auto end = std::from_chars(digits.data(), digits.data() + digits.size(), out.number);
        out.text = text_.substr(begin, place_ - begin);
        if (end.ec != std::errc() || end.ptr != digits.data() + digits.size() || !std::isfinite(out.number))
            fail(out.column, "'" + out.text + "' is no number", "a number, e.g. -1000 or 2.5e3");
    }

    void sign(Token& out) {
        out.kind = Token::Kind::sign;
        constexpr std::array<std::string_view, 10> signs{"<=", ">=", "==", "!=", "<", ">", "=", "(", ")", ":"};
        for (const std::string_view known : signs) {
            if (text_.compare(place_, known.size(), known) != 0) continue;
            out.text = known;
            place_ += known.size();
            return;
        }
        std::size_t end = place_ + 1;
        while ((static_cast<unsigned char>(at(end)) & 0xC0U) == 0x80U) ++end;
        fail(out.column, "'" + text_.substr(place_, end - place_) + "'",
             "a name, a number, a comparison (< <= > >= = !=), and, or, not, or a bracket");
    }

    const std::string& text_;
    std::size_t place_ = 0;
    Token next_;
};

class ConditionReader {
public:
    explicit ConditionReader(const std::string& text) : words_(text) {}

    Condition read() {
        Condition out = any_of(0);
        const Token& next = words_.next();
        if (next.kind != Token::Kind::end)
            ConditionWords::fail(
                next.column, "'" + next.text + "' behind a whole condition", "and, or, or the end",
                next.text == "=" || next.text == "<" || next.text == ">" ? "a chain a < b < c is written a < b and b < c" : "");
        return out;
    }

private:
    // Parts joined by one word; a part alone is itself.
    template <class Part>
    Condition joined(std::string_view word, Condition::Kind kind, const Part& part) {
        Condition first = part();
        if (!words_.next().is(word)) return first;
        Condition out;
        out.kind = kind;
        out.column = words_.next().column;
        out.parts.push_back(std::move(first));
        while (words_.next().is(word)) {
            words_.take();
            out.parts.push_back(part());
        }
        return out;
    }
    Condition any_of(int depth) {
        return joined("or", Condition::Kind::any_of, [&] { return all_of(depth); });
    }
    Condition all_of(int depth) {
        return joined("and", Condition::Kind::all_of, [&] { return negation(depth); });
    }

    Condition negation(int depth) {
        const Token& next = words_.next();
        if (depth > deepest) ConditionWords::fail(next.column, "more than 100 brackets inside each other", "a simpler condition");
        if (next.is("not")) {
            Condition out;
            out.kind = Condition::Kind::negation;
            out.column = words_.take().column;
            out.parts.push_back(negation(depth + 1));
            return out;
        }
        if (!next.is("(")) return comparison();
        const int opened = words_.take().column;
        Condition out = any_of(depth + 1);
        const Token& end = words_.next();
        if (!end.is(")"))
            ConditionWords::fail(end.column, end.kind == Token::Kind::end ? "the end" : "'" + end.text + "'",
                                 "')' for the bracket of column " + std::to_string(opened));
        words_.take();
        return out;
    }

    Condition comparison() {
        Condition out;
        out.left = operand();
        out.column = out.left.column;
        constexpr std::array<std::pair<std::string_view, Relation>, 7> relations{{{"<", Relation::less},
                                                                                  {"<=", Relation::at_most},
                                                                                  {">", Relation::more},
                                                                                  {">=", Relation::at_least},
                                                                                  {"=", Relation::equal},
                                                                                  {"==", Relation::equal},
                                                                                  {"!=", Relation::unequal}}};
        for (const auto& [sign, relation] : relations) {
            if (!words_.next().is(sign)) continue;
            out.kind = Condition::Kind::comparison;
            out.relation = relation;
            out.column = words_.take().column;
            out.right = operand();
            if (out.right.alternative.empty() && !out.right.is_number()) out.right.alternative = out.left.alternative;
            return out;
        }
        if (out.left.is_number())
            ConditionWords::fail(words_.next().column, words_.next().kind == Token::Kind::end ? "the end" : "'" + words_.next().text + "'",
                                 "a comparison of the number with something: < <= > >= = !=");
        return out;
    }

    Operand operand() {
        const Token& next = words_.next();
        const bool reserved = next.is("and") || next.is("or") || next.is("not");
        if ((next.kind != Token::Kind::word && next.kind != Token::Kind::number) || reserved)
            ConditionWords::fail(next.column, next.kind == Token::Kind::end ? "the end" : "'" + next.text + "'",
                                 "a name (gain.ford) or a number");
        Operand out;
        out.column = next.column;
        if (next.kind == Token::Kind::number) {
            out.number = words_.take().number;
            return out;
        }
        out.name = words_.take().text;
        if (!words_.next().is(":")) return out;
        words_.take();
        out.alternative = std::exchange(out.name, "");
        const Token& named = words_.next();
        if (named.kind != Token::Kind::word)
            ConditionWords::fail(named.column, named.kind == Token::Kind::end ? "the end" : "'" + named.text + "'",
                                 "the name of something of '" + out.alternative + "', e.g. " + out.alternative + ": gain.ford");
        out.column = named.column;
        out.name = words_.take().text;
        return out;
    }

    ConditionWords words_;
};

}  // namespace

std::optional<Condition> condition_of(const std::string& text, Problem& fault) {
    try {
        return ConditionReader(text).read();
    } catch (const Fault& found) {
        fault = found.problem;
        return std::nullopt;
    }
}

}  // namespace entente
