// Ids and what they open.
#include "base/ids.hpp"

#include <catch2/catch.hpp>
#include <string>

using namespace entente;

// A place of one kind is none of another, nor a number, and opens no list by another.
template <class List, class Key>
concept Opens = requires(List list, Key key) {
    list[key];
};
static_assert(!std::is_convertible_v<int, FirmId> && !std::is_convertible_v<FirmId, int> && !std::is_convertible_v<FirmId, ProgramId>);
static_assert(Opens<ById<FirmId, double>, FirmId>);
static_assert(!Opens<ById<FirmId, double>, ProgramId> && !Opens<ById<FirmId, double>, int>);
static_assert(!Opens<Table<ProgramId, FirmId, double>, FirmId>);
static_assert(sizeof(FirmId) == 4);

TEST_CASE("an id is a place or none, and none comes before every place", "[ids]") {
    CHECK_FALSE(FirmId());
    CHECK(FirmId(0));
    CHECK(FirmId().number() == -1);
    CHECK(FirmId(3).number() == 3);
    CHECK(FirmId(3).place() == 3);
    CHECK(FirmId() < FirmId(0));
    CHECK(FirmId(0) < FirmId(1));
}

TEST_CASE("a list by id gives the ids it is opened by", "[ids]") {
    ById<MarketId, std::string> names;
    const MarketId cars = names.push_back("cars"), vans = names.push_back("vans");
    CHECK(names[cars] == "cars");
    CHECK(names[vans] == "vans");
    CHECK(names.id_of(names[vans]) == vans);
    std::string all;
    for (const MarketId market : names.ids()) all += names[market];
    CHECK(all == "carsvans");
    const SpanById<MarketId, const std::string> seen = names;
    CHECK(seen[vans] == "vans");
    CHECK(seen.size() == 2);
}

TEST_CASE("a table keeps its rows apart", "[ids]") {
    Table<ProgramId, FirmId, int> table(2, 3);
    int next = 0;
    for (const ProgramId program : Ids<ProgramId>(2)) {
        for (const FirmId firm : Ids<FirmId>(3)) table[program][firm] = next++;
    }
    CHECK(table[ProgramId(1)][FirmId(0)] == 3);
    CHECK(std::vector<int>(table.all().begin(), table.all().end()) == std::vector<int>{0, 1, 2, 3, 4, 5});
    Table<FirmId, std::size_t, double> rows(2, 4);
    rows[FirmId(1)][3] = 7;
    CHECK(rows.all().back() == 7);
    CHECK(rows[FirmId(0)].size() == 4);
}
