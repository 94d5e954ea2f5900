# Flags of every target, on one interface target. Without traps and errno, selects become vector blends; neither changes a
# result. Contraction stays off: fused operations would change the last bits
# from processor to processor, and results are promised to be the same bytes everywhere.
add_library(entente_flags INTERFACE)
# Elementary functions are never folded by the compiler: it would round correctly, where the program's own at run time need not.
target_compile_options(entente_flags INTERFACE -fno-builtin-exp -fno-builtin-log -fno-builtin-pow -fno-builtin-log1p
                       -fno-builtin-expm1 -fno-builtin-sin -fno-builtin-cos -fno-builtin-asin -fno-builtin-acos)
# Eigen's own vectors would add in an order that depends on the instruction set.
target_compile_definitions(entente_flags INTERFACE EIGEN_DONT_VECTORIZE)
target_compile_options(entente_flags INTERFACE -ffp-contract=off -fno-math-errno -fno-trapping-math -Wall -Wextra -Wpedantic -Wshadow)
# A loop that clears a row of a few thousand bytes stays one: as a call of the C library it takes longer.
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
  target_compile_options(entente_flags INTERFACE -fno-tree-loop-distribute-patterns)
endif()
# g++ 12 warns of overlapping, endless and outlying copies in its own std::string (GCC bug 105651 and its kin).
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU" AND CMAKE_CXX_COMPILER_VERSION VERSION_LESS 13)
  target_compile_options(entente_flags INTERFACE -Wno-restrict -Wno-stringop-overflow -Wno-array-bounds)
endif()
# g++ turns a pair of sum and difference of products into fused operations even where contraction is off (its pattern of
# alternating additions in straight-line code); loops are vectorised without it.
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
  target_compile_options(entente_flags INTERFACE -fno-tree-slp-vectorize)
endif()
# Vectors wider than a plain processor's are handed over in registers by some versions of a kernel and not by others; none ever is
# handed to a function that is not inlined.
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
  target_compile_options(entente_flags INTERFACE -Wno-psabi)
endif()
# Half of a run is plain code, which x86-64-v3 makes faster (kernels choose their instructions as they run, see lanes/wide.hpp). Not the
# machine's very own: a cluster's nodes differ less in this, and valgrind knows it.
if(ENTENTE_THIS_PROCESSOR)
  include(CheckCXXSourceRuns)
  check_cxx_source_runs("int main() { return __builtin_cpu_supports(\"x86-64-v3\") ? 0 : 1; }" ENTENTE_RUNS_V3)
  if(ENTENTE_RUNS_V3)
    set(ENTENTE_LEVEL " x86-64-v3")
    target_compile_options(entente_flags INTERFACE -march=x86-64-v3)
    # A pack's numbers are set and copied in four vectors; without this g++ sets them by a string instruction, which takes far longer.
    include(CheckCXXCompilerFlag)
    check_cxx_compiler_flag("-mmove-max=256 -mstore-max=256" ENTENTE_KNOWS_MOVES)
    if(ENTENTE_KNOWS_MOVES)
      target_compile_options(entente_flags INTERFACE -mmove-max=256 -mstore-max=256)
    endif()
  endif()
endif()
if(ENTENTE_WERROR)
  target_compile_options(entente_flags INTERFACE -Werror)
endif()
# Sanitizer builds check assertions too, whatever their build type.
if(ENTENTE_SANITIZE)
  target_compile_options(entente_flags INTERFACE -UNDEBUG)
  target_compile_options(entente_flags INTERFACE -fsanitize=${ENTENTE_SANITIZE} -fno-omit-frame-pointer)
  target_link_options(entente_flags INTERFACE -fsanitize=${ENTENTE_SANITIZE})
endif()
if(ENTENTE_COVERAGE)
  target_compile_options(entente_flags INTERFACE --coverage)
  target_link_options(entente_flags INTERFACE --coverage)
endif()
