// The outcomes of all worlds, a column each, filled in place by whichever worker evaluates a world.
#pragma once

#include <cstdint>
#include <vector>

#include "engine/model.hpp"

namespace entente {

struct FirmColumns {
    std::vector<double> cost_npv, cost, transfer_npv, benefit_npv, peak, worst_overrun;
    std::vector<std::uint8_t> over_budget;
};

struct ProgramColumns {
    std::vector<double> completion;  // access date; infinite: never
    std::vector<double> cost;        // nominal
    bool used = false;               // the firm has a part in the program
};

struct AlternativeColumns {
    std::vector<FirmColumns> firms;
    std::vector<double> all_peak;
    std::vector<std::vector<ProgramColumns>> programs;  // by program, firm
    bool arranged = false;                              // there is a deal: the next four hold its worlds
    std::vector<std::uint8_t> formed;
    std::vector<std::int16_t> exit, leaver;  // -1: none
    std::vector<double> tau;
    // Sums over worlds and the first worlds' own values, by firm, flow (cost, transfer, benefit) and year.
    std::vector<double> annual_sum;
    std::vector<float> annual_sample;  // firm, flow, year, world
};

struct Columns {
    std::int64_t worlds = 0;
    std::int64_t sampled = 0;  // first worlds whose annual flows are kept
    int flows_per_firm = 0;    // 3 x years
    std::vector<AlternativeColumns> alternatives;
    std::int64_t non_finite = 0;
    std::int64_t first_non_finite = -1;
    std::vector<std::int64_t> past_horizon;  // by alternative: worlds with work cost booked in the last period
    std::vector<std::int64_t> unsettled;     // by alternative: worlds whose costs a rule is undefined for
    std::vector<std::int64_t> below_zero;    // by the sampler's clamped quantities: worlds drawn below 0

    Columns() = default;
    // `most`: worlds that the run may reach; memory is taken as it grows.
    Columns(const RunModel& model, std::int64_t most);
    void grow(std::int64_t worlds);
    std::size_t annual_index(const RunModel& model, std::size_t firm, std::size_t flow, std::size_t year) const {
        return (firm * 3 + flow) * static_cast<std::size_t>(model.grid.years) + year;
    }
};

// Bytes that the columns of so many worlds take.
double column_bytes(const RunModel& model, std::int64_t worlds);

}  // namespace entente
