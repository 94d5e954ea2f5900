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

std::string text_of(double x) { return shortest(x); }
std::string text_of(int x) { return std::to_string(x); }
std::string text_of(const std::string& x) { return x; }
std::string text_of(const Distribution& x) { return description(x); }

template <class T, std::size_t N>
std::string text_of(const std::array<T, N>& xs);
template <class T>
std::string text_of(const std::optional<T>& x) {
    return x ? text_of(*x) : "";
}
template <class T>
std::string text_of(const std::vector<T>& xs) {
    std::string out;
    for (const T& x : xs) out += (out.empty() ? "" : ", ") + text_of(x);
    return "[" + out + "]";
}
template <class T, std::size_t N>
std::string text_of(const std::array<T, N>& xs) {
    return text_of(std::vector<T>(xs.begin(), xs.end()));
}

template <class Leaf>
std::string keys_of(const Leaf& leaf) {
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

}  // namespace

std::string description(const Distribution& d) {
    if (const auto value = constant(d)) return shortest(*value);
    std::string out = std::visit([](const auto& leaf) { return std::string(leaf.name) + "(" + keys_of(leaf); }, d.family);
    if (d.truncate) out += ", truncate=" + text_of(*d.truncate);
    if (d.scale_by != 1) out += ", scale_by=" + shortest(d.scale_by);
    if (d.shift != 0) out += ", shift=" + shortest(d.shift);
    return out + ")";
}

}  // namespace entente
