// Vehicles and benefits (see settle.hpp).
#include <algorithm>

#include "lanes/lane_kernels.hpp"
#include "settle/settle.hpp"

namespace entente {

namespace {

class BenefitSettler {
public:
    BenefitSettler(const DealContext& context, const DealtPack& pack, const MarketPack& markets, const ArrangementModel* arrangement,
                   int program, SettleScratch& scratch, Flows& flows)
        : grid_(context.grid),
          firms_(context.firms),
          pack_(pack),
          markets_(markets),
          arrangement_(arrangement),
          program_(program),
          blocks_(context.programs[static_cast<std::size_t>(program)].benefits),
          scratch_(scratch),
          flows_(flows) {
        if (arrangement == nullptr || !arrangement->users.limited) return;
        const Lanes spare = pack.at(arrangement->users.spare_capacity);
        for (std::size_t lane = 0; lane < pack_size; ++lane)
            capacity_[lane] = pack.state.is_formed(lane) ? spare[lane] * grid_.step() : never;
    }

    void settle() {
        std::fill(scratch_.sold.begin(), scratch_.sold.end(), Periods{});
        for (std::size_t b = 0; b < blocks_.size(); ++b) {
            BlockLanes& block = scratch_.blocks[b];
            prepare_block(blocks_[b], pack_.benefits[static_cast<std::size_t>(program_)][b], block);
            Periods& sold = scratch_.sold[static_cast<std::size_t>(blocks_[b].firm)];
            sold = joined(sold, block.periods);
        }
        for (std::size_t f = 0; f < firms_.size(); ++f) {
            if (asks_for_vehicles(static_cast<int>(f))) clear(scratch_.sold[f].part(scratch_.vehicles[f]));
        }
        bool any_later = false;
        for (std::size_t b = 0; b < blocks_.size(); ++b) {
            if (scratch_.blocks[b].periods.count == 0) continue;
            any_later = any_later || is_later(blocks_[b].firm);
            sell_block(blocks_[b], scratch_.blocks[b]);
        }
        if (any_later) earn_later();
    }

private:
    void prepare_block(const BenefitSlots& benefit, const BenefitLanes& terms, BlockLanes& block) const {
        block.access = &pack_.state.part(program_, benefit.firm).access;
        block.terms = &terms;
        prepare(block, grid_.end());
        block.periods = {};
        if (!(block.first < grid_.end())) return;
        if (terms.is_late) be_late(block, benefit.due);
        block.periods.first = static_cast<std::size_t>(grid_.period(block.first));
        block.periods.count = std::min(static_cast<std::size_t>(grid_.period(block.last)) + 1, grid_.middle.size()) - block.periods.first;
    }

    void sell_block(const BenefitSlots& benefit, BlockLanes& block) {
        const Periods& periods = block.periods;
        BlockRows rows = rows_of(benefit, block);
        rows.middle = periods.part(grid_.middle);
        rows.dates = std::span(grid_.dates).subspan(periods.first, periods.count + 1);
        rows.steps_per_year = grid_.steps_per_year;
        rows.demand = periods.part(markets_.demand(benefit.segment));
        rows.factor = factors(benefit, *block.terms, periods);
        const auto vehicles = periods.part(scratch_.vehicles[static_cast<std::size_t>(benefit.firm)]);
        sell(block, rows, phases(block), is_later(benefit.firm) ? periods.part(block.units).data() : nullptr,
             asks_for_vehicles(benefit.firm) ? vehicles.data() : nullptr, periods.part(flows_.row(flows_.benefit, benefit.firm)).data());
    }

    bool is_user(int firm) const { return arrangement_ != nullptr && contains(arrangement_->users.firms, firm); }
    bool is_limited(int firm) const { return is_user(firm) && arrangement_->users.limited; }
    // Whether a firm's units earn only when all are known: buyers of a limited capacity cut each other's.
    bool is_later(int firm) const { return is_limited(firm) || flows_.by_program; }
    bool asks_for_vehicles(int firm) const { return is_user(firm) || flows_.by_program; }

    // A period less at either end than the dates tell, so that rounding does not matter. Where a world closes before another has opened
    // all periods are alike.
    Phases phases(const BlockLanes& block) const {
        const Periods& periods = block.periods;
        const auto all_from = [&](double date) {
            return std::clamp(grid_.first_middle_from(date) + 1, periods.first, periods.end()) - periods.first;
        };
        const auto last = static_cast<std::size_t>(grid_.period(block.closes));
        const std::size_t closing = std::clamp(last > 0 ? last - 1 : 0, periods.first, periods.end()) - periods.first;
        const std::size_t opened = all_from(block.opened);
        if (closing <= opened) return {0, 0, 0};
        return {opened, std::min(all_from(block.full), closing), closing};
    }

    // What earning needs.
    BlockRows rows_of(const BenefitSlots& benefit, const BlockLanes& block) const {
        const auto change = markets_.margin_change(benefit.market);
        return {{}, {}, block.periods.part(grid_.escalation), 0, {}, {}, change.empty() ? change : block.periods.part(change)};
    }

