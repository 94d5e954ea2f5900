// The generator against published values, and what streams promise.
#include <Random123/philox.h>

#include <boost/random/gamma_distribution.hpp>
#include <boost/random/normal_distribution.hpp>
#include <catch2/catch.hpp>
#include <random>

#include "lanes/elementary.hpp"
#include "random/stream.hpp"

using namespace entente;

TEST_CASE("Philox gives the known answers of Random123", "[random]") {
    CHECK(philox({0, 0, 0, 0}, {0, 0}) == PhiloxCounter{0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8});
    const std::uint32_t f = 0xffffffff;
    CHECK(philox({f, f, f, f}, {f, f}) == PhiloxCounter{0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd});
    CHECK(philox({0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344}, {0xa4093822, 0x299f31d0}) ==
          PhiloxCounter{0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1});
}

TEST_CASE("Philox agrees with Random123 on random counters and keys", "[random]") {
    std::mt19937 engine(3);
    for (int i = 0; i < 10'000; ++i) {
        const auto word = [&] { return static_cast<std::uint32_t>(engine()); };
        const PhiloxCounter c{word(), word(), word(), word()};
        const PhiloxKey k{word(), word()};
        const r123::Philox4x32::ctr_type counter{{c[0], c[1], c[2], c[3]}};
        const r123::Philox4x32::key_type key{{k[0], k[1]}};
        const auto expected = r123::Philox4x32()(counter, key);
        REQUIRE(philox(c, k) == PhiloxCounter{expected[0], expected[1], expected[2], expected[3]});
    }
}

TEST_CASE("a draw does not depend on the block in which it is drawn", "[random]") {
    const Stream stream(7, "program.ev.stage.platform.cost");
    std::vector<double> all(1000), part(1);
    uniforms(stream, 0, 3, all);
    for (const std::uint64_t w : {0, 1, 2, 17, 500, 999}) {
        uniforms(stream, w, 3, part);
        CHECK(part[0] == all[w]);
    }
    std::vector<double> odd(11);
    uniforms(stream, 33, 3, odd);
    for (std::size_t i = 0; i < odd.size(); ++i) CHECK(odd[i] == all[33 + i]);
}

TEST_CASE("seeds, names, draws and worlds give different numbers", "[random]") {
    std::vector<double> x(4096), y(4096);
    const auto correlation = [&] {
        double sum = 0;
        for (std::size_t i = 0; i < x.size(); ++i) sum += x[i] * y[i];
        return sum / std::sqrt(static_cast<double>(x.size()));  // standard normal if independent
    };
    normals(Stream(1, "a"), 0, 0, x);
    normals(Stream(1, "b"), 0, 0, y);
    CHECK(std::fabs(correlation()) < 6);
    normals(Stream(2, "a"), 0, 0, y);
    CHECK(std::fabs(correlation()) < 6);
    normals(Stream(1, "a"), 0, 1, y);
    CHECK(std::fabs(correlation()) < 6);
    normals(Stream(1, "a"), 1, 0, y);
    CHECK(std::fabs(correlation()) < 6);
    normals(Stream(1, "a"), 0, 0, y);  // the negative control: the same stream
    CHECK(correlation() > 6);
}

TEST_CASE("uniforms are uniform, and a planted bias is seen", "[random]") {
    std::vector<double> u(1 << 20);
    uniforms(Stream(11, "uniform"), 0, 0, u);
    const auto z = [&](double shift) {
        double sum = 0;
        for (const double x : u) {
            REQUIRE((x > 0 && x < 1));
            sum += x + shift - 0.5;
        }
        return sum / std::sqrt(static_cast<double>(u.size()) / 12);
    };
    CHECK(std::fabs(z(0)) < 6);
    CHECK(std::fabs(z(0.003)) > 6);
}

TEST_CASE("every Boost distribution runs on a named stream", "[random]") {
    Engine engine(Stream(5, "boost"), 42);
    boost::random::gamma_distribution<double> gamma(3.0, 2.0);
    double sum = 0;
    constexpr int n = 200'000;
    for (int i = 0; i < n; ++i) sum += gamma(engine);
    CHECK(std::fabs((sum / n - 6) / std::sqrt(12.0 / n)) < 6);
    Engine a(Stream(5, "boost"), 42), b(Stream(5, "boost"), 42);
    for (int i = 0; i < 13; ++i) (void)a();
    b.discard(13);
    CHECK(a == b);
    CHECK(a() == b());
}
