// The table of formats (see format.hpp).
#include <algorithm>
#include <array>

#include "write/format.hpp"

namespace entente {

// Registration: one name and one entry a format.
extern const Format csv_format, workbook_format, report_format;

std::span<const Format* const> formats() {
    static constexpr std::array all{&csv_format, &workbook_format, &report_format};
    return all;
}

const Format* find_format(std::string_view name) {
    for (const Format* format : formats()) {
        if (format->name == name) return format;
    }
    return nullptr;
}

std::string format_names() {
    std::string out;
    for (const Format* format : formats()) out += (out.empty() ? "" : ", ") + std::string(format->name);
    return out;
}

std::string_view first_look(const std::vector<std::string>& names) {
    const Format* best = nullptr;
    for (const std::string& name : names) {
        const Format* format = find_format(name);
        if (best == nullptr || format->preference > best->preference) best = format;
    }
    return best == nullptr ? "manifest.json" : best->first_look;
}

}  // namespace entente
