// The steps of a key: names joined by dots, some in quotes.
#pragma once

#include <algorithm>
#include <string>
#include <string_view>

namespace entente {

// What is left of a key, step by step.
class Steps {
public:
    explicit Steps(std::string_view key) : rest_(key) {}

    bool done() const { return done_; }
    std::string_view rest() const { return rest_; }

    // The next step: a name in quotes, or up to the next dot.
    std::string next() {
        std::string step;
        if (!rest_.empty() && (rest_.front() == '"' || rest_.front() == '\'')) {
            const std::size_t end = rest_.find(rest_.front(), 1);
            step = rest_.substr(1, end == std::string_view::npos ? end : end - 1);
            go_on(end == std::string_view::npos ? rest_.size() : end + 1);
        } else {
            const std::size_t dot = std::min(rest_.find('.'), rest_.size());
            step = rest_.substr(0, dot);
            go_on(dot);
        }
        return step;
    }
    // Past so many characters, and the dot behind them.
    void go_on(std::size_t count) {
        rest_.remove_prefix(std::min(count, rest_.size()));
        done_ = rest_.empty();
        if (!done_ && rest_.front() == '.') rest_.remove_prefix(1);
    }

private:
    std::string_view rest_;
    bool done_ = false;
};

}  // namespace entente
