// The loops in which a run spends its time, each against the best alternative at hand; scripts/bench reads the output.
//
// Usage: kernels [SCENARIO] [Google Benchmark's options]
//
// Names are KERNEL/ours and KERNEL/OTHER: the script prints their ratio.
#include <benchmark/benchmark.h>

#include <Eigen/Core>
#include <algorithm>
#include <boost/math/distributions/beta.hpp>
#include <boost/random/beta_distribution.hpp>
#include <boost/random/normal_distribution.hpp>
#include <cmath>
#include <memory>
#include <random>
#include <sstream>

#include "chance/distribution.hpp"
#include "chance/law.hpp"
#include "game/solutions.hpp"
#include "lanes/elementary.hpp"
#include "lanes/kernels.hpp"
#include "random/stream.hpp"
#include "read/inputs.hpp"
#include "read/read.hpp"
#include "resolve/resolve.hpp"
#include "stats/moments.hpp"
#include "stats/order_statistics.hpp"
#include "stats/quantiles.hpp"
#include "stats/tally.hpp"
#include "world/workspace.hpp"
#include "write/csv.hpp"

#ifdef ENTENTE_LIBMVEC
#include <immintrin.h>
#endif

namespace {

using namespace entente;

constexpr std::size_t block = 256, column_size = 200'000;

std::vector<double> scores(std::size_t count) {
    std::vector<double> out(count);
    normals(Stream(1, "bench"), 0, 0, out);
    return out;
}

template <class F>
void values(const char* name, std::size_t count, F work) {
    benchmark::RegisterBenchmark(name, [=](benchmark::State& state) mutable {
        for (auto _ : state) work();
        state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(count));
    });
}

void draws() {
    values("uniform/ours", block, [out = std::vector<double>(block)]() mutable {
        uniforms(Stream(1, "x"), 0, 0, out);
        benchmark::DoNotOptimize(out.data());
    });
    values("uniform/std::mt19937_64", block, [out = std::vector<double>(block), engine = std::mt19937_64(1)]() mutable {
        std::uniform_real_distribution<double> uniform;
        for (double& x : out) x = uniform(engine);
        benchmark::DoNotOptimize(out.data());
    });
    values("normal/ours", block, [out = std::vector<double>(block)]() mutable {
        normals(Stream(1, "x"), 0, 0, out);
        benchmark::DoNotOptimize(out.data());
    });
    values("normal/boost ziggurat", block, [out = std::vector<double>(block), engine = std::mt19937_64(1)]() mutable {
        boost::random::normal_distribution<double> normal;
        for (double& x : out) x = normal(engine);
        benchmark::DoNotOptimize(out.data());
    });
    values("normal/std::normal_distribution", block, [out = std::vector<double>(block), engine = std::mt19937_64(1)]() mutable {
        std::normal_distribution<double> normal;
        for (double& x : out) x = normal(engine);
        benchmark::DoNotOptimize(out.data());
    });
}

#ifdef ENTENTE_LIBMVEC
// The C library's own vector exp, within 4 ulp; its bits depend on the processor.
extern "C" __m256d _ZGVdN4v_exp(__m256d);

[[gnu::target("avx2")]] void libmvec_exp(const double* x, std::size_t count, double* out) {
    for (std::size_t i = 0; i < count; i += 4) _mm256_storeu_pd(out + i, _ZGVdN4v_exp(_mm256_loadu_pd(x + i)));
}
#endif

