// Reading a written workbook back, before it gets its name.
#pragma once

#include <string>

namespace entente {

// A workbook is an archive of XML files. Throws Failure, naming the part, where the archive's directory, a part's checksum or a
// part's XML, to its closing tag, is not sound.
void check_workbook(const std::string& path);

}  // namespace entente
