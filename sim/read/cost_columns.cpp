// Finding columns (see cost_columns.hpp).
#include "read/cost_columns.hpp"

#include <algorithm>
#include <utility>

#include "base/text.hpp"
#include "read/cells.hpp"

namespace entente {

namespace {

class ColumnFinder {
public:
    ColumnFinder(const Sheet& sheet, const ImportChoices& choices, std::vector<SheetProblem>& problems)
        : sheet_(sheet), choices_(choices), problems_(problems) {}

    FoundColumns find() {
        if (!find_header_row()) return std::move(out_);
        for (const SheetCell& cell : sheet_.rows[out_.header_row]) add(cell);
        name_by_table();
        check_needed();
        return std::move(out_);
    }

private:
    bool find_header_row() {
        int most = 1;
        bool found = false;
        for (std::size_t i = 0; i < std::min(most_title_rows, sheet_.rows.size()); ++i) {
            int known = 0;
            bool amount = false;
            for (const SheetCell& cell : sheet_.rows[i]) {
                const std::optional<CostHeader> header = cell.number ? std::nullopt : header_of(cell.text);
                known += header ? 1 : 0;
                amount = amount || (header && header->column >= CostColumn::probability);
            }
            if (known <= most || !amount) continue;
            most = known;
            out_.header_row = i;
            found = true;
        }
        return found;
    }

    void add(const SheetCell& cell) {
        const std::optional<CostHeader> header = header_of(cell.text);
        if (!header) {
            out_.unread.push_back(cell.text);
            return;
        }
        FoundColumn column{*header, cell.text, cell.column, cell.at};
        if (header->column == CostColumn::name && out_.find(CostColumn::name) != nullptr) {
            out_.unread.push_back(cell.text);
            return;
        }
        if (const FoundColumn* other = out_.find(header->column, header->of)) {
            return fail(cell.at,
                        "two columns for '" + plain_name(header->column, header->of) + "': '" + other->text + "' and '" + cell.text + "'",
                        "one of each", "rename the one that is not meant, so that it is not read");
        }
        read_unit(column);
        out_.all.push_back(std::move(column));
    }

    void read_unit(FoundColumn& column) {
        const CostHeader& header = column.header;
        if (header.column == CostColumn::probability) {
            column.factor = header.unit == "%" ? 0.01 : 1;
        } else if (header.column < CostColumn::low) {
            return;
        } else if (header.of != OfWhat::cost) {
            const std::optional<double> unit = header.unit.empty() ? std::optional(1.0) : time_unit(header.unit);
            if (!unit)
                return fail(column.at, "the unit '" + header.unit + "' of '" + column.text + "'", "a unit of time",
                            "say (months), (weeks) or (years)");
            column.factor = *unit;
        } else {
            const std::optional<MoneyUnit> unit = header.unit.empty() ? std::optional(choices_.money) : money_unit(header.unit);
            if (!unit)
                return fail(column.at, "the unit '" + header.unit + "' of '" + column.text + "'", "a unit of money",
                            "say (EUR m), (k USD) or the like");
            column.factor = unit->factor;
            agree(column, *unit);
        }
    }

    void agree(const FoundColumn& column, const MoneyUnit& unit) {
        const bool other_money = !unit.currency.empty() && !out_.currency.empty() && unit.currency != out_.currency;
        const bool other_year = unit.price_year != 0 && out_.price_year != 0 && unit.price_year != out_.price_year;
        if (other_money || other_year)
            return fail(column.at, "'" + column.text + "' is in other money than the columns before it",
                        "one currency, in prices of one year");
        if (!unit.currency.empty()) out_.currency = unit.currency;
        if (unit.price_year != 0) out_.price_year = unit.price_year;
    }

    // A column called name, item or description tells risks in a register and stages elsewhere, unless another one does.
    void name_by_table() {
        const CostColumn meant = out_.is_register() ? CostColumn::risk : CostColumn::stage;
        const bool told = out_.find(meant) != nullptr;
        for (FoundColumn& column : out_.all) {
            if (column.header.column != CostColumn::name) continue;
            if (told) out_.unread.push_back(column.text);
            if (!told) column.header.column = meant;
        }
    }

    void check_needed() {
        const Source at = sheet_.rows[out_.header_row].front().at;
        if (out_.is_register() && out_.find(CostColumn::risk) == nullptr)
            return missing(at, CostColumn::risk, "a column with the risks' names");
        if (!out_.is_register() && out_.find(CostColumn::stage) == nullptr && out_.find(CostColumn::program) == nullptr)
            return missing(at, CostColumn::stage, "a column with the stages' names, or the programs'");
        for (const OfWhat of : {OfWhat::cost, OfWhat::duration, OfWhat::delay}) {
            if (!out_.any(of)) continue;
            const bool low = out_.find(CostColumn::low, of) != nullptr, high = out_.find(CostColumn::high, of) != nullptr;
            if (low != high) return missing(at, low ? CostColumn::high : CostColumn::low, "low and high, or the likely value alone", of);
        }
        if (!out_.any(OfWhat::cost) && !(out_.is_register() && out_.any(OfWhat::delay)))
            missing(at, CostColumn::point, out_.is_register() ? "a column 'impact', or low, likely and high" : "low, likely and high");
    }

    void missing(Source at, CostColumn column, const std::string& expected, OfWhat of = OfWhat::cost) {
        const std::string name = plain_name(column, of), near = nearest(name, out_.unread);
        fail(at, "no column '" + name + "'", expected, near.empty() ? "" : "did you mean it by " + cell_in_message(near) + "?");
    }

    void fail(Source at, std::string found, std::string expected, std::string hint = "") {
        const std::string cell = cell_name(sheet_, at);
        problems_.push_back({sheet_.file, cell, {cell.empty() ? at : Source{}, std::move(found), std::move(expected), std::move(hint)}});
    }

    const Sheet& sheet_;
    const ImportChoices& choices_;
    std::vector<SheetProblem>& problems_;
    FoundColumns out_;
};

}  // namespace

const FoundColumn* FoundColumns::find(CostColumn column, OfWhat of) const {
    const auto at =
        std::find_if(all.begin(), all.end(), [&](const FoundColumn& c) { return c.header.column == column && c.header.of == of; });
    return at == all.end() ? nullptr : &*at;
}

bool FoundColumns::any(OfWhat of) const {
    return std::any_of(all.begin(), all.end(),
                       [&](const FoundColumn& c) { return c.header.column >= CostColumn::low && c.header.of == of; });
}

FoundColumns find_columns(const Sheet& sheet, const ImportChoices& choices, std::vector<SheetProblem>& problems) {
    return ColumnFinder(sheet, choices, problems).find();
}

}  // namespace entente
