// How distributions and uncertain quantities are read, and whether they can be what their keys ask for (see reader.hpp).
#include <cmath>

#include "chance/distribution.hpp"
#include "chance/shapes.hpp"
#include "read/reader.hpp"

namespace entente {

namespace {

// The parameters of a family that are neither places nor scales.
std::vector<std::pair<std::string_view, double>> shapes_of(const Distribution& d) {
    std::vector<std::pair<std::string_view, double>> out;
    const auto add = [&](const auto& leaf, const auto& field) {
        if (std::find(leaf.shapes.begin(), leaf.shapes.end(), field.key.text) == leaf.shapes.end()) return;
        if constexpr (std::is_convertible_v<decltype(leaf.*field.member), double>) {
            out.emplace_back(field.key.text, leaf.*field.member);
        } else if constexpr (std::is_convertible_v<decltype(leaf.*field.member), std::optional<double>>) {
            if (leaf.*field.member) out.emplace_back(field.key.text, *(leaf.*field.member));
        }
    };
    std::visit(
        [&](const auto& leaf) {
            if constexpr (requires { leaf.shapes; })
                std::apply([&](const auto&... field) { (add(leaf, field), ...); }, std::remove_cvref_t<decltype(leaf)>::fields());
        },
        d.family);
    return out;
}

// The coefficient of variation from which a family's shape follows, or one that is sound.
double shape_giving_cv(const Distribution& d) {
    if (const auto* gamma = std::get_if<Gamma>(&d.family)) return gamma->cv.value_or(1);
    const auto* inverse = std::get_if<InverseGamma>(&d.family);
    return inverse != nullptr ? std::min(inverse->cv.value_or(1), 1.0) : 1;  // its shape is above 2
}

}  // namespace

void Reader::value(const toml::node& node, const std::string& path, const Key&, Distribution& out) {
    if (node.is_number()) {
        double x = 0;
        if (number(node, path, Range::any, x)) out = Distribution(x);
        return;
    }
    if (!node.is_table()) return no_number(node, path, "a number or a distribution { dist = ... }");
    const std::size_t before = problems_.size();
    table(node, path, out);
    if (problems_.size() > before) return;
    for (const auto& [key, shape] : shapes_of(out)) {
        if (shape == 0 || (shape >= least_shape && shape <= most_shape)) continue;
        problem(source_of(node), shortest(shape) + " for " + path + "." + std::string(key),
                "a shape from " + shortest(least_shape) + " to " + shortest(most_shape));
    }
    const double cv = shape_giving_cv(out);
    if (cv < least_cv || cv > most_cv) {
        problem(source_of(node), shortest(cv) + " for " + path + ".cv",
                "a coefficient of variation from " + shortest(least_cv) + " to " + shortest(most_cv), "a lognormal takes any");
    }
    if (problems_.size() > before) return;
    if (const std::string fault = resolve(out); !fault.empty()) {
        problem(source_of(node), path + ": " + fault, "a sound distribution");
    }
}

// A distribution must be able to satisfy what its key asks for: probabilities stay probabilities, costs have a mean, rates stay above -1,
// and nothing that is drawn but once in 10^12 worlds is larger than a number may be.
void Reader::check_law(const Quantity& quantity, const Key& key) {
    if (key.cost && !has_finite_mean(quantity.law)) {
        problem(quantity.source, quantity.name + " = " + description(quantity.law) + " has no finite mean", "a cost with a finite mean",
                "truncate it: truncate = [lowest, highest]");
    }
    const double low = quantile(quantity.law, {1e-12, 1 - 1e-12}), high = quantile(quantity.law, {1 - 1e-12, 1e-12});
    const auto leaves = [&](const std::string& what, const std::string& expected, const std::string& range) {
        problem(quantity.source, quantity.name + " = " + description(quantity.law) + " leaves " + what, expected,
                "truncate it: truncate = " + range);
    };
    if (!(std::fabs(low) <= most_number && std::fabs(high) <= most_number)) {
        leaves("what can be counted", "values of at most 1e30", "[lowest, highest]");
    } else if (key.range == Range::fraction && (low < -1e-9 || high > 1 + 1e-9)) {
        leaves("0..1", std::string(wording(key.range)), "[0, 1]");
    } else if (key.range == Range::rate_above_minus_one && !(low > -1)) {
        leaves("the rates above -1", std::string(wording(key.range)), "[-0.9, highest]");
    }
}

void Reader::value(const toml::node& node, const std::string& path, const Key& key, Quantity& out) {
    out.name = path;
    out.source = source_of(node);
    if (is_number(node, key.range)) {
        double x = 0;
        if (number(node, path, key.range, x)) out.law = Distribution(x);
        return;
    }
    const std::size_t before = problems_.size();
    Distribution law;
    value(node, path, key, law);
    out.law = std::move(law);
    if (problems_.size() == before) check_law(out, key);
}

void Reader::load_column(const toml::node& node, Empirical& out) {
    if (out.file.empty() || out.column.empty() || !out.values.empty()) return;
    const std::string path = folder_.empty() || out.file.starts_with('/') ? out.file : folder_ + "/" + out.file;
    Problem wrong;
    const Inputs::Column& read = inputs_.column(path, out.column, wrong);
    if (read.values.empty()) return problem(source_of(node), wrong.found, wrong.expected, wrong.hint);
    out.values = read.values;
    out.source = out.file + " (" + out.column + ")";
    add_input(used_, {out.file, path, read.sha256});
    out.file.clear();  // the values stand for it from here on
    out.column.clear();
}

}  // namespace entente
