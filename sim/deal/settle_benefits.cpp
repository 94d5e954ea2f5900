// Vehicles, benefits and what is paid for each vehicle (see settle.hpp).
#include <algorithm>

#include "base/elementary.hpp"
#include "base/kernels.hpp"
#include "deal/settle.hpp"

namespace entente {

namespace {

bool same(const Access& a, const Access& b) { return a.first == b.first && a.until == b.until && a.again == b.again; }

class BenefitSettler {
public:
    BenefitSettler(const DealContext& context, const DealWorld& world, const MarketWorld& markets, const DealState& state,
                   const ArrangementModel* arrangement, int program, SettleScratch& scratch, Flows& flows)
        : grid_(context.grid),
          firms_(context.firms),
          arrangement_(arrangement),
          program_(program),
          model_(context.programs[static_cast<std::size_t>(program)]),
          world_(world),
          markets_(markets),
          parts_(state.parts[static_cast<std::size_t>(program)]),
          scratch_(scratch),
          blocks_(scratch.sold[static_cast<std::size_t>(program)]),
          flows_(flows) {}

    void settle() {
        bool all_kept = true;
        for (std::size_t b = 0; b < blocks_.size(); ++b) all_kept = find_kept(model_.benefits[b], blocks_[b]) && all_kept;
        if (!all_kept) sell_missing();
        for (std::size_t b = 0; b < blocks_.size(); ++b) book(model_.benefits[b], *blocks_[b].current);
    }

private:
    // Whether a firm's units are cut together with others' to a common capacity.
    bool is_limited(int firm) const {
        return arrangement_ != nullptr && arrangement_->users.limited && contains(arrangement_->users.firms, firm);
    }
    double capacity() const { return world_.at(arrangement_->users.spare_capacity) * grid_.step(); }

    // Points a block at sales that were made under the same access, if there are any.
    bool find_kept(const BenefitSlots& benefit, SoldBlock& block) const {
        block.current = nullptr;
        const Part& part = parts_[static_cast<std::size_t>(benefit.firm)];
        if (!part.position.flat) return false;
        const bool limited = is_limited(benefit.firm);
        const bool others = limited || world_.at(benefit.rivalry) > 0;
        for (Sales& sales : block.kept) {
            bool fits = sales.valid && sales.capacity == (limited ? capacity() : never) && same(sales.access, part.access);
            for (std::size_t f = 0; fits && others && f < parts_.size(); ++f) {
                fits = same(sales.rivals[f], parts_[f].access) && (!limited || parts_[f].position.flat);
            }
            if (fits) block.current = &sales;
        }
        return block.current != nullptr;
    }

    // Sells the blocks that were not found; those under a common capacity together, for one's units cut another's.
    void sell_missing() {
        bool all_flat = true, limited_missing = false;
        for (const Part& part : parts_) all_flat = all_flat && part.position.flat;
        for (std::size_t b = 0; b < blocks_.size(); ++b) {
            limited_missing = limited_missing || (blocks_[b].current == nullptr && is_limited(model_.benefits[b].firm));
        }
        for (std::size_t b = 0; b < blocks_.size(); ++b) {
            SoldBlock& block = blocks_[b];
            const BenefitSlots& benefit = model_.benefits[b];
            const bool limited = is_limited(benefit.firm);
            block.fresh = block.current == nullptr || (limited && limited_missing);
            if (!block.fresh) continue;
            const bool flat = limited ? all_flat : parts_[static_cast<std::size_t>(benefit.firm)].position.flat;
            Sales& sales = flat ? block.kept[block.oldest] : block.moving;
            if (flat) block.oldest = 1 - block.oldest;
            block.current = &sales;
            sell(benefit, sales);
            sales.valid = flat;
            sales.capacity = limited ? capacity() : never;
            sales.access = parts_[static_cast<std::size_t>(benefit.firm)].access;
            for (std::size_t f = 0; f < parts_.size(); ++f) sales.rivals[f] = parts_[f].access;
        }
        if (limited_missing) limit();
        for (std::size_t b = 0; b < blocks_.size(); ++b) {
            if (blocks_[b].fresh) earn(model_.benefits[b], *blocks_[b].current);
        }
    }

    // Units of one benefit block: the model's formula at mid-period times the part of the period with access.
    void sell(const BenefitSlots& benefit, Sales& block) {
        const Part& part = parts_[static_cast<std::size_t>(benefit.firm)];
        const Access& access = part.access;
        const double life_end = access.first + world_.at(benefit.life);
        block.periods.first = static_cast<std::size_t>(grid_.period(access.first));
        block.periods.count = static_cast<std::size_t>(std::min(grid_.period(life_end) + 1, grid_.periods)) - block.periods.first;
        if (block.periods.count == 0) return;
        double scale = world_.at(benefit.share);
        const double late = world_.at(benefit.late);
        if (late > 0 && access.first > benefit.due) scale *= exp(-late * (access.first - benefit.due));
        const double ramp = world_.at(benefit.ramp), rivalry = world_.at(benefit.rivalry);
        const auto demand = block.periods.part(markets_.demand(benefit.segment));
        const auto units = block.periods.part(block.units);
        if (ramp > 0) {
            ramped(demand, block.periods.part(grid_.middle), access.first, 1 / ramp, scale, units);
        } else {
            scaled(demand, scale, units);
        }
        cut_to_access(access, life_end, block);
        if (rivalry > 0) cut_by_rivals(benefit.firm, rivalry, block);
        if (!part.position.flat) scale_by_position(part.position, block);
    }

