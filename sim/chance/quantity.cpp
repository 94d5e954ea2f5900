// Names and descriptions of quantities (see quantity.hpp).
#include "chance/quantity.hpp"

#include "base/text.hpp"
#include "chance/distribution.hpp"

namespace entente {

HeldDistribution::HeldDistribution(double value) : HeldDistribution(Distribution(value)) {}
HeldDistribution::HeldDistribution(Distribution distribution) : held_(std::make_shared<const Distribution>(std::move(distribution))) {}

std::string drawn_name(const std::string& name) {
    constexpr std::string_view prefix = "alternative.";
    if (!name.starts_with(prefix)) return name;
    const std::size_t dot = name.find('.', prefix.size());
    return dot == std::string::npos ? name : name.substr(dot + 1);
}

namespace {

constexpr std::size_t most_told = 12;  // numbers of a list that people read

// Writes distributions, whole or with long lists told by their number.
class Writer {
public:
    explicit Writer(bool whole) : whole_(whole) {}

    std::string text_of(const Distribution& d) const {
        if (const auto value = constant(d)) return shortest(*value);
        const auto* data = std::get_if<Empirical>(&d.family);
        const bool counted = !whole_ && data != nullptr && (data->values.size() > most_told || !data->source.empty());
        if (counted) return counted_text(*data) + more_of(d);
        return std::visit([&](const auto& leaf) { return std::string(leaf.name) + "(" + keys_of(leaf); }, d.family) + more_of(d) + ")";
    }

private:
    static std::string counted_text(const Empirical& data) {
        std::string count = std::to_string(data.values.size());
        for (std::size_t i = count.size(); i > 3; i -= 3) count.insert(i - 3, ",");
        return "empirical of " + count + " values" + (data.source.empty() ? "" : " from " + data.source);
    }
    std::string more_of(const Distribution& d) const {
        std::string out;
        if (d.truncate) out += ", truncate=" + text_of(*d.truncate);
        if (d.scale_by != 1) out += ", scale_by=" + shortest(d.scale_by);
        if (d.shift != 0) out += ", shift=" + shortest(d.shift);
        return out;
    }
    static std::string text_of(double x) { return shortest(x); }
    static std::string text_of(int x) { return std::to_string(x); }
    static std::string text_of(const std::string& x) { return x; }
    template <class T>
    std::string text_of(const std::optional<T>& x) const {
        return x ? text_of(*x) : "";
    }
    template <class T>
    std::string text_of(const std::vector<T>& xs) const {
        if (xs.empty()) return "";
        if (!whole_ && xs.size() > most_told) return std::to_string(xs.size()) + " values";
        std::string out;
        for (const T& x : xs) out += (out.empty() ? "" : ", ") + text_of(x);
        return "[" + out + "]";
    }
    template <class T, std::size_t N>
    std::string text_of(const std::array<T, N>& xs) const {
        return text_of(std::vector<T>(xs.begin(), xs.end()));
    }

    template <class Leaf>
    std::string keys_of(const Leaf& leaf) const {
        std::string out;
        std::apply(
            [&](const auto&... f) {
                const auto add = [&](const auto& field) {
                    const std::string text = text_of(leaf.*field.member);
                    if (text.empty()) return;
                    out += (out.empty() ? "" : ", ") + std::string(field.key.text) + "=" + text;
                };
                (add(f), ...);
            },
            Leaf::fields());
        return out;
    }

    bool whole_;
};

}  // namespace

std::string description(const Distribution& d) { return Writer(true).text_of(d); }
std::string summary(const Distribution& d) { return Writer(false).text_of(d); }

}  // namespace entente
