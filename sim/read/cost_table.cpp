// Reading the rows of cost sheets and risk registers (see cost_table.hpp).
#include "read/cost_table.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <array>

#include "base/text.hpp"
#include "read/cells.hpp"
#include "read/cost_columns.hpp"
#include "read/cost_range.hpp"

namespace entente {

namespace {

using Row = std::vector<SheetCell>;

class TableReader {
public:
    TableReader(const Sheet& sheet, std::string title, const ImportChoices& choices, ImportedTables& out,
                std::vector<SheetProblem>& problems)
        : sheet_(sheet), title_(std::move(title)), choices_(choices), out_(out), problems_(problems) {}

    // False where the sheet is no table of costs or risks.
    bool read() {
        const std::size_t before = problems_.size();
        columns_ = find_columns(sheet_, choices_, problems_);
        if (problems_.size() > before) return true;
        if (columns_.all.empty()) return false;
        take_money();
        for (const std::string& text : columns_.unread)
            out_.notes.push_back(where() + ": the column " + cell_in_message(text) + " is not read");
        for (std::size_t i = columns_.header_row + 1; i < sheet_.rows.size(); ++i) read_row(sheet_.rows[i]);
        if (doubtful_ && commas_ && !certain_ && sheet_.separator != ';') problems_.push_back(*doubtful_);
        check_percentages();
        return true;
    }

private:
    std::string where() const { return sheet_.name.empty() ? sheet_.file : sheet_.file + ", sheet '" + sheet_.name + "'"; }

    void take_money() {
        const bool other_money = !columns_.currency.empty() && !out_.currency.empty() && columns_.currency != out_.currency;
        const bool other_year = columns_.price_year != 0 && out_.price_year != 0 && columns_.price_year != out_.price_year;
        if (other_money || other_year)
            fail(columns_.all.front().at, where() + " is in other money than the tables before it", "one currency, in prices of one year");
        if (!columns_.currency.empty()) out_.currency = columns_.currency;
        if (columns_.price_year != 0) out_.price_year = columns_.price_year;
    }

    const SheetCell* cell(const Row& row, const FoundColumn* column) const {
        if (column == nullptr) return nullptr;
        const auto at = std::find_if(row.begin(), row.end(), [&](const SheetCell& c) { return c.column == column->column; });
        return at == row.end() || (!at->is_unsolved && is_missing(at->text)) ? nullptr : &*at;
    }
    const SheetCell* cell(const Row& row, CostColumn column, OfWhat of = OfWhat::cost) const {
        return cell(row, columns_.find(column, of));
    }

    static bool is_sum(const std::string& text) {
        constexpr std::array<std::string_view, 5> sums{"total", "subtotal", "sub-total", "grand total", "sum"};
        std::string word;
        for (const char c : text.substr(0, text.find_first_of(":("))) word += static_cast<char>(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c);
        while (word.ends_with(' ')) word.pop_back();
        return std::find(sums.begin(), sums.end(), word) != sums.end() || word.starts_with("total ");
    }

    void read_row(const Row& row) {
        const SheetCell* program = cell(row, CostColumn::program);
        for (const SheetCell* one : {program, cell(row, CostColumn::stage), cell(row, CostColumn::risk)}) {
            if (one == nullptr || !is_sum(one->text)) continue;
            out_.notes.push_back(fmt::format("{}: the row of {} is not read, as a sum", where(), cell_in_message(one->text)));
            return;
        }
        // A program that is named once stands over the rows below.
        if (program != nullptr) program_ = program->text;
        const bool amounts = std::any_of(columns_.all.begin(), columns_.all.end(), [&](const FoundColumn& column) {
            return column.header.column >= CostColumn::probability && cell(row, &column) != nullptr;
        });
        if (columns_.is_register() && (cell(row, CostColumn::risk) != nullptr || cell(row, CostColumn::probability) != nullptr)) {
            read_risk(row);
        } else if (cell(row, CostColumn::stage) != nullptr || amounts) {
            read_stage(row, amounts);
        }
    }

    void read_stage(const Row& row, bool amounts) {
        const SheetCell* name = cell(row, CostColumn::stage);
        if (name == nullptr && columns_.find(CostColumn::stage) != nullptr)
            return fail(row.front().at, "a row with costs and no stage", "the stage's name", "fill it in, or take the row out");
        ImportedStage stage;
        stage.program = program_.empty() ? title_ : program_;
        stage.name = name != nullptr ? name->text : "development";
        stage.place = {&sheet_, name != nullptr ? name->at : row.front().at};
        if (!amounts || !has(row, OfWhat::cost)) {
            fail(stage.place.at, "no cost of stage " + cell_in_message(stage.name), "low, likely and high, or the likely value alone",
                 "take the row out, or fill it in");
        } else {
            if (std::optional<ImportedRange> cost = range(row, OfWhat::cost, nullptr)) stage.cost = *cost;
            if (has(row, OfWhat::duration)) stage.duration = range(row, OfWhat::duration, &stage.longest);
        }
        // One at fault is a stage too: risks that hit it are not told of besides.
        out_.stages.push_back(std::move(stage));
    }

