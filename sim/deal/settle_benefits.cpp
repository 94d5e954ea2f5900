// Vehicles, benefits and what is paid for each vehicle (see settle.hpp).
#include <algorithm>

#include "base/elementary.hpp"
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
        if (arrangement_ == nullptr || !arrangement_->users.limited) return false;
        const auto& users = arrangement_->users.firms;
        return std::find(users.begin(), users.end(), firm) != users.end();
    }
    double capacity() const { return world_.at(arrangement_->users.spare_capacity) * grid_.step(); }

    // Whether a firm's units by period are asked for: they are paid for by the vehicle, or counted.
    bool needs_units(int firm) const {
        if (flows_.by_program) return true;
        if (arrangement_ == nullptr || (world_.at(arrangement_->users.fee) == 0 && !arrangement_->users.limited)) return false;
        const auto& users = arrangement_->users.firms;
        return std::find(users.begin(), users.end(), firm) != users.end();
    }

    // Points a block at sales that were made under the same access, if there are any.
    bool find_kept(const BenefitSlots& benefit, SoldBlock& block) const {
        block.current = nullptr;
        const Part& part = parts_[static_cast<std::size_t>(benefit.firm)];
        if (!part.position.flat) return false;
        const bool limited = is_limited(benefit.firm);
        const bool others = limited || world_.at(benefit.rivalry) > 0;
        const bool units = needs_units(benefit.firm);
        for (Sales& sales : block.kept) {
            bool fits = sales.valid && (sales.by_period || !units) && sales.capacity == (limited ? capacity() : never) &&
                        same(sales.access, part.access);
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
            if (blocks_[b].fresh && blocks_[b].current->by_period) earn(model_.benefits[b], *blocks_[b].current);
        }
    }

    // Units of one benefit block: the model's formula at mid-period times the part of the period with access.
    void sell(const BenefitSlots& benefit, Sales& block) {
        const Part& part = parts_[static_cast<std::size_t>(benefit.firm)];
        const Access& access = part.access;
        const double life_end = access.first + world_.at(benefit.life);
        block.begin = std::min(grid_.period(access.first), grid_.periods);
        block.end = std::min(grid_.period(life_end) + 1, grid_.periods);
        block.by_period = true;
        if (access.first == never || block.begin >= block.end) {
            block.begin = block.end = 0;
            return;
        }
        double scale = world_.at(benefit.share);
        const double late = world_.at(benefit.late);
        if (late > 0 && access.first > benefit.due) scale *= exp(-late * (access.first - benefit.due));
        const double ramp = world_.at(benefit.ramp), rivalry = world_.at(benefit.rivalry);
        const bool steady = part.position.flat && !(rivalry > 0) && access.until == never && access.again == never &&
                            markets_.margin_change(benefit.market) == nullptr && !needs_units(benefit.firm);
        if (steady) return sell_by_year(benefit, scale * world_.at(benefit.margin), ramp, life_end, block);
        const double* demand = markets_.demand(benefit.segment);
        double* units = block.units.data();
        for (int k = block.begin; k < block.end; ++k) units[k] = scale * demand[k];
        cut_to_access(access, life_end, block);
        if (ramp > 0) {
            const double slope = 1 / ramp;
            for (int k = block.begin; k < block.end && middle(k) < access.first + ramp; ++k)
                units[k] *= std::max(0.0, (middle(k) - access.first) * slope);
        }
        if (rivalry > 0) cut_by_rivals(benefit.firm, rivalry, block);
        scale_by_position(part.position, block);
    }

    // What is earned at a steady position: whole years of the segment's nominal demand times a number, and period by period
    // only where the access begins, ramps up or ends.
    void sell_by_year(const BenefitSlots& benefit, double scale, double ramp, double life_end, Sales& block) {
        block.by_period = false;
        double npv = 0;
        const double first = parts_[static_cast<std::size_t>(benefit.firm)].access.first;
        const double* nominal = markets_.nominal(benefit.segment);
        const double* discount = firms_[static_cast<std::size_t>(benefit.firm)].discount.data();
        double* year = block.year.data();
        const int last_year = grid_.year[static_cast<std::size_t>(block.end - 1)];
        std::fill(year + grid_.year[static_cast<std::size_t>(block.begin)], year + last_year + 1, 0.0);
        const double slope = ramp > 0 ? 1 / ramp : 0;
        const auto add = [&](int k, double part) {
            const double earned = scale * part * nominal[k];
            year[grid_.year[static_cast<std::size_t>(k)]] += earned;
            npv += earned * discount[k];
        };
        int k = block.begin;
        for (; k < block.end && (grid_.date(k) < first || middle(k) < first + ramp); ++k) {
            const double open = std::min(1.0, overlap(grid_.date(k), grid_.date(k + 1), first, life_end) * grid_.steps_per_year);
            add(k, open * (ramp > 0 ? std::clamp((middle(k) - first) * slope, 0.0, 1.0) : 1.0));
        }
        int whole = block.end;  // periods before it are open to their end
        while (whole > k && grid_.date(whole) > life_end) --whole;
        const double* nominal_year = markets_.nominal_year(benefit.segment);
        const double* nominal_npv = markets_.nominal_npv(benefit.segment, benefit.firm);
        while (k < whole) {
            const int y = grid_.year[static_cast<std::size_t>(k)];
            const int next = grid_.year_begin[static_cast<std::size_t>(y) + 1];
            if (k == grid_.year_begin[static_cast<std::size_t>(y)] && next <= whole) {
                year[y] = scale * nominal_year[y];
                npv += scale * nominal_npv[y];
                k = next;
            } else {
                add(k++, 1);
            }
        }
        for (; k < block.end; ++k) add(k, std::min(1.0, overlap(grid_.date(k), grid_.date(k + 1), first, life_end) * grid_.steps_per_year));
        block.npv = npv;
    }

    // Rivals come and go at few dates; between them their number is the same.
    void cut_by_rivals(int firm, double rivalry, Sales& block) const {
        double* units = block.units.data();
        for (int k = block.begin; k < block.end;) {
            const int count = rivals(firm, middle(k));
            double change = never;
            for (std::size_t g = 0; g < parts_.size(); ++g) {
                for (const double date : {parts_[g].access.first, parts_[g].access.until, parts_[g].access.again})
                    if (date > middle(k)) change = std::min(change, date);
            }
            const double factor = std::max(0.0, 1 - rivalry * count);
            for (; k < block.end && middle(k) < change; ++k) units[k] *= factor;
        }
    }

    // Partners of one alliance often drift alike in all its programs: the last curve is kept.
    void scale_by_position(const Position& position, Sales& block) {
        if (position.flat) return;
        auto& curve = scratch_.position;
        if (!(scratch_.position_of == position)) {
            std::fill(curve.begin(), curve.end(), 1.0);
            position.scale(grid_.middle, curve);
            scratch_.position_of = position;
        }
        double* units = block.units.data();
        for (int k = block.begin; k < block.end; ++k) units[k] *= curve[static_cast<std::size_t>(k)];
    }

    // Multiplies each period's units by the part of the period in which the firm has access and the product lives.
    void cut_to_access(const Access& access, double life_end, Sales& block) const {
        const double first_end = std::min(access.until, life_end), again = std::max(access.again, access.until);
        for (int k = block.begin; k < block.end; ++k) {
            const double low = grid_.date(k), high = grid_.date(k + 1);
            if (low >= access.first && high <= first_end) {
                // Whole periods up to the one in which the access ends need no cut.
                k = std::max(k, std::min(block.end, grid_.period(first_end)) - 2);
                continue;
            }
            const double within = overlap(low, high, access.first, first_end) + overlap(low, high, again, life_end);
            block.units[static_cast<std::size_t>(k)] *= std::min(1.0, within * grid_.steps_per_year);
        }
    }

    // Buyers' units together are cut to the maker's spare capacity.
    void limit() {
        const double most = capacity();
        auto& sum = scratch_.vehicles;
        std::fill(sum.begin(), sum.end(), 0.0);
        double largest = 0;
        for (std::size_t b = 0; b < blocks_.size(); ++b) {
            if (!is_limited(model_.benefits[b].firm)) continue;
            const Sales& sales = *blocks_[b].current;
            for (int k = sales.begin; k < sales.end; ++k) sum[static_cast<std::size_t>(k)] += sales.units[static_cast<std::size_t>(k)];
        }
        for (const double total : sum) largest = std::max(largest, total);
        if (largest <= most) return;
        for (std::size_t b = 0; b < blocks_.size(); ++b) {
            if (!is_limited(model_.benefits[b].firm)) continue;
            Sales& sales = *blocks_[b].current;
            for (int k = sales.begin; k < sales.end; ++k) {
                const double total = sum[static_cast<std::size_t>(k)];
                sales.units[static_cast<std::size_t>(k)] *= total > most ? most / total : 1.0;
            }
        }
    }

    void earn(const BenefitSlots& benefit, Sales& block) const {
        const double margin = world_.at(benefit.margin);
        const double* change = markets_.margin_change(benefit.market);
        const double* discount = firms_[static_cast<std::size_t>(benefit.firm)].discount.data();
        const double* escalation = grid_.escalation.data();
        const double* units = block.units.data();
        double* year = block.year.data();
        double npv = 0;
        for (int k = block.begin; k < block.end;) {
            const int y = grid_.year[static_cast<std::size_t>(k)];
            const int next = std::min(grid_.year_begin[static_cast<std::size_t>(y) + 1], block.end);
            double sum = 0;
            for (; k < next; ++k) {
                const double earned = units[k] * (change != nullptr ? margin + change[k] : margin) * escalation[k];
                sum += earned;
                npv += earned * discount[k];
            }
            year[y] = sum;
        }
        block.npv = npv;
        if (!flows_.by_program) return;
        block.vehicles = 0;
        for (int k = block.begin; k < block.end; ++k) block.vehicles += units[k];
    }

    void book(const BenefitSlots& benefit, const Sales& block) {
        if (block.begin >= block.end) return;
        double* out = flows_.years(flows_.benefit_year, benefit.firm);
        const int last = grid_.year[static_cast<std::size_t>(block.end - 1)];
        for (int y = grid_.year[static_cast<std::size_t>(block.begin)]; y <= last; ++y) out[y] += block.year[static_cast<std::size_t>(y)];
        flows_.benefit_npv[static_cast<std::size_t>(benefit.firm)] += block.npv;
        if (!flows_.by_program) return;
        flows_.program_units[flows_.index(program_, benefit.firm)] += block.vehicles;
        flows_.program_benefit[flows_.index(program_, benefit.firm)] += block.npv;
    }

    double middle(int k) const { return grid_.middle[static_cast<std::size_t>(k)]; }
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
        if (arrangement != nullptr) settle_royalties(context, *arrangement, world, state, scratch, flows);
    }
}

}  // namespace entente
