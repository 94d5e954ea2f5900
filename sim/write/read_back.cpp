// Archives by minizip, XML by Expat (see read_back.hpp).
#include "write/read_back.hpp"

#include <expat.h>
#include <minizip/unzip.h>

#include <array>
#include <memory>
#include <new>
#include <type_traits>

#include "base/problem.hpp"

namespace entente {

namespace {

using Archive = std::unique_ptr<std::remove_pointer_t<unzFile>, decltype(&unzClose)>;
using Parser = std::unique_ptr<std::remove_pointer_t<XML_Parser>, decltype(&XML_ParserFree)>;

[[noreturn]] void refuse(const std::string& path, const std::string& what) {
    throw Failure("'" + path + "' cannot be read back: " + what + "; is a disk or the memory full?");
}

std::string name_of_part(unzFile archive, const std::string& path) {
    std::array<char, 512> name{};
    if (unzGetCurrentFileInfo64(archive, nullptr, name.data(), name.size() - 1, nullptr, 0, nullptr, 0) != UNZ_OK)
        refuse(path, "its directory is damaged");
    return name.data();
}

void check_part(unzFile archive, const std::string& path) {
    const std::string name = name_of_part(archive, path);
    const auto demand = [&](bool sound, const char* what) {
        if (!sound) refuse(path, name + " " + what);
    };
    const Parser parser(XML_ParserCreate(nullptr), &XML_ParserFree);
    if (!parser) throw std::bad_alloc();
    demand(unzOpenCurrentFile(archive) == UNZ_OK, "cannot be opened");
    std::array<char, 1 << 16> piece{};
    int size = 0;
    do {
        size = unzReadCurrentFile(archive, piece.data(), piece.size());
        demand(size >= 0, "is damaged");
        demand(XML_Parse(parser.get(), piece.data(), size, size == 0 ? 1 : 0) == XML_STATUS_OK, "is cut off");
    } while (size > 0);
    demand(unzCloseCurrentFile(archive) == UNZ_OK, "has another checksum than it was written with");
}

}  // namespace

void check_workbook(const std::string& path) {
    const Archive archive(unzOpen64(path.c_str()), &unzClose);
    if (!archive) refuse(path, "it has no directory");
    int next = unzGoToFirstFile(archive.get());
    for (; next == UNZ_OK; next = unzGoToNextFile(archive.get())) check_part(archive.get(), path);
    if (next != UNZ_END_OF_LIST_OF_FILE) refuse(path, "its directory is damaged");
}

}  // namespace entente