    void read_risk(const Row& row) {
        const SheetCell* name = cell(row, CostColumn::risk);
        const SheetCell* probability = cell(row, CostColumn::probability);
        if (name == nullptr)
            return fail(row.front().at, "a risk without a name", "its name under 'risk'", "fill it in, or take the row out");
        if (probability == nullptr)
            return fail(name->at, "no probability of risk " + cell_in_message(name->text), "a number between 0 and 1, or a percentage",
                        "take the row out, or fill it in");
        ImportedRisk risk;
        risk.name = name->text;
        risk.place = {&sheet_, name->at};
        risk.program = program_;
        if (const SheetCell* stage = cell(row, CostColumn::stage)) risk.stage = stage->text;
        const std::optional<double> chance = share(*probability);
        if (!has(row, OfWhat::cost) && !has(row, OfWhat::delay))
            return fail(name->at, "neither cost nor delay of risk " + cell_in_message(risk.name), "what it costs when it happens",
                        "take the row out, or fill it in");
        if (has(row, OfWhat::cost)) risk.cost = range(row, OfWhat::cost, nullptr);
        if (has(row, OfWhat::delay)) risk.delay = range(row, OfWhat::delay, nullptr);
        if (!chance) return;
        risk.probability = {shortest(to_twelve_digits(*chance)), {&sheet_, probability->at}, ""};
        out_.risks.push_back(std::move(risk));
    }

    bool has(const Row& row, OfWhat of) const {
        return std::any_of(columns_.all.begin(), columns_.all.end(), [&](const FoundColumn& column) {
            return column.header.column >= CostColumn::low && column.header.of == of && cell(row, &column) != nullptr;
        });
    }

    std::optional<ImportedRange> range(const Row& row, OfWhat of, double* longest) {
        WrittenRange written;
        const SheetCell* first = nullptr;
        bool sound = true;
        const auto value = [&](CostColumn column) -> std::optional<double> {
            const SheetCell* at = cell(row, column, of);
            if (at == nullptr) return std::nullopt;
            if (first == nullptr) first = at;
            const std::optional<double> x = number(*at);
            if (!x) sound = false;
            if (!x) return std::nullopt;
            const double scaled = *x * columns_.find(column, of)->factor;
            if (longest != nullptr) *longest = std::max(*longest, scaled);
            return scaled;
        };
        const auto point = [&](CostColumn column, double level) -> std::optional<RangePoint> {
            const std::optional<double> x = value(column);
            return x ? std::optional(RangePoint{columns_.find(column, of)->header.level.value_or(level), *x}) : std::nullopt;
        };
        written.low = point(CostColumn::low, choices_.low);
        written.likely = value(CostColumn::point);
        written.median = value(CostColumn::median);
        written.high = point(CostColumn::high, choices_.high);
        const SheetCell* family = cell(row, CostColumn::family);
        if (!sound) return std::nullopt;
        // The family is that of the row's money; a time without a range is a plain number.
        if (family != nullptr && of == OfWhat::cost) written.family = family->text;
        const RangeText text = range_text(written);
        if (!text.text.empty()) return ImportedRange{text.text, {&sheet_, first->at}, text.note};
        fail(text.found.starts_with("the family") ? family->at : first->at, text.found, text.expected, text.hint);
        return std::nullopt;
    }

    // A number, in the file's decimal sign.
    std::optional<double> number(const SheetCell& at) {
        if (at.is_unsolved) {
            fail(at.at, "a formula without its result", "a number",
                 "open the workbook in a spreadsheet and save it, so that results are kept");
            return std::nullopt;
        }
        if (at.number) return at.number;
        std::string text = at.text;
        for (const std::string_view sign : {"€", "$", "£", "¥", " ", "\u00A0", "\u202F"}) {
            for (std::size_t found = text.find(sign); found != std::string::npos; found = text.find(sign)) text.erase(found, sign.size());
        }
        Written written{};
        const std::optional<double> x = number_of(text, written);
        if (!x) {
            const bool grouped = text.find(',') != std::string::npos && text.find_first_not_of("0123456789,.") == std::string::npos;
            const bool of_formula = !sheet_.name.empty() && at.text.starts_with('#');
            fail(at.at, cell_in_message(at.text), "a number",
                 grouped      ? "no separators of thousands"
                 : of_formula ? "the formula has no result; mend it in the spreadsheet"
                              : "units go into the header: low (EUR m)");
            return std::nullopt;
        }
        return agrees(at, written) ? x : std::nullopt;
    }

