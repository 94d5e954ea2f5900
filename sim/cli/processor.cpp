// Says which processor the program was built for, where it would stop at an instruction that is not known. Compiled for every processor
// and run before anything else is.
#include <unistd.h>

namespace {

[[gnu::constructor(101)]] void require_processor() {
    __builtin_cpu_init();
    if (__builtin_cpu_supports("x86-64-v3")) return;
    constexpr char message[] =
        "entente: error: this processor has no AVX2, which this program was built with; expected a processor of level x86-64-v3, or a "
        "program built on this machine (scripts/demo) or for every processor (cmake --workflow --preset package)\n";
    const auto written = write(STDERR_FILENO, message, sizeof message - 1);
    _exit(written < 0 ? 3 : 2);
}

}  // namespace