    // Rivals come and go at few dates; between them their number is the same.
    void cut_by_rivals(int firm, double rivalry, Sales& block) const {
        for (std::size_t k = block.periods.first; k < block.periods.end();) {
            const double middle = grid_.middle[k];
            double change = never;
            for (const Part& part : parts_) {
                for (const double date : {part.access.first, part.access.until, part.access.again})
                    if (date > middle) change = std::min(change, date);
            }
            const std::size_t next = std::min(grid_.first_middle_from(change), block.periods.end());
            const auto units = std::span(block.units).subspan(k, next - k);
            if (const int others = rivals(firm, middle); others > 0) scaled(units, std::max(0.0, 1 - rivalry * others), units);
            k = next;
        }
    }

    // Partners of one alliance often drift alike in all its programs: the last curve is kept.
    void scale_by_position(const Position& position, Sales& block) {
        if (!(scratch_.position_of == position)) {
            position.curve(grid_, scratch_.position);
            scratch_.position_of = position;
        }
        scaled_products(block.periods.part(block.units), block.periods.part(scratch_.position), 1, block.periods.part(block.units));
    }

    // Multiplies the units of periods in which the firm's access begins, ends or begins again, or the product's life ends, by the
    // part of the period that is open.
    void cut_to_access(const Access& access, double life_end, Sales& block) const {
        const double first_end = std::min(access.until, life_end), again = std::max(access.again, access.until);
        const auto cut = [&](std::size_t from, std::size_t to) {
            for (std::size_t k = from; k < to; ++k) {
                const double low = grid_.dates[k], high = grid_.dates[k + 1];
                const double within = overlap(low, high, access.first, first_end) + overlap(low, high, again, life_end);
                block.units[k] *= std::min(1.0, within * grid_.steps_per_year);
            }
        };
        // Between the first period and the one in which the first access ends, every period is open.
        const std::size_t closes = std::max(block.periods.first + 1, static_cast<std::size_t>(grid_.period(first_end)));
        cut(block.periods.first, block.periods.first + 1);
        cut(std::min(closes, block.periods.end()), block.periods.end());
    }

    // Buyers' units together are cut to the maker's spare capacity.
    void limit() {
        const double most = capacity();
        const auto all = std::span(scratch_.vehicles);
        std::fill(all.begin(), all.end(), 0.0);
        for (std::size_t b = 0; b < blocks_.size(); ++b) {
            if (!is_limited(model_.benefits[b].firm)) continue;
            const Sales& sales = *blocks_[b].current;
            add_scaled(sales.periods.part(sales.units), 1, sales.periods.part(all));
        }
        if (largest(all) <= most) return;
        for (std::size_t b = 0; b < blocks_.size(); ++b) {
            if (!is_limited(model_.benefits[b].firm)) continue;
            Sales& sales = *blocks_[b].current;
            for (std::size_t k = sales.periods.first; k < sales.periods.end(); ++k) sales.units[k] *= all[k] > most ? most / all[k] : 1.0;
        }
    }

    void earn(const BenefitSlots& benefit, Sales& block) const {
        if (block.periods.count == 0) return;
        const auto units = block.periods.part(block.units), earned = block.periods.part(block.earned);
        scaled_products(units, block.periods.part(grid_.escalation), world_.at(benefit.margin), earned);
        const auto change = markets_.margin_change(benefit.market);
        if (!change.empty()) add_products(units, block.periods.part(change), earned);
    }

    void book(const BenefitSlots& benefit, const Sales& block) {
        if (block.periods.count == 0) return;
        const auto earned = block.periods.part(block.earned);
        add_scaled(earned, 1, block.periods.part(flows_.row(flows_.benefit, benefit.firm)));
        if (!flows_.by_program) return;
        const std::size_t at = flows_.index(program_, benefit.firm);
        flows_.program_units[at] += sum(block.periods.part(block.units));
        flows_.program_benefit[at] += inner_product(earned, block.periods.part(firms_[static_cast<std::size_t>(benefit.firm)].discount));
    }

    int rivals(int firm, double date) const {
        int count = 0;
        for (std::size_t g = 0; g < parts_.size(); ++g) count += static_cast<int>(g) != firm && parts_[g].access.at(date) ? 1 : 0;
        return count;
    }

    const Grid& grid_;
    std::span<const FirmModel> firms_;
    const ArrangementModel* arrangement_;
    int program_;
    const ProgramModel& model_;
    const DealWorld& world_;
    const MarketWorld& markets_;
    const std::vector<Part>& parts_;
    SettleScratch& scratch_;
    std::vector<SoldBlock>& blocks_;
    Flows& flows_;
};

}  // namespace

void settle_benefits(const DealContext& context, const DealModel& deal, const DealWorld& world, const MarketWorld& markets,
                     const DealState& state, SettleScratch& scratch, Flows& flows) {
    for (int p = 0; p < static_cast<int>(context.programs.size()); ++p) {
        const int a = state.formed ? deal.arrangement_of[static_cast<std::size_t>(p)] : -1;
        const ArrangementModel* arrangement = a >= 0 ? &deal.arrangements[static_cast<std::size_t>(a)] : nullptr;
        BenefitSettler(context, world, markets, state, arrangement, p, scratch, flows).settle();
        if (arrangement != nullptr) settle_royalties(context, deal, static_cast<std::size_t>(a), world, state, scratch, flows);
    }
}

}  // namespace entente
