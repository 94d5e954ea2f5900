// The parts of prepare(), one file each, and what adds works to a model that is prepared (the pilot's games).
#pragma once

#include <map>
#include <string>
#include <vector>

#include "resolve/run_model.hpp"

namespace entente {

struct Alternative;

// Look-ups while a model is being built. Names were checked, so every one is found.
struct Builder {
    const Scenario& scenario;
    RunModel& model;
    std::map<std::string, WorkId> shared_works{};  // pools with the same program, members and terms share their work

    FirmId firm(const Name& name) const;
    ProgramId program(const Name& name) const;
    MarketId market(const Name& name) const;
    EventId event(const Name& name) const;
    Slot value(const Quantity& quantity, Sign sign = Sign::any) { return model.sampler.value(quantity, {}, sign); }
    ResolvedByFirm by_firm(const Keyed<Quantity>& table, Sign sign = Sign::any);
    // The firm's own work on a program, registered on first use.
    WorkId solo_work(ProgramId program, FirmId firm);
};

// The name of the stream of a market's regimes.
std::string regime_path(const std::string& market);
void prepare_markets(Builder& builder, const std::vector<CorrelatedGroup>& groups);
// The work of a pool on a program; pools of the same members on the same terms share one, whatever the alternative.
WorkId pool_work(Builder& builder, ProgramId program, const PoolTerms& pool);
// The works of every coalition of a pool's members. Throws Failure for more than most_coalition_members.
constexpr std::size_t most_coalition_members = 10;
ResolvedCoalitions coalition_terms(Builder& builder, ProgramId program, const PoolTerms& pool);
ResolvedDeal prepare_deal(Builder& builder, const Alternative& alternative);
ResolvedExits prepare_exits(Builder& builder, const ResolvedDeal& deal, const Alternative& alternative);

// Where a name stands in a keyed table.
template <class I, class T>
I place(const Keyed<T>& table, const Name& name) {
    for (std::size_t i = 0; i < table.size(); ++i) {
        if (table[i].first.text == name.text) return I(i);
    }
    return {};
}

}  // namespace entente
