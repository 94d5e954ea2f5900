// Workbooks: archives by minizip, XML by Expat. (Debian's liborcus reads no cell of those that openpyxl writes, and says nothing.)
#include <expat.h>
#include <minizip/unzip.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <exception>
#include <functional>
#include <map>
#include <memory>
#include <new>
#include <string_view>
#include <type_traits>

#include "read/cells.hpp"
#include "read/sheet.hpp"

namespace entente {

namespace {

using Archive = std::unique_ptr<std::remove_pointer_t<unzFile>, decltype(&unzClose)>;
using Parser = std::unique_ptr<std::remove_pointer_t<XML_Parser>, decltype(&XML_ParserFree)>;

constexpr std::size_t most_bytes = std::size_t{128} << 20U;  // of all parts, unpacked
constexpr int most_columns = 16'384, most_rows = 1'048'576;  // of a sheet, by the format

// Why a workbook cannot be read.
struct Unreadable {
    std::string why;
};

// A name without the prefix of its namespace.
std::string_view local(std::string_view name) {
    const std::size_t colon = name.find(':');
    return colon == std::string_view::npos ? name : name.substr(colon + 1);
}

class Attributes {
public:
    explicit Attributes(const char** all) : all_(all) {}
    std::string_view operator[](std::string_view name) const {
        for (const char** a = all_; *a != nullptr; a += 2) {
            if (*a == name) return a[1];
        }
        return {};
    }
    // The id of a relationship, which has a namespace.
    std::string_view relationship() const {
        for (const char** a = all_; *a != nullptr; a += 2) {
            if (local(*a) == "id" && local(*a) != *a) return a[1];
        }
        return {};
    }

private:
    const char** all_;
};

// What is done with the elements of a part.
struct Handler {
    std::function<void(std::string_view name, const Attributes&)> start;
    std::function<void(std::string_view name)> end = [](std::string_view) {};
    std::function<void(std::string_view text)> text = [](std::string_view) {};
};

// Expat is C: what a handler throws waits until it has returned.
struct Call {
    const Handler& handler;
    XML_Parser parser;
    std::exception_ptr thrown = nullptr;

    template <class Act>
    void carry_out(const Act& act) {
        if (thrown) return;
        try {
            act();
        } catch (...) {
            thrown = std::current_exception();
            XML_StopParser(parser, XML_FALSE);
        }
    }
};

class Package {
public:
    explicit Package(const std::string& path) : archive_(unzOpen64(path.c_str()), &unzClose) {
        if (!archive_) throw Unreadable{"its archive is damaged or cut off"};
    }

    bool has(const std::string& part) { return unzLocateFile(archive_.get(), part.c_str(), 2) == UNZ_OK; }

    void read(const std::string& part, const Handler& handler) {
        if (!has(part)) throw Unreadable{"it has no part " + part};
        const Parser parser(XML_ParserCreate(nullptr), &XML_ParserFree);
        if (!parser) throw std::bad_alloc();
        Call call{handler, parser.get()};
        XML_SetUserData(parser.get(), &call);
        XML_SetElementHandler(
            parser.get(),
            [](void* to, const char* name, const char** attributes) {
                auto& c = *static_cast<Call*>(to);
                c.carry_out([&] { c.handler.start(local(name), Attributes(attributes)); });
            },
            [](void* to, const char* name) {
                auto& c = *static_cast<Call*>(to);
                c.carry_out([&] { c.handler.end(local(name)); });
            });
        XML_SetCharacterDataHandler(parser.get(), [](void* to, const char* text, int size) {
            auto& c = *static_cast<Call*>(to);
            c.carry_out([&] { c.handler.text({text, static_cast<std::size_t>(size)}); });
        });
        feed(part, parser.get(), call);
    }

private:
    void feed(const std::string& part, XML_Parser parser, const Call& call) {
        if (unzOpenCurrentFile(archive_.get()) != UNZ_OK) throw Unreadable{part + " cannot be opened"};
        int size = 0;
        do {
            size = unzReadCurrentFile(archive_.get(), piece_.data(), static_cast<unsigned>(piece_.size()));
            if (size < 0) throw Unreadable{part + " is damaged"};
            if ((bytes_ += static_cast<std::size_t>(size)) > most_bytes) throw Unreadable{"it unpacks to more than 128 MiB"};
            const bool read = XML_Parse(parser, piece_.data(), size, size == 0 ? 1 : 0) == XML_STATUS_OK;
            if (call.thrown) std::rethrow_exception(call.thrown);
            if (!read) throw Unreadable{part + " is damaged or cut off"};
        } while (size > 0);
        if (unzCloseCurrentFile(archive_.get()) != UNZ_OK) throw Unreadable{part + " has another checksum than it was written with"};
    }

