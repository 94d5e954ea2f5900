// Columns where one process holds every leaf (see columns.hpp).
#include "summary/columns.hpp"

#include <tbb/enumerable_thread_specific.h>
#include <tbb/parallel_for.h>

#include <algorithm>

#include "outcome/derive.hpp"

namespace entente {

Columns::Columns(const Found& found) : found_(found) {
    for (const Leaf& leaf : found.leaves) places_.push_back({leaf.first, leaf.count, 0, leaf.keeps_flows() ? 1 : 0});
}

std::int64_t Columns::flow_worlds() const {
    std::int64_t out = 0;
    for (const Place& place : places_) {
        if (place.flows == 0) break;
        out += place.count;
    }
    return out;
}

std::int64_t Columns::part(const Place& place, const ColumnTask& task) {
    return std::clamp<std::int64_t>(task.worlds - place.first, 0, place.count);
}

void Columns::derive(const ColumnTask& task, const Leaf& leaf, std::size_t column, std::span<double> out) {
    if (out.size() == static_cast<std::size_t>(leaf.count)) return task.derive(leaf, column, out);
    outcome::Buffer buffer;
    const auto values = outcome::part(buffer, leaf);
    task.derive(leaf, column, values);
    std::copy_n(values.begin(), out.size(), out.begin());
}

void Columns::carry_out(const std::vector<ColumnTask>& tasks) const {
    std::vector<std::vector<double>> told(tasks.size());
    // A worker fills the columns of one task after another.
    tbb::enumerable_thread_specific<std::vector<double>> memory;
    tbb::parallel_for(std::size_t{0}, tasks.size(), [&](std::size_t i) {
        const ColumnTask& task = tasks[i];
        const auto worlds = static_cast<std::size_t>(task.worlds);
        std::vector<double>& all = memory.local();
        all.resize(task.columns * worlds);
        for (std::size_t c = 0; c < task.columns; ++c) {
            std::span<double> rest = std::span(all).subspan(c * worlds, worlds);
            for (std::size_t l = 0; l < places_.size() && !rest.empty(); ++l) {
                const auto count = static_cast<std::size_t>(part(places_[l], task));
                derive(task, found_.leaves[l], c, rest.first(count));
                rest = rest.subspan(count);
            }
        }
        told[i] = task.tell(all);
    });
    for (std::size_t i = 0; i < tasks.size(); ++i) tasks[i].put(told[i]);
}

std::vector<std::uint8_t> Columns::owners() const { return own_owners(); }

std::vector<std::uint8_t> Columns::own_owners() const {
    std::vector<std::uint8_t> out;
    for (const Leaf& leaf : found_.leaves) {
        for (const std::int64_t number : leaf.numbers)
            out.push_back(static_cast<std::uint8_t>(number % static_cast<std::int64_t>(Design::randomisations)));
    }
    return out;
}

ColumnTask bring(std::int64_t worlds, std::function<void(const Leaf&, std::span<double>)> derive, std::vector<double>& to) {
    return {.worlds = worlds,
            .derive = [derive = std::move(derive)](const Leaf& leaf, std::size_t, std::span<double> out) { derive(leaf, out); },
            .tell = [](std::span<const double> column) { return std::vector(column.begin(), column.end()); },
            .put = [&to](std::span<const double> column) { to.assign(column.begin(), column.end()); }};
}

std::vector<std::int64_t> numbers_at_root(const Columns& columns, std::int64_t most) {
    const std::int64_t worlds = columns.places().empty() ? 0 : columns.places().back().first + columns.places().back().count;
    const auto numbers_of = [](const Leaf& leaf, std::span<double> out) {
        for (std::size_t w = 0; w < out.size(); ++w) out[w] = static_cast<double>(leaf.world(w));
    };
    std::vector<double> numbers;
    columns.carry_out({bring(std::min(most, worlds), numbers_of, numbers)});
    return {numbers.begin(), numbers.end()};
}

}  // namespace entente
