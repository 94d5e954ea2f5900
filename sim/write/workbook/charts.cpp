// Native charts (see charts.hpp).
#include "write/workbook/charts.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <functional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "model/rows.hpp"
#include "write/funding.hpp"
#include "write/report/chart.hpp"
#include "write/verdict.hpp"
#include "write/xlsx_memory.hpp"

namespace entente {

namespace {

constexpr std::size_t most_charts = 10, most_series = 6;
constexpr std::array<lxw_color_t, most_series> colours{0x2F6DB3, 0xC9731B, 0x3A9270, 0x8D5AA6, 0xB23A48, 0x6B7B3A};

// A block of the sheet of figures: a column across, or of names, then a column a series.
struct Block {
    std::string title;
    std::vector<std::string> columns;
    std::vector<std::string> names = {};           // of the rows, or
    std::vector<double> across = {};               // their numbers
    std::vector<std::vector<double>> series = {};  // by column
    Look across_look = Look::number, look = Look::money;
};

class Charts {
public:
    Charts(Book& book, const Results& results)
        : book_(book), r_(results), shown_(results), charts_(book.add("charts")), figures_(book.add("chart figures")) {
        worksheet_set_column(figures_, 0, 0, 40, nullptr);
        worksheet_set_column(figures_, 1, 12, 16, nullptr);
        // All charts on one page; their figures on none: an empty cell stands for them.
        worksheet_set_portrait(charts_);
        worksheet_fit_to_pages(charts_, 1, 1);
        written(worksheet_print_area(figures_, 0, 20, 0, 20));
    }

    void add() {
        std::vector<OfFirm> firms;
        for (const std::string& firm : firms_of(r_)) firms.push_back({firm, charts_of(r_, shown_, firm)});
        each(firms, "boxes", &Charts::gains);
        for (const Chart& chart : common_charts(r_, shown_)) {
            if (chart.drawing == "exits") exits(chart.finding);
        }
        each(firms, "curves", &Charts::curves);
        each(firms, "funding", &Charts::funding);
        each(firms, "years", &Charts::years);
    }

private:
    // A firm, and the pictures that the report has of it.
    struct OfFirm {
        std::string firm;
        std::vector<Chart> charts;
    };
    // Draws for each firm whose report has such a picture, under what the first of them finds.
    void each(const std::vector<OfFirm>& firms, std::string_view drawing, void (Charts::*show)(const std::string&, const std::string&)) {
        for (const OfFirm& one : firms) {
            const auto chart = std::find_if(one.charts.begin(), one.charts.end(), [&](const Chart& c) { return c.drawing == drawing; });
            if (chart != one.charts.end()) (this->*show)(one.firm, chart->finding);
        }
    }
    std::vector<std::string> deals(const std::string& firm) const {
        std::vector<std::string> out;
        for (const std::string& alternative : shown_.alternatives) {
            if (comparison_row(r_, alternative, firm, "gain") != nullptr) out.push_back(alternative);
        }
        return out;
    }

    // Writes a block and gives the row of its first figures.
    lxw_row_t write(const Block& block) {
        book_.text(figures_, row_++, 0, block.title, Look::bold);
        for (std::size_t c = 0; c < block.columns.size(); ++c)
            book_.text(figures_, row_, static_cast<lxw_col_t>(c), block.columns[c], c == 0 ? Look::heading : Look::number_heading);
        written(worksheet_set_row(figures_, row_, 45, nullptr));
        const lxw_row_t first = ++row_;
        for (std::size_t r = 0; r < std::max(block.names.size(), block.across.size()); ++r, ++row_) {
            if (block.names.empty()) {
                book_.number(figures_, row_, 0, block.across[r], block.across_look);
            } else {
                book_.text(figures_, row_, 0, block.names[r]);
            }
            for (std::size_t s = 0; s < block.series.size(); ++s)
                book_.number(figures_, row_, static_cast<lxw_col_t>(s + 1), block.series[s][r], block.look);
        }
        ++row_;
        return first;
    }