    Archive archive_;
    std::size_t bytes_ = 0;
    std::array<char, 1 << 16> piece_{};
};

std::string folder_of(const std::string& part) { return part.substr(0, part.rfind('/') + 1); }

// The parts that a part refers to: by id, and by the end of their kind.
struct Relations {
    std::map<std::string, std::string, std::less<>> by_id, by_kind;
};
Relations relations_of(Package& package, const std::string& part) {
    Relations out;
    const std::string folder = folder_of(part), list = folder + "_rels/" + part.substr(folder.size()) + ".rels";
    if (!package.has(list)) return out;
    package.read(list, {[&](std::string_view name, const Attributes& attributes) {
                     if (name != "Relationship" || attributes["TargetMode"] == "External") return;
                     std::string target(attributes["Target"]);
                     target = target.starts_with('/') ? target.substr(1) : folder + target;
                     const std::string kind(attributes["Type"]);
                     out.by_id.emplace(attributes["Id"], target);
                     out.by_kind.emplace(kind.substr(kind.rfind('/') + 1), target);
                 }});
    return out;
}

// The texts that cells refer to by number; readings of words that are written over them are no part of a text.
std::vector<std::string> shared_texts(Package& package, const std::string& part) {
    std::vector<std::string> out;
    bool in_text = false, in_reading = false;
    package.read(part, {[&](std::string_view name, const Attributes&) {
                            if (name == "si") out.emplace_back();
                            if (name == "rPh") in_reading = true;
                            if (name == "t") in_text = !in_reading && !out.empty();
                        },
                        [&](std::string_view name) {
                            if (name == "rPh") in_reading = false;
                            if (name == "t") in_text = false;
                        },
                        [&](std::string_view text) {
                            if (in_text) out.back() += text;
                        }});
    return out;
}

// "BC12" as row and column, both from 1; false where it is neither.
bool read_reference(std::string_view reference, Source& at) {
    std::size_t i = 0;
    std::int64_t column = 0;
    for (; i < reference.size() && reference[i] >= 'A' && reference[i] <= 'Z' && column <= most_columns; ++i)
        column = 26 * column + (reference[i] - 'A' + 1);
    int row = 0;
    const auto read = std::from_chars(reference.data() + i, reference.data() + reference.size(), row);
    if (i == 0 || read.ec != std::errc() || read.ptr != reference.data() + reference.size()) return false;
    at = {row, static_cast<int>(column)};
    return row >= 1 && row <= most_rows && column <= most_columns;
}

// The cells of a sheet; one that holds nothing is not kept.
class SheetReader {
public:
    SheetReader(const std::vector<std::string>& texts, std::size_t& cells, Sheet& out) : texts_(texts), cells_(cells), out_(out) {}

    Handler handler() {
        return {[this](std::string_view name, const Attributes& attributes) { start(name, attributes); },
                [this](std::string_view name) { end(name); },
                [this](std::string_view text) {
                    if (in_value_) value_ += text;
                }};
    }

private:
    void start(std::string_view name, const Attributes& attributes) {
        if (name == "row") {
            next_ = {std::max(next_.line + 1, 1), 1};
            int row = 0;
            const std::string_view r = attributes["r"];
            if (std::from_chars(r.data(), r.data() + r.size(), row).ec == std::errc() && row >= 1 && row <= most_rows) next_.line = row;
        } else if (name == "c") {
            kind_ = attributes["t"];
            value_.clear();
            has_formula_ = in_reading_ = false;
            if (const std::string_view r = attributes["r"]; !r.empty() && !read_reference(r, next_))
                throw Unreadable{"the cell '" + std::string(r.substr(0, 40)) + "' of sheet '" + out_.name + "' has no place"};
        } else if (name == "f") {
            has_formula_ = true;
        } else if (name == "rPh") {
            in_reading_ = true;
        } else if (name == "v" || (name == "t" && !in_reading_)) {
            in_value_ = true;
        }
    }