void functions() {
    values("exp/ours", block, [in = scores(block), out = std::vector<double>(block)]() mutable {
        exponentials(in, 0, 1, 1, 0, out);
        benchmark::DoNotOptimize(out.data());
    });
    values("exp/Eigen array", block, [in = scores(block), out = std::vector<double>(block)]() mutable {
        Eigen::Map<Eigen::ArrayXd>(out.data(), block) = Eigen::Map<const Eigen::ArrayXd>(in.data(), block).exp();
        benchmark::DoNotOptimize(out.data());
    });
#ifdef ENTENTE_LIBMVEC
    values("exp/libmvec", block, [in = scores(block), out = std::vector<double>(block)]() mutable {
        libmvec_exp(in.data(), block, out.data());
        benchmark::DoNotOptimize(out.data());
    });
#endif
    values("pert/ours", block, [law = Law(Distribution(Pert{1, 2, 5, 4})), in = scores(block), out = std::vector<double>(block)]() mutable {
        law.values(in, out);
        benchmark::DoNotOptimize(out.data());
    });
    values("pert/boost::random", block, [out = std::vector<double>(block), engine = std::mt19937_64(1)]() mutable {
        boost::random::beta_distribution<double> beta(2, 4);
        for (double& x : out) x = 1 + 4 * beta(engine);
        benchmark::DoNotOptimize(out.data());
    });
    values("lognormal/ours", block,
           [law =
                [] {
                    Lognormal family;
                    family.mean = 100;
                    family.cv = 0.4;
                    resolve(family);
                    return Law(Distribution(family));
                }(),
            in = scores(block), out = std::vector<double>(block)]() mutable {
               law.values(in, out);
               benchmark::DoNotOptimize(out.data());
           });
    values("lognormal/std::lognormal_distribution", block, [out = std::vector<double>(block), engine = std::mt19937_64(1)]() mutable {
        std::lognormal_distribution<double> lognormal(4.5, 0.39);
        for (double& x : out) x = lognormal(engine);
        benchmark::DoNotOptimize(out.data());
    });
}

void statistics() {
    static const std::vector<double> column = scores(column_size);
    static const std::vector<std::size_t> ranks{2'000, 20'000, 40'000, 100'000, 160'000, 180'000, 198'000};
    values("seven quantiles/ours", column_size, [] { benchmark::DoNotOptimize(order_statistics(column, ranks)); });
    values("seven quantiles/std::nth_element", column_size, [] {
        std::vector<double> copy = column;
        auto begin = copy.begin();
        for (const std::size_t rank : ranks) {
            std::nth_element(begin, copy.begin() + static_cast<std::ptrdiff_t>(rank), copy.end());
            begin = copy.begin() + static_cast<std::ptrdiff_t>(rank) + 1;
        }
        benchmark::DoNotOptimize(copy.data());
    });
    values("seven quantiles/std::sort", column_size, [] {
        std::vector<double> copy = column;
        std::sort(copy.begin(), copy.end());
        benchmark::DoNotOptimize(copy.data());
    });
    values("moments/ours", column_size, [] { benchmark::DoNotOptimize(moments(column)); });
    values("moments/Eigen", column_size, [] {
        const Eigen::Map<const Eigen::ArrayXd> x(column.data(), column_size);
        const double mean = x.mean();
        benchmark::DoNotOptimize((x - mean).square().sum());
    });
    values("histogram/ours", column_size, [histogram = Histogram()]() mutable {
        histogram.add(column);
        benchmark::DoNotOptimize(histogram);
    });
}

void tables() {
    static const std::vector<double> column = scores(10'000);
    values("csv numbers/ours", column.size(), [] {
        Csv csv("x.csv", "a", {});
        for (const double x : column) csv.row(x);
        benchmark::DoNotOptimize(csv.finish());
    });
    values("csv numbers/std::ostringstream", column.size(), [] {
        std::ostringstream out;
        out.precision(17);
        for (const double x : column) out << x << "\r\n";
        benchmark::DoNotOptimize(out.str());
    });
}

void games() {
    static const CostGame three{3, {0, 6, 7, 11, 8, 12, 13, 16}};
    values("nucleolus of three/ours", 1, [] { benchmark::DoNotOptimize(nucleolus(three)); });
    values("nucleolus of three/linear programs", 1, [] { benchmark::DoNotOptimize(nucleolus_by_programs(three, true)); });
    values("shapley of three/ours", 1, [] { benchmark::DoNotOptimize(shapley(three)); });
}

// Every draw of a scenario, its transforms and look-ups, the regimes and the plans of all works: what no way of evaluating the
// deals can do without.
void floor_of(const char* path) {
    Inputs inputs;
    const ReadResult read = read_scenario(path, {}, inputs);
    if (!read.scenario) throw Failure(std::string("cannot read ") + path);
    static const RunModel model = prepare(*read.scenario, 1);
    values("floor of ford-vw-2019/ours", block, [drawn = std::make_shared<Block>(model), first = std::int64_t{0}]() mutable {
        draw_block(model, first, static_cast<int>(block), *drawn);
        first += static_cast<std::int64_t>(block);
    });
}

}  // namespace

int main(int argc, char** argv) {
    draws();
    functions();
    statistics();
    tables();
    games();
    if (argc > 1 && argv[1][0] != '-') floor_of(argv[1]);
    benchmark::Initialize(&argc, argv);
    benchmark::RunSpecifiedBenchmarks();
}
