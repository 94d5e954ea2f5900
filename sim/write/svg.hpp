// Small static charts as SVG: axes with round ticks, lines, bands, bars. No script, so a page of them prints and is safe.
#pragma once

#include <string>
#include <vector>

namespace entente {

// Text made harmless inside HTML and SVG.
std::string escaped(const std::string& text);

struct Point {
    double x = 0, y = 0;
};

class Plot {
public:
    // Ranges that hold all that will be drawn; `percent`: y is a probability; `x_numbers`: x has ticks. `described` is read out instead of
    // the picture.
    Plot(double x_low, double x_high, double y_low, double y_high, std::string x_label, std::string y_label, std::string described,
         bool percent = false, bool x_numbers = true);

    void line(const std::vector<Point>& points, int colour, const std::string& name);
    void band(const std::vector<Point>& low, const std::vector<Point>& high, int colour, const std::string& name);
    void bar(double from, double to, double height, int colour);
    void floating(double from, double to, double low, double high, int colour);
    // Words under the axis, in place of numbers, and at a height.
    void under(double x, const std::string& text);
    void above(Point at, const std::string& text);
    void mark(Point at, int colour, const std::string& text);
    std::string finish();

    static constexpr int width = 680, height = 340;
    static constexpr int colours = 6;  // classes c0 .. c5

private:
    double across(double x) const;
    double up(double y) const;
    void axes(const std::string& x_label, const std::string& y_label, bool percent, bool x_numbers);
    std::string path(const std::vector<Point>& points) const;

    double x_low_, x_high_, y_low_, y_high_;
    std::string described_, body_;
    std::vector<std::pair<int, std::string>> legend_;
};

// Bars from `low` to `high` about a common middle, the widest first, each under its name: a tornado.
struct TornadoBar {
    std::string name;
    double low = 0, high = 0;  // at the input's low end, and at its high end
};
std::string tornado(const std::vector<TornadoBar>& bars, double middle, const std::string& x_label, const std::string& described);

// About `count` round numbers that span low .. high.
std::vector<double> ticks(double low, double high, int count);

}  // namespace entente
