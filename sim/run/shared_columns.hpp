// Columns over leaves that several ranks hold (see summary/columns.hpp).
//
// Tasks are taken in rounds of as many as there are threads on all ranks. In each, every rank derives its own leaves' part of each column
// and passes it to the rank that puts the column together, so all of them send and receive alike, and none holds more than its leaves and
// two columns a thread.
#pragma once

#include <memory>

#include "run/ranks.hpp"
#include "summary/columns.hpp"

namespace entente {

class SharedColumns : public Columns {
public:
    // `threads`: of every rank, for rounds must be the same. Every rank must make it, of the worlds that count.
    SharedColumns(const Ranks& ranks, const Found& found, int threads);
    ~SharedColumns() override;

    bool root() const override { return ranks_.root(); }
    void carry_out(const std::vector<ColumnTask>& tasks) const override;
    std::vector<std::uint8_t> owners() const override;
    void visit_whole(const std::function<void(const Found&)>& visit) const override;

private:
    struct Round;
    void pass_on(const std::vector<ColumnTask>& tasks, std::size_t first, Round& out) const;
    std::vector<double> put_together(const ColumnTask& task, std::size_t at, Round& round) const;

    const Ranks& ranks_;
    std::size_t threads_;
    std::unique_ptr<Round> round_;  // its memory serves one after another
};

// Sums of all leaves' totals, in the order of the worlds, for every rank; each sums up a part of them.
Totals totals_of(const Ranks& ranks, const Found& found, const Layout& layout);
// What this rank holds of the worlds that count, where not all do.
Found kept_worlds(const Ranks& ranks, const Found& found, const Layout& layout);

}  // namespace entente
