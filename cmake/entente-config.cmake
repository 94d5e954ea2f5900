# find_package(entente): the library entente::entente_core; headers are included as "run/run.hpp". With entente::entente_c_library besides,
# results are those of the program to the last bit.
include(CMakeFindDependencyMacro)
find_dependency(Boost 1.74)
find_dependency(Eigen3 3.4)
find_dependency(TBB)
find_dependency(fmt)
find_dependency(nlohmann_json)
find_dependency(OpenSSL)
find_dependency(CLI11)
find_dependency(tomlplusplus)
find_dependency(PkgConfig)
pkg_check_modules(xlsxwriter REQUIRED IMPORTED_TARGET xlsxwriter)
include("${CMAKE_CURRENT_LIST_DIR}/entente-targets.cmake")