    // What the blocks earn whose units are kept, cut where buyers together have more than the maker's spare capacity.
    void earn_later() {
        Periods all;
        auto &total = scratch_.paid, &cut = scratch_.factors[0];
        const auto each = [&](const auto& holds, const auto& visit) {
            for (std::size_t b = 0; b < blocks_.size(); ++b) {
                BlockLanes& block = scratch_.blocks[b];
                if (block.periods.count > 0 && holds(blocks_[b].firm)) visit(blocks_[b], block);
            }
        };
        const auto limited = [&](int firm) { return is_limited(firm); };
        each(limited, [&](const BenefitSlots&, const BlockLanes& block) { all = joined(all, block.periods); });
        clear(all.part(total));
        each(limited,
             [&](const BenefitSlots&, const BlockLanes& block) { add(block.periods.part(block.units), block.periods.part(total)); });
        const bool cuts = limit_factors(all.part(total), capacity_, all.part(cut));
        each([&](int firm) { return is_later(firm); },
             [&](const BenefitSlots& benefit, const BlockLanes& block) {
                 const Periods& periods = block.periods;
                 Lanes units, present;
                 earn(block, rows_of(benefit, block), periods.part(block.units),
                      cuts && is_limited(benefit.firm) ? std::span<const Lanes>(periods.part(cut)) : std::span<const Lanes>(),
                      periods.part(firms_[static_cast<std::size_t>(benefit.firm)].discount),
                      periods.part(scratch_.vehicles[static_cast<std::size_t>(benefit.firm)]).data(),
                      periods.part(flows_.row(flows_.benefit, benefit.firm)).data(), units, present);
                 if (!flows_.by_program) return;
                 const std::size_t at = flows_.index(program_, benefit.firm);
                 for (std::size_t lane = 0; lane < pack_size; ++lane) {
                     flows_.program_units[at][lane] += units[lane];
                     flows_.program_benefit[at][lane] += present[lane];
                 }
             });
    }

    // The row of fall(), kept for the firm's other programs.
    std::span<const Lanes> fallen_of(int firm, const PositionLanes& position) {
        if (!position.drifts()) return {};
        FallenPosition& kept = scratch_.fallen[static_cast<std::size_t>(firm)];
        if (kept.of == nullptr || !position.falls_as(*kept.of)) position.fall(grid_.middle, kept.row);
        kept.of = &position;
        return kept.row;
    }

    // What rivals with access and the firm's market position make of its units; empty where nothing.
    std::span<const Lanes> factors(const BenefitSlots& benefit, const BenefitLanes& terms, const Periods& periods) {
        const bool rivals = terms.has_rivalry;
        const PositionLanes* position = nullptr;
        if (!pack_.positions.empty()) position = &pack_.positions[flows_.index(program_, benefit.firm)];
        if (position != nullptr && !position->moves()) position = nullptr;
        if (!rivals && position == nullptr) return {};
        const auto out = periods.part(scratch_.factors[0]);
        const auto middle = periods.part(std::span<const double>(grid_.middle));
        if (rivals) {
            clear(out);
            for (std::size_t g = 0; g < firms_.size(); ++g) {
                if (static_cast<int>(g) != benefit.firm) count_access(pack_.state.part(program_, g).access, middle, out);
            }
            rival_factors(terms.rivalry, out);
        }
        if (position == nullptr) return out;
        const auto by_position = periods.part(scratch_.factors[1]);
        position->curve(grid_, periods, fallen_of(benefit.firm, *position), periods.part(scratch_.factors[2]), by_position);
        if (!rivals) return by_position;
        multiply(by_position, out);
        return out;
    }

    const Grid& grid_;
    std::span<const FirmModel> firms_;
    const DealtPack& pack_;
    const MarketPack& markets_;
    const ArrangementModel* arrangement_;
    int program_;
    const std::vector<BenefitSlots>& blocks_;
    SettleScratch& scratch_;
    Flows& flows_;
    Lanes capacity_ = all_lanes(never);
};

}  // namespace

void settle_benefits(const DealContext& context, const DealModel& deal, const DealtPack& pack, const MarketPack& markets,
                     SettleScratch& scratch, Flows& flows) {
    for (FallenPosition& kept : scratch.fallen) kept.of = nullptr;
    for (int p = 0; p < static_cast<int>(context.programs.size()); ++p) {
        const int a = deal.arrangement_of[static_cast<std::size_t>(p)];
        const ArrangementModel* arrangement = a >= 0 ? &deal.arrangements[static_cast<std::size_t>(a)] : nullptr;
        BenefitSettler(context, pack, markets, arrangement, p, scratch, flows).settle();
        if (arrangement != nullptr) settle_royalties(context, deal, static_cast<std::size_t>(a), pack, scratch, flows);
    }
}

}  // namespace entente
