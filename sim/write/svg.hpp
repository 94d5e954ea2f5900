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

// What an axis has besides its line.
enum class AxisNumbers { plain, percent, none };

// An axis whose range holds all that will be drawn.
struct PlotAxis {
    double low = 0, high = 0;
    std::string label = {};
    AxisNumbers numbers = AxisNumbers::plain;
};

class Plot {
public:
    // `described` is read out instead of the picture.
    Plot(PlotAxis x, PlotAxis y, std::string described);

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
    void draw_axes();
    std::string path(const std::vector<Point>& points) const;

    PlotAxis x_, y_;
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
