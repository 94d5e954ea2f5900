// Spans merge along a tree whose shape is that of their numbers, whoever brings them and in whatever order.
#include "outcome/span_tree.hpp"

#include <algorithm>
#include <bit>
#include <catch2/catch.hpp>
#include <cmath>

using namespace entente;

namespace {

// The sum depends on the order in the last place.
Span span_of(std::int64_t number) {
    Span out{number, 1, {}, {}, {}};
    out.totals.flows = {1 / (static_cast<double>(number) + 3), std::pow(1.7, static_cast<double>(number % 40))};
    return out;
}
Span none() {
    Span out;
    out.totals.flows = {0, 0};
    return out;
}

SpanTree tree_of(const std::vector<std::int64_t>& numbers) {
    SpanTree out;
    for (const std::int64_t number : numbers) out.add(number, span_of(number));
    return out;
}

std::vector<std::int64_t> from_to(std::int64_t begin, std::int64_t end) {
    std::vector<std::int64_t> out;
    for (std::int64_t i = begin; i < end; ++i) out.push_back(i);
    return out;
}

// Half of a power of two on either side of each node, as the definition has it.
std::vector<double> by_definition(std::int64_t begin, std::int64_t count) {
    if (count == 1) return span_of(begin).totals.flows;
    const auto half = static_cast<std::int64_t>(std::bit_floor(static_cast<std::uint64_t>(count - 1)));
    std::vector<double> left = by_definition(begin, half), right = by_definition(begin + half, count - half);
    return {left[0] + right[0], left[1] + right[1]};
}

}  // namespace

TEST_CASE("the order in which spans come changes no bit", "[outcome]") {
    const SpanTree straight = tree_of(from_to(0, 1000));
    CHECK(straight.held() == static_cast<std::size_t>(std::popcount(1000U)));
    CHECK(straight.worlds() == 1000);
    std::vector<std::int64_t> numbers = from_to(0, 1000);
    std::reverse(numbers.begin(), numbers.end());
    CHECK(tree_of(numbers).fold(none()).totals.flows == straight.fold(none()).totals.flows);
    std::sort(numbers.begin(), numbers.end(), [](auto a, auto b) { return std::pair(a * 7919 % 1000, a) < std::pair(b * 7919 % 1000, b); });
    CHECK(tree_of(numbers).fold(none()).totals.flows == straight.fold(none()).totals.flows);
}

TEST_CASE("the parts of any number of ranks are those of one", "[outcome]") {
    const std::vector<double> wanted = tree_of(from_to(0, 513)).fold(none()).totals.flows;
    for (const std::int64_t ranks : {2, 3, 7, 64}) {
        SpanTree all;
        for (std::int64_t r = ranks - 1; r >= 0; --r) {
            SpanTree part = tree_of(from_to(r * 513 / ranks, (r + 1) * 513 / ranks));
            CHECK(part.held() <= 20);  // a stretch leaves two of each size at most
            ByteWriter out;
            out.put(part);
            SpanTree theirs;
            const std::string bytes = out.take();
            ByteReader(bytes).get(theirs);
            all.merge(std::move(theirs));
        }
        CHECK(all.fold(none()).totals.flows == wanted);
    }
}

TEST_CASE("a power of two is summed up by halves", "[outcome]") {
    for (const std::int64_t count : {1, 2, 8, 256}) CHECK(tree_of(from_to(0, count)).fold(none()).totals.flows == by_definition(0, count));
    CHECK(SpanTree().fold(none()).totals.flows == std::vector<double>{0, 0});
    CHECK(by_definition(0, 256) != tree_of(from_to(0, 255)).fold(none()).totals.flows);
}