    // A chart of a block: two a row of the sheet, under its finding.
    void draw(std::uint8_t type, const Block& block, const std::function<void(lxw_chart*)>& axes) {
        if (drawn_ == most_charts || block.series.empty()) return;
        const lxw_row_t first = write(block), last = row_ - 2;
        lxw_chart* const chart = book_.add_chart(type);
        const bool is_curve = type == LXW_CHART_SCATTER_STRAIGHT;
        for (std::size_t s = 0; s < std::min(block.series.size(), most_series); ++s) {
            const auto column = static_cast<lxw_col_t>(s + 1);
            lxw_chart_series* const series = needed(chart_add_series(chart, nullptr, nullptr));
            // An S-curve has its chances upwards.
            const lxw_col_t across = is_curve ? column : 0, up = is_curve ? 0 : column;
            chart_series_set_categories(series, "chart figures", first, across, last, across);
            chart_series_set_values(series, "chart figures", first, up, last, up);
            chart_series_set_name(series, block.columns[s + 1].c_str());
            paint(series, colours[s], type);
        }
        chart_title_set_name(chart, block.title.c_str());
        lxw_chart_font font{};
        font.size = 11;
        font.bold = LXW_TRUE;
        chart_title_set_name_font(chart, &font);
        chart_legend_set_position(chart, LXW_CHART_LEGEND_BOTTOM);
        axes(chart);
        lxw_chart_options options{};
        options.x_scale = 1.3;
        options.y_scale = 1.25;
        written(worksheet_insert_chart_opt(charts_, static_cast<lxw_row_t>(drawn_ / 2 * 19), static_cast<lxw_col_t>(drawn_ % 2 * 10), chart,
                                           &options));
        ++drawn_;
    }
    static void paint(lxw_chart_series* series, lxw_color_t colour, std::uint8_t type) {
        lxw_chart_line line{};
        line.color = colour;
        line.width = 2;
        lxw_chart_fill fill{};
        fill.color = colour;
        if (type == LXW_CHART_BAR) chart_series_set_fill(series, &fill);
        if (type != LXW_CHART_BAR) chart_series_set_line(series, &line);
    }
    // A bar chart's categories, which stand on its y axis, run upwards unless told otherwise.
    static void upright(lxw_chart* chart) {
        chart_axis_set_reverse(chart->y_axis);
        chart_axis_set_crossing_max(chart->y_axis);  // the figures stay beneath
        chart_axis_set_label_position(chart->y_axis, LXW_CHART_AXIS_LABEL_POSITION_LOW);
    }
    static void percent_axis(lxw_chart_axis* axis) {
        chart_axis_set_min(axis, 0);
        chart_axis_set_max(axis, 1);
        chart_axis_set_major_unit(axis, 0.2);
        chart_axis_set_num_format(axis, "0%");
    }
    void money_axis(lxw_chart_axis* axis, const char* what) const {
        chart_axis_set_name(axis, (r_.currency + " m" + what).c_str());
        chart_axis_set_num_format(axis, "#,##0");
    }

    void gains(const std::string& firm, const std::string& finding) {
        Block block{.title = finding, .columns = {"alternative", "P10", "mean", "P90"}, .series = std::vector<std::vector<double>>(3)};
        std::vector<const ComparisonRow*> rows;
        for (const std::string& alternative : deals(firm)) rows.push_back(comparison_row(r_, alternative, firm, "gain"));
        std::stable_sort(rows.begin(), rows.end(), [](const auto* a, const auto* b) { return a->mean > b->mean; });
        for (const ComparisonRow* row : rows) {
            block.names.push_back(alternative_title(r_, row->alternative));
            block.series[0].push_back(row->p10);
            block.series[1].push_back(row->mean);
            block.series[2].push_back(row->p90);
        }
        draw(LXW_CHART_BAR, block, [&](lxw_chart* chart) {
            upright(chart);
            money_axis(chart->x_axis, "");
        });
    }

