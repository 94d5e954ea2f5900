# Builds the scenarios into the program: `entente examples NAME` prints them without any file at hand.
function(embed_examples output)
  file(GLOB scenarios CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/scenarios/*.toml)
  set(rows "")
  foreach(scenario ${scenarios})
    get_filename_component(name ${scenario} NAME_WE)
    file(READ ${scenario} text)
    string(REGEX MATCH "name = \"([^\"]*)\"" unused "${text}")
    set(title "${CMAKE_MATCH_1}")
    # A string literal may hold 64 KiB: longer files are cut into parts that the compiler joins.
    string(REPLACE ")toml\"" ") toml\"" text "${text}")
    string(APPEND rows "    {\"${name}\", R\"toml(${title})toml\", R\"toml(${text})toml\"},\n")
    set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${scenario})
  endforeach()
  file(GENERATE OUTPUT ${output} CONTENT
"// Made from scenarios/ when the program is configured.
#include <array>

#include \"cli/examples.hpp\"

namespace entente {

std::span<const Example> examples() {
  static constexpr Example table[] = {
${rows}  };
  return table;
}

}  // namespace entente
")
endfunction()
