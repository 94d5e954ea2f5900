// Looking over a scenario's text (see scan.hpp).
#include "read/scan.hpp"

#include <algorithm>
#include <optional>
#include <string_view>

#include "base/text.hpp"

namespace entente {

namespace {

bool is_bare(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-' || c == '+' || c == ':';
}

// Goes over the text once; comments and strings count as wholes.
class Scan {
public:
    explicit Scan(const std::string& text) : text_(text) {}

    Problems found() {
        while (at_ < text_.size() && !fault_) step();
        Problems out;
        if (fault_) out.push_back(*fault_);
        return out;
    }

private:
    void step() {
        const char c = text_[at_];
        if (c == '#') {
            at_ = std::min(text_.find('\n', at_), text_.size());
        } else if (starts("\"\"\"") || starts("'''")) {
            skip_long_string();
        } else if (c == '"' || c == '\'') {
            skip_string();
        } else if (static_cast<unsigned char>(c) >= 0x80U) {
            fault(at_, stray_letter, "plain letters, digits and punctuation", "put text into double quotes");
        } else {
            count(c);
            ++at_;
        }
    }

    void count(char c) {
        if (c == '.') {
            if (++dots_ >= most_key_parts)
                fault(run_, "a key of more than " + std::to_string(most_key_parts) + " parts", "at most that many", "");
        } else if (is_bare(c)) {
            if (dots_ == 0 && !in_run_) run_ = at_;
            in_run_ = true;
        } else if (c != ' ' && c != '\t') {
            end_run();
        }
        if (c == '[' || c == '{') {
            if (++depth_ > most_nesting)
                fault(at_, "values nested more than " + std::to_string(most_nesting) + " deep", "at most that many brackets", "");
        } else if (c == ']' || c == '}') {
            depth_ -= depth_ > 0 ? 1 : 0;
        }
        if ((c == '=' || c == ',' || c == '[' || c == '{') && ++values_ > most_values) {
            fault(at_, "more than " + std::to_string(most_values) + " keys and values", "a smaller scenario",
                  "data stand in a CSV file: { dist = \"empirical\", file = \"...\", column = \"...\" }");
        }
    }

    void skip_long_string() {
        const std::string quote = text_.substr(at_, 3);
        at_ += 3;
        while (at_ < text_.size() && !starts(quote)) at_ += text_[at_] == '\\' && quote[0] == '"' ? 2 : 1;
        at_ += 3;
        // Up to two quotes before the closing three belong to the text.
        for (int i = 0; i < 2 && at_ < text_.size() && text_[at_] == quote[0]; ++i) ++at_;
    }

    void skip_string() {
        if (dots_ == 0 && !in_run_) run_ = at_;
        in_run_ = true;
        const char quote = text_[at_++];
        while (at_ < text_.size() && text_[at_] != quote && text_[at_] != '\n') at_ += text_[at_] == '\\' && quote == '"' ? 2 : 1;
        ++at_;
    }

    void end_run() {
        dots_ = 0;
        in_run_ = false;
    }
    bool starts(std::string_view what) const { return text_.compare(at_, what.size(), what) == 0; }
    void fault(std::size_t at, std::string found, std::string expected, std::string hint) {
        fault_ = Problem{position(text_, at), std::move(found), std::move(expected), std::move(hint)};
    }

    const std::string& text_;
    std::size_t at_ = 0, run_ = 0, dots_ = 0, depth_ = 0, values_ = 0;
    bool in_run_ = false;  // a key, or a value of one word
    std::optional<Problem> fault_;
};

// The first character, outside the file's layout, that nobody sees.
std::optional<Unfit> first_unfit(std::string_view text) {
    for (std::size_t from = 0; from < text.size();) {
        const auto unfit = unfit_character(text.substr(from));
        if (!unfit) return std::nullopt;
        if (!is_layout(unfit->code)) return Unfit{from + unfit->offset, unfit->code};
        from += unfit->offset + 1;
    }
    return std::nullopt;
}

}  // namespace

Source position(const std::string& text, std::size_t offset) {
    Source at{1, 1};
    for (std::size_t i = 0; i < offset && i < text.size(); ++i) {
        if (text[i] == '\n') {
            ++at.line;
            at.column = 1;
        } else if ((static_cast<unsigned char>(text[i]) & 0xC0U) != 0x80U) {
            ++at.column;
        }
    }
    return at;
}

Problems scan(const std::string& text) {
    if (const auto unfit = first_unfit(text))
        return {{position(text, unfit->offset), wording(*unfit), "text that everybody can see", hint(*unfit)}};
    return Scan(text).found();
}

}  // namespace entente