    void end(std::string_view name) {
        if (name == "v" || name == "t") in_value_ = false;
        if (name == "rPh") in_reading_ = false;
        if (name != "c") return;
        keep();
        ++next_.column;
    }

    void keep() {
        SheetCell cell;
        cell.at = next_;
        cell.column = next_.column;
        cell.text = trimmed(value_);
        if (kind_ == "s") {
            std::size_t index = 0;
            const auto read = std::from_chars(cell.text.data(), cell.text.data() + cell.text.size(), index);
            if (read.ec != std::errc() || index >= texts_.size())
                throw Unreadable{"the cell " + cell_name(out_, cell.at) + " refers to a text that is not there"};
            cell.text = trimmed(texts_[index]);
        } else if (kind_.empty() || kind_ == "n") {
            double x = 0;
            const auto read = std::from_chars(cell.text.data(), cell.text.data() + cell.text.size(), x);
            if (!cell.text.empty() && read.ec == std::errc() && read.ptr == cell.text.data() + cell.text.size()) cell.number = x;
        } else if (kind_ == "b") {
            cell.text = cell.text == "1" ? "TRUE" : "FALSE";
        }
        cell.is_unsolved = has_formula_ && cell.text.empty();
        if (cell.text.empty() && !cell.is_unsolved) return;
        if (++cells_ > most_cells) throw Unreadable{"it has more than 2,000,000 cells with something in them"};
        if (out_.rows.empty() || out_.rows.back().front().at.line != cell.at.line) out_.rows.emplace_back();
        out_.rows.back().push_back(std::move(cell));
    }

    const std::vector<std::string>& texts_;
    std::size_t& cells_;
    Sheet& out_;
    Source next_{0, 1};
    std::string kind_, value_;
    bool has_formula_ = false, in_value_ = false, in_reading_ = false;
};

void read(const std::string& path, std::vector<Sheet>& sheets) {
    Package package(path);
    const Relations root = relations_of(package, "");
    const auto book = root.by_kind.find("officeDocument");
    if (book == root.by_kind.end()) throw Unreadable{"it holds no workbook"};
    const Relations relations = relations_of(package, book->second);
    std::vector<std::pair<Sheet, std::string>> parts;
    package.read(book->second, {[&](std::string_view name, const Attributes& attributes) {
                     if (name != "sheet" || (!attributes["state"].empty() && attributes["state"] != "visible")) return;
                     const auto part = relations.by_id.find(attributes.relationship());
                     if (part == relations.by_id.end()) throw Unreadable{"the sheet '" + std::string(attributes["name"]) + "' is missing"};
                     // A chart may be a sheet too.
                     if (part->second.find("worksheets/") == std::string::npos) return;
                     parts.push_back({Sheet{path, std::string(attributes["name"]), 0, {}}, part->second});
                 }});
    std::vector<std::string> texts;
    if (const auto shared = relations.by_kind.find("sharedStrings"); shared != relations.by_kind.end())
        texts = shared_texts(package, shared->second);
    std::size_t cells = 0;
    for (auto& [sheet, part] : parts) {
        SheetReader reader(texts, cells, sheet);
        package.read(part, reader.handler());
        sheets.push_back(std::move(sheet));
    }
}

}  // namespace

std::string cell_name(const Sheet& sheet, Source at) {
    if (sheet.name.empty()) return "";
    std::string column;
    for (int c = at.column; c > 0; c = (c - 1) / 26) column.insert(column.begin(), static_cast<char>('A' + (c - 1) % 26));
    return sheet.name + "!" + column + std::to_string(at.line);
}

std::string read_workbook(const std::string& path, std::vector<Sheet>& sheets) {
    try {
        read(path, sheets);
        return "";
    } catch (const Unreadable& fault) {
        sheets.clear();
        return fault.why;
    }
}

}  // namespace entente
