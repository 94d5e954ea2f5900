# Writes OUTPUT, a C++ file with the bytes of FILES by name; run with cmake -P.
set(arrays "")
set(rows "")
foreach(file ${FILES})
  get_filename_component(name ${file} NAME)
  string(MAKE_C_IDENTIFIER ${name} id)
  file(READ ${file} bytes HEX)
  string(REGEX REPLACE "(..)" "0x\\1," bytes "${bytes}")
  string(APPEND arrays "constexpr unsigned char ${id}[] = {${bytes}};\n")
  string(APPEND rows "    if (name == \"${name}\") return text(${id});\n")
endforeach()
file(WRITE ${OUTPUT}
"// Made from the files of sim/write when the program is built.
#include <cstddef>

#include \"base/problem.hpp\"
#include \"write/assets.hpp\"

namespace entente {

namespace {

${arrays}
template <std::size_t count>
std::string_view text(const unsigned char (&bytes)[count]) {
    return {reinterpret_cast<const char*>(bytes), count};
}

}  // namespace

std::string_view asset(std::string_view name) {
${rows}    throw Failure(\"the program holds no file \" + std::string(name));
}

}  // namespace entente
")
