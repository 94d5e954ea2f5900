// Bytes in one piece and in many: what is written is what is read.
#include "base/bytes.hpp"

#include <catch2/catch.hpp>
#include <deque>

using namespace entente;

namespace {

struct Thing {
    std::int32_t number = 0;
    std::string name;
    std::vector<double> values;
    static auto parts(auto& self) { return std::tie(self.number, self.name, self.values); }
};

std::vector<Thing> things() {
    std::vector<Thing> out;
    for (int i = 0; i < 20; ++i)
        out.push_back(
            {i, std::string(static_cast<std::size_t>(7 * i), 'x'), std::vector<double>(static_cast<std::size_t>(13 * i), 0.5 * i)});
    return out;
}

void check(const std::vector<Thing>& found) {
    const std::vector<Thing> wanted = things();
    REQUIRE(found.size() == wanted.size());
    for (std::size_t i = 0; i < wanted.size(); ++i) {
        CHECK(found[i].number == wanted[i].number);
        CHECK(found[i].name == wanted[i].name);
        CHECK(found[i].values == wanted[i].values);
    }
}

}  // namespace

TEST_CASE("pieces of any size are the bytes in one piece", "[base]") {
    ByteWriter whole;
    whole.put(things());
    const std::string bytes = whole.take();
    for (const std::size_t size : {std::size_t{1}, std::size_t{7}, std::size_t{64}, bytes.size(), bytes.size() + 1}) {
        std::deque<std::string> pieces;
        ByteWriter out([&](std::string_view piece) { pieces.emplace_back(piece); }, size);
        out.put(things());
        out.flush();
        std::string together;
        for (const std::string& piece : pieces) {
            CHECK_FALSE(piece.empty());
            CHECK(piece.size() <= size);
            together += piece;
        }
        CHECK(together == bytes);
        std::string current;
        ByteReader in([&]() -> std::string_view {
            if (pieces.empty()) return {};
            current = pieces.front();
            pieces.pop_front();
            return current;
        });
        std::vector<Thing> found;
        in.get(found);
        check(found);
        CHECK(pieces.empty());
    }
}

TEST_CASE("bytes that end too early are refused, wherever they are cut", "[base]") {
    ByteWriter whole;
    whole.put(things());
    const std::string bytes = whole.take();
    for (std::size_t size = 0; size < bytes.size(); size += 97) {
        std::vector<Thing> found;
        ByteReader in{std::string_view(bytes).substr(0, size)};
        CHECK_THROWS_AS(in.get(found), Failure);
        bool given = false;
        ByteReader pieces([&]() -> std::string_view {
            if (given) return {};
            given = true;
            return std::string_view(bytes).substr(0, size);
        });
        CHECK_THROWS_AS(pieces.get(found), Failure);
    }
}