    void curves(const std::string& firm, const std::string& finding) {
        Block block{.title = finding, .columns = {"chance of that gain or less"}, .across_look = Look::percent};
        constexpr std::size_t step = 5;
        for (std::size_t i = 0; i < curve_points; i += step) block.across.push_back(curve_level(i));
        block.across.push_back(curve_level(curve_points - 1));
        for (const std::string& alternative : deals(firm)) {
            const std::vector<double>& curve = comparison_row(r_, alternative, firm, "gain")->curve;
            if (curve.empty()) continue;
            std::vector<double>& values = block.series.emplace_back();
            for (std::size_t i = 0; i < curve_points; i += step) values.push_back(curve[i]);
            values.push_back(curve.back());
            block.columns.push_back(alternative_title(r_, alternative));
        }
        draw(LXW_CHART_SCATTER_STRAIGHT, block, [&](lxw_chart* chart) {
            money_axis(chart->x_axis, ", gain");
            chart_axis_set_label_position(chart->y_axis, LXW_CHART_AXIS_LABEL_POSITION_LOW);
            chart_axis_set_label_position(chart->x_axis, LXW_CHART_AXIS_LABEL_POSITION_LOW);
            percent_axis(chart->y_axis);
        });
    }

    void years(const std::string& firm, const std::string& finding) {
        Block block{.title = finding, .columns = {"year"}, .across_look = Look::year};
        for (const std::string& alternative : shown_.alternatives) {
            std::vector<double> values, at;
            for (const AnnualRow& row : r_.annual) {
                if (row.alternative != alternative || row.firm != firm || row.flow != "cost") continue;
                values.push_back(row.p90);
                at.push_back(row.year);
            }
            if (values.empty()) continue;
            block.across = at;
            block.series.push_back(values);
            block.columns.push_back(alternative_title(r_, alternative));
        }
        draw(LXW_CHART_LINE, block, [&](lxw_chart* chart) { money_axis(chart->y_axis, " a year, P90"); });
    }

    // What a firm can spend, and what it wants to in each alternative.
    void funding(const std::string& firm, const std::string& finding) {
        Block block{.title = finding, .columns = {"year"}, .across_look = Look::year};
        for (const std::string& alternative : shown_.alternatives) {
            const std::vector<FundingYear> years = funding_years(r_, alternative, firm);
            if (years.empty()) continue;
            std::vector<double> can, wants;
            for (const FundingYear& year : years) {
                can.push_back(year.funding->mean);
                wants.push_back(year.wanted->mean);
            }
            if (block.series.empty()) {
                for (const FundingYear& year : years) block.across.push_back(year.year);
                block.series.push_back(can);
                block.columns.push_back("can spend");
            }
            block.series.push_back(wants);
            block.columns.push_back("wants: " + alternative_title(r_, alternative));
        }
        draw(LXW_CHART_LINE, block, [&](lxw_chart* chart) { money_axis(chart->y_axis, " a year, mean"); });
    }

    void exits(const std::string& finding) {
        Block block{.title = finding, .columns = {"alternative, exit, leaver", "chance"}, .series = {{}}, .look = Look::percent};
        for (const ExitRow& row : r_.exits) {
            if (row.probability == 0 || !shown_.holds(row.alternative)) continue;
            block.names.push_back(alternative_title(r_, row.alternative) + ", " + row.trigger + ", " + firm_title(r_, row.leaver));
            block.series[0].push_back(row.probability);
        }
        draw(LXW_CHART_BAR, block, [&](lxw_chart* chart) {
            upright(chart);
            percent_axis(chart->x_axis);
            chart_legend_set_position(chart, LXW_CHART_LEGEND_NONE);
        });
    }

    Book& book_;
    const Results& r_;
    Shown shown_;
    lxw_worksheet *charts_, *figures_;
    lxw_row_t row_ = 0;
    std::size_t drawn_ = 0;
};

}  // namespace

void add_charts(Book& book, const Results& results) { Charts(book, results).add(); }

}  // namespace entente