    bool agrees(const SheetCell& at, Written written) {
        if (written == Written::point) points_ = true;
        if (written == Written::comma) commas_ = certain_ = true;
        if (written == Written::perhaps_thousands) {
            commas_ = true;
            if (!doubtful_)
                doubtful_ = problem(at.at, cell_in_message(at.text), "a number that can be read in one way only",
                                    "write 1.234 or 1234 for it; a comma is taken for a decimal one where others of the file are plain");
        }
        if (!points_ || !commas_) return true;
        fail(at.at, cell_in_message(at.text) + ", where other numbers have the other decimal sign",
             "decimal points, or decimal commas, throughout", "no separators of thousands");
        return false;
    }

    // A spreadsheet holds what it shows as 30% as 0.3: under a header with % that is no 0.3%.
    void check_percentages() {
        const FoundColumn* column = columns_.find(CostColumn::probability);
        if (column == nullptr || column->factor == 1 || !(largest_percent_ > 0 && largest_percent_ <= 1)) return;
        fail(column->at, cell_in_message(column->text) + " over numbers up to " + shortest(to_twelve_digits(largest_percent_)),
             "percentages, such as 30", "take the % out of the header where 0.3 is meant for 30%, as behind cells shown as 30%");
    }

    std::optional<double> share(const SheetCell& at) {
        SheetCell plain = at;
        const bool percent = !at.number && plain.text.ends_with('%');
        if (percent) plain.text.pop_back();
        const std::size_t before = problems_.size();
        const std::optional<double> x = number(plain);
        if (!x) {
            if (problems_.size() > before) problems_.back().problem.expected = "a number between 0 and 1, or a percentage";
            if (problems_.size() > before && problems_.back().problem.hint.starts_with("units"))
                problems_.back().problem.hint = "a grade such as 'high' needs its chance: 0.3, or 30%";
            return std::nullopt;
        }
        largest_percent_ = std::max(largest_percent_, percent ? 100 : *x);
        const double out = *x * (percent ? 0.01 : columns_.find(CostColumn::probability)->factor);
        if (out >= 0 && out <= 1) return out;
        const bool is_percent = out > 1 && out <= 100 && !percent;
        fail(at.at, cell_in_message(at.text) + " as a probability", "a number between 0 and 1, or a percentage",
             is_percent ? fmt::format("write {} or {}%", shortest(to_twelve_digits(out / 100)), shortest(out)) : "");
        return std::nullopt;
    }

    SheetProblem problem(Source at, std::string found, std::string expected, std::string hint) const {
        const std::string cell = cell_name(sheet_, at);
        return {sheet_.file, cell, {cell.empty() ? at : Source{}, std::move(found), std::move(expected), std::move(hint)}};
    }
    void fail(Source at, std::string found, std::string expected, std::string hint = "") {
        problems_.push_back(problem(at, std::move(found), std::move(expected), std::move(hint)));
    }

    const Sheet& sheet_;
    std::string title_;
    const ImportChoices& choices_;
    ImportedTables& out_;
    std::vector<SheetProblem>& problems_;
    FoundColumns columns_;
    std::string program_;  // of the row, or of one above it
    bool points_ = false, commas_ = false, certain_ = false;
    double largest_percent_ = 0;  // of probabilities as they stand; one that says % is certain
    std::optional<SheetProblem> doubtful_;
};

}  // namespace

void add_tables(const std::vector<Sheet>& sheets, const std::string& title, const ImportChoices& choices, ImportedTables& out,
                std::vector<SheetProblem>& problems) {
    bool any = false;
    for (const Sheet& sheet : sheets) {
        const bool read = TableReader(sheet, title, choices, out, problems).read();
        any = any || read;
        if (!read && sheets.size() > 1)
            out.notes.push_back(sheet.file + ": the sheet '" + sheet.name + "' is not read: it has no table of costs or risks");
    }
    if (any || sheets.empty()) return;
    const Sheet& first = sheets.front();
    const Source at = first.rows.empty() ? Source{} : first.rows.front().front().at;
    const std::string cell = at.line == 0 ? "" : cell_name(first, at);
    problems.push_back({first.file,
                        cell,
                        {cell.empty() ? at : Source{}, "no table of costs or risks",
                         "headers such as program, stage, low, likely, high; or risk, stage, probability, impact", ""}});
}

}  // namespace entente
