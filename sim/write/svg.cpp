// Drawing (see svg.hpp).
#include "write/svg.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <cmath>
#include <utility>

#include "write/verdict.hpp"

namespace entente {

namespace {
constexpr int left = 74, right = 34, top = 10, bottom = 52;

// Whether an axis is of years: numbers that all lie where dates do get no thousands separators.
bool are_years(double low, double high) { return low > 1800 && high < 2400; }
std::string tick_text(double x, bool years) { return years ? fmt::format("{:g}", x) : x == 0 ? "0" : money_text(x); }

// At x, in a picture whose horizontal axis is at `axis`.
std::string words_below(double x, int axis, const std::string& text) {
    return fmt::format("<text class=\"tick\" x=\"{:.1f}\" y=\"{}\" text-anchor=\"middle\">{}</text>", x, axis + 16, escaped(text));
}
std::string upright(const char* style, double x, int axis) {
    return fmt::format("<line class=\"{0}\" x1=\"{1:.1f}\" x2=\"{1:.1f}\" y1=\"{2}\" y2=\"{3}\"/>", style, x, top, axis);
}
}  // namespace

std::string escaped(const std::string& text) {
    std::string out;
    for (const char c : text) {
        switch (c) {
            case '&': out += "&amp;"; break;
            case '<': out += "&lt;"; break;
            case '>': out += "&gt;"; break;
            case '"': out += "&quot;"; break;
            case '\'': out += "&#39;"; break;
            default: out += c;
        }
    }
    return out;
}

std::vector<double> ticks(double low, double high, int count) {
    std::vector<double> out;
    if (!(high > low)) return {low};
    const double raw = (high - low) / count, power = std::pow(10, std::floor(std::log10(raw)));
    double step = 10 * power;
    for (const double round : {1.0, 2.0, 5.0}) {
        if (round * power >= raw) {
            step = round * power;
            break;
        }
    }
    for (double at = std::ceil(low / step) * step; at <= high + 1e-9 * step; at += step)
        out.push_back(std::fabs(at) < 1e-9 * step ? 0 : at);
    return out;
}

Plot::Plot(PlotAxis x, PlotAxis y, std::string described) : x_(std::move(x)), y_(std::move(y)), described_(std::move(described)) {
    for (PlotAxis* axis : {&x_, &y_}) {
        if (!(axis->high > axis->low)) axis->high = axis->low + 1;
    }
    draw_axes();
}

double Plot::across(double x) const {
    return left + (std::clamp(x, x_.low, x_.high) - x_.low) / (x_.high - x_.low) * (width - left - right);
}
double Plot::up(double y) const {
    return height - bottom - (std::clamp(y, y_.low, y_.high) - y_.low) / (y_.high - y_.low) * (height - top - bottom);
}

void Plot::draw_axes() {
    const bool years = are_years(x_.low, x_.high), y_years = are_years(y_.low, y_.high);
    for (const double x : x_.numbers == AxisNumbers::none ? std::vector<double>{} : ticks(x_.low, x_.high, 7)) {
        if (years && std::floor(x) != x) continue;
        body_ += upright("grid", across(x), height - bottom) + words_below(across(x), height - bottom, tick_text(x, years));
    }
    for (const double y : ticks(y_.low, y_.high, 5)) {
        body_ += fmt::format("<line class=\"grid\" x1=\"{1}\" x2=\"{2}\" y1=\"{0:.1f}\" y2=\"{0:.1f}\"/>", up(y), left, width - right);
        body_ += fmt::format("<text class=\"tick\" x=\"{}\" y=\"{:.1f}\" text-anchor=\"end\">{}</text>", left - 6, up(y) + 4,
                             y_.numbers == AxisNumbers::percent ? fmt::format("{:g}%", 100 * y) : tick_text(y, y_years));
    }
    body_ += fmt::format("<text class=\"axis\" x=\"{}\" y=\"{}\" text-anchor=\"middle\">{}</text>", (left + width - right) / 2, height - 18,
                         escaped(x_.label));
    body_ += fmt::format("<text class=\"axis\" transform=\"translate(14 {}) rotate(-90)\" text-anchor=\"middle\">{}</text>",
                         (top + height - bottom) / 2, escaped(y_.label));
}

std::string Plot::path(const std::vector<Point>& points) const {
    std::string out;
    for (const Point& p : points) out += fmt::format("{}{:.1f} {:.1f}", out.empty() ? "M" : "L", across(p.x), up(p.y));
    return out;
}

void Plot::line(const std::vector<Point>& points, int colour, const std::string& name) {
    body_ += fmt::format("<path class=\"line c{}\" d=\"{}\"/>", colour % colours, path(points));
    legend_.emplace_back(colour % colours, name);
}

void Plot::band(const std::vector<Point>& low, const std::vector<Point>& high, int colour, const std::string& name) {
    std::vector<Point> around = high;
    around.insert(around.end(), low.rbegin(), low.rend());
    body_ += fmt::format("<path class=\"band f{}\" d=\"{}Z\"/>", colour % colours, path(around));
    if (!name.empty()) legend_.emplace_back(colour % colours, name);
}

void Plot::bar(double from, double to, double tall, int colour) { floating(from, to, std::max(y_.low, 0.0), tall, colour); }

void Plot::floating(double from, double to, double low, double high, int colour) {
    const double x = across(from), y = up(high), base = up(low);
    body_ += fmt::format("<rect class=\"bar f{}\" x=\"{:.1f}\" y=\"{:.1f}\" width=\"{:.1f}\" height=\"{:.1f}\"/>", colour % colours, x,
                         std::min(y, base), std::max(across(to) - x - 0.6, 0.5), std::fabs(base - y));
}

void Plot::under(double x, const std::string& text) { body_ += words_below(across(x), height - bottom, text); }

void Plot::above(Point at, const std::string& text) {
    body_ += fmt::format("<text class=\"tick\" x=\"{:.1f}\" y=\"{:.1f}\" text-anchor=\"middle\">{}</text>", across(at.x), up(at.y) - 4,
                         escaped(text));
}

void Plot::mark(Point at, int colour, const std::string& text) {
    body_ += fmt::format("<circle class=\"dot f{}\" cx=\"{:.1f}\" cy=\"{:.1f}\" r=\"3.5\"><title>{}</title></circle>", colour % colours,
                         across(at.x), up(at.y), escaped(text));
}

std::string Plot::finish() {
    std::string legend;
    for (const auto& [colour, name] : legend_) legend += fmt::format("<span><i class=\"k{}\"></i>{}</span> ", colour, escaped(name));
    return fmt::format("<svg viewBox=\"0 0 {} {}\" role=\"img\" aria-label=\"{}\">{}</svg>\n<p class=\"legend\">{}</p>\n", width, height,
                       escaped(described_), body_, legend);
}

std::string tornado(const std::vector<TornadoBar>& bars, double middle, const std::string& x_label, const std::string& described) {
    constexpr int step = 38, bar = 15, side = 24;
    double low = middle, high = middle;
    for (const TornadoBar& b : bars) {
        low = std::min({low, b.low, b.high});
        high = std::max({high, b.low, b.high});
    }
    if (!(high > low)) high = low + 1;
    const auto across = [&](double x) { return side + (x - low) / (high - low) * (Plot::width - 2 * side); };
    const int bottom_at = top + step * static_cast<int>(bars.size());
    std::string body;
    for (const double x : ticks(low, high, 7)) {
        body += upright("grid", across(x), bottom_at) + words_below(across(x), bottom_at, tick_text(x, false));
    }
    for (std::size_t i = 0; i < bars.size(); ++i) {
        const TornadoBar& b = bars[i];
        const int y = top + step * static_cast<int>(i) + 18;
        body += fmt::format("<text class=\"axis\" x=\"{}\" y=\"{}\">{}</text>", side, y - 5, escaped(b.name));
        for (const auto& [end, colour] : {std::pair(b.low, 1), std::pair(b.high, 0)}) {
            const double from = across(std::min(end, middle)), to = across(std::max(end, middle));
            body += fmt::format("<rect class=\"bar f{}\" x=\"{:.1f}\" y=\"{}\" width=\"{:.1f}\" height=\"{}\"/>", colour, from, y,
                                std::max(to - from, 0.5), bar);
        }
    }
    body += upright("line c3", across(middle), bottom_at);
    body += fmt::format("<text class=\"axis\" x=\"{}\" y=\"{}\" text-anchor=\"middle\">{}</text>", Plot::width / 2, bottom_at + 36,
                        escaped(x_label));
    return fmt::format(
        "<svg viewBox=\"0 0 {} {}\" role=\"img\" aria-label=\"{}\">{}</svg>\n<p class=\"legend\"><span><i class=\"k1\"></i>input in its "
        "lowest tenth</span> <span><i class=\"k0\"></i>in its highest tenth</span></p>\n",
        Plot::width, bottom_at + 44, escaped(described), body);
}

}  // namespace entente
