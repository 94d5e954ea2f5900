# Builds the report's script, style and drawings into the program: a report is one file that fetches nothing.

# Vega, from Debian's own packages, in one file. Two modules that no drawing here uses are not packaged; empty ones stand for them.
function(bundle_vega output)
  find_program(ESBUILD esbuild REQUIRED)
  find_path(NODE_MODULES vega/package.json PATHS /usr/share/nodejs /usr/lib/nodejs REQUIRED NO_DEFAULT_PATH)
  set(folder ${CMAKE_CURRENT_BINARY_DIR}/vega)
  file(WRITE ${folder}/entry.js "export { parse, View } from 'vega';\nexport { expressionInterpreter } from 'vega-interpreter';\n")
  file(WRITE ${folder}/empty.cjs "module.exports = {};\n")
  add_custom_command(OUTPUT ${output}
    COMMAND ${CMAKE_COMMAND} -E env NODE_PATH=${NODE_MODULES} ${ESBUILD} entry.js --bundle --minify --format=iife --global-name=vega
            --alias:d3-delaunay=./empty.cjs --alias:d3-geo-projection=./empty.cjs --log-level=error --outfile=${output}
    WORKING_DIRECTORY ${folder} DEPENDS ${folder}/entry.js VERBATIM)
endfunction()

# A source file that holds the given files by name; sim/write/assets.hpp declares how they are found.
function(embed_assets output)
  add_custom_command(OUTPUT ${output}
    COMMAND ${CMAKE_COMMAND} -DOUTPUT=${output} "-DFILES=${ARGN}" -P ${CMAKE_CURRENT_SOURCE_DIR}/cmake/embed.cmake
    DEPENDS ${ARGN} ${CMAKE_CURRENT_SOURCE_DIR}/cmake/embed.cmake VERBATIM)
endfunction()
