// Columns over a run's worlds, which may be held by several ranks: each is put together once, by one of them, and only what it tells goes
// on.
#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <vector>

#include "outcome/found.hpp"

namespace entente {

// Worlds of a leaf that count, and who holds it.
struct Place {
    std::int64_t first = 0, count = 0;  // of all that count, in the order of the run
    std::int32_t rank = 0, flows = 0;   // flows: 1 where the leaf keeps its yearly flows
};

// A figure, or a few, from columns of the run's first worlds.
struct ColumnTask {
    std::int64_t worlds = 0;  // its columns' length
    std::size_t columns = 1;
    // One column's values in every world of a leaf.
    std::function<void(const Leaf&, std::size_t column, std::span<double>)> derive;
    // What they tell, from one column after another. Nothing else may depend on it: it is asked by any thread of any rank.
    std::function<std::vector<double>(std::span<const double>)> tell;
    // Root puts that where it belongs, one task after another.
    std::function<void(std::span<const double>)> put;
};

// Alone.
class Columns {
public:
    // What is found must outlive it.
    explicit Columns(const Found& found);
    virtual ~Columns() = default;
    Columns(const Columns&) = delete;
    Columns& operator=(const Columns&) = delete;

    // Of this rank alone, but for its totals and its numbers of worlds.
    const Found& found() const { return found_; }
    virtual bool root() const { return true; }
    // Every leaf of the run, in its order.
    const std::vector<Place>& places() const { return places_; }
    // Worlds whose yearly flows are kept, one by one: a beginning.
    std::int64_t flow_worlds() const;

    // Carries tasks out, in any order; every rank must call it with the same.
    virtual void carry_out(const std::vector<ColumnTask>& tasks) const;
    // By world its randomisation, where some do not count; else none.
    virtual std::vector<std::uint8_t> owners() const;
    // Calls visit(found) on root with every leaf of the run. Every rank must call it.
    virtual void visit_whole(const std::function<void(const Found&)>& visit) const { visit(found_); }

protected:
    Columns(const Found& found, std::vector<Place> places) : found_(found), places_(std::move(places)) {}

    // Worlds of a leaf that are among a task's.
    static std::int64_t part(const Place& place, const ColumnTask& task);
    // One column's values in a leaf, or in its first worlds.
    static void derive(const ColumnTask& task, const Leaf& leaf, std::size_t column, std::span<double> out);
    // By world of this rank's leaves.
    std::vector<std::uint8_t> own_owners() const;

private:
    const Found& found_;
    std::vector<Place> places_;
};

// The task that brings a column of the run's first worlds to root.
ColumnTask bring(std::int64_t worlds, std::function<void(const Leaf&, std::span<double>)> derive, std::vector<double>& to);
// The numbers in the run of the first worlds that count, at most so many, for root.
std::vector<std::int64_t> numbers_at_root(const Columns& columns, std::int64_t most);

}  // namespace entente
