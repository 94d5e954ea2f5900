// Registration and drawing of quantities (see sampler.hpp).
#include "chance/sampler.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include "chance/distribution.hpp"
#include "lanes/kernels.hpp"

namespace entente {

namespace {

std::string stream_name(const std::string& name, const std::string& executor) { return executor.empty() ? name : name + "@" + executor; }

}  // namespace

Sampler::Sampler(std::uint64_t seed, std::vector<CorrelatedGroup> groups, std::optional<double> df)
    : seed_(seed), groups_(std::move(groups)) {
    if (df && !groups_.empty()) {
        student_.emplace(*df);
        chi_square_ = normal_column("scenario.copula", "");
    }
    for (std::size_t g = 0; g < groups_.size(); ++g) {
        for (std::size_t i = 0; i < groups_[g].names.size(); ++i) group_of_[groups_[g].names[i]] = {g, i};
    }
}

int Sampler::normal_column(const std::string& name, const std::string& executor) {
    const std::string key = stream_name(name, executor);
    const auto [place, added] = normal_columns_.try_emplace(key, columns_);
    if (added) {
        normals_.push_back({name, {Stream(seed_, key)}, columns_});
        ++columns_;
    }
    return place->second;
}

// The score of a name in the common vector (no executor) or in an executor's own vector, correlated within that vector.
int Sampler::vector_score(const std::string& name, const std::string& executor) {
    const auto grouped = group_of_.find(name);
    if (grouped == group_of_.end()) return normal_column(name, executor);
    const auto [group, row] = grouped->second;
    const auto [place, added] = vector_scores_.try_emplace(stream_name(name, executor), columns_);
    if (!added) return place->second;
    ++columns_;
    const auto [operation, fresh] = correlates_of_.try_emplace({group, executor}, correlates_.size());
    if (fresh) correlates_.push_back(correlate_of(group, executor));
    Correlate& correlate = correlates_[operation->second];
    correlate.out.push_back(place->second);
    correlate.row.push_back(row);
    return place->second;
}

Sampler::Correlate Sampler::correlate_of(std::size_t group, const std::string& executor) {
    const auto [root, fresh] = roots_.try_emplace(group);
    if (fresh) root->second = root_of(groups_[group]);
    Correlate out;
    out.root = root->second;
    for (const std::string& member : groups_[group].names) out.in.push_back(normal_column(member, executor));
    out.kind = groups_[group].kind;
    for (std::size_t k = 0; k < out.root->own.size(); ++k) out.totals.push_back(columns_++);
    return out;
}

int Sampler::score_column(const std::string& name, const Who& who) {
    const int mixed = mixed_score(name, who);
    return student_ && group_of_.contains(name) ? heavy_score(mixed) : mixed;
}

int Sampler::heavy_score(int mixed) {
    const auto [place, added] = heavy_scores_.try_emplace(mixed, columns_);
    if (added) heavy_tails_.push_back({mixed, columns_++});
    return place->second;
}

int Sampler::mixed_score(const std::string& name, const Who& who) {
    if (who.executor.empty() || who.likeness == 1) return vector_score(name, "");
    if (who.likeness == 0) return vector_score(name, who.executor);
    const std::string key = stream_name(name, who.executor);
    if (const auto known = score_columns_.find(key); known != score_columns_.end()) return known->second;
    const int common = vector_score(name, "");
    const int own = vector_score(name, who.executor);
    const int out = columns_++;
    score_columns_.emplace(key, out);
    blends_.push_back({common, own, out, std::sqrt(who.likeness), std::sqrt(1 - who.likeness)});
    return out;
}

Slot Sampler::score(const std::string& name, const Who& who) { return {score_column(name, who), 0}; }

Chance Sampler::chance(const std::string& name, const Who& who, const Quantity& probability) {
    Chance chance;
    if (const auto p = constant(probability.law)) {
        chance.threshold = *p <= 0 ? -HUGE_VAL : (*p >= 1 ? HUGE_VAL : normal_quantile(*p));
        // What is certain needs no draw.
        if (std::isinf(chance.threshold)) return chance;
    } else {
        chance.uncertain = true;
        chance.probability = value(probability, who, Sign::not_negative);
    }
    chance.score = score(name, who);
    deciding_.insert(name);
    const Drawn drawn{stream_name(name, who.executor) + std::string(of_score), chance.score, chance};
    // Alternatives share what they register alike.
    const auto known = std::find_if(drawn_.begin(), drawn_.end(), [&](const Drawn& other) { return other.name == drawn.name; });
    if (known == drawn_.end()) {
        drawn_.push_back(drawn);
    } else if (known->decides != chance) {
        known->decides.reset();
    }
    return chance;
}

Slot Sampler::waiting(const std::string& name) {
    Quantity time;
    time.name = name;
    time.law = Distribution(Exponential{1.0});
    return value(time, {}, Sign::any);
}

Slot Sampler::value(const Quantity& quantity, const Who& who, Sign sign, std::string_view suffix) {
    const bool non_negative = sign == Sign::not_negative;
    if (const auto fixed = constant(quantity.law)) return {-1, non_negative ? std::max(*fixed, 0.0) : *fixed};
    const int in = score_column(drawn_name(quantity.name) + std::string(suffix), who);
    const std::string key = std::to_string(in) + (non_negative ? "+" : " ") + description(quantity.law);
    const auto [place, added] = value_columns_.try_emplace(key, columns_);
    if (added) {
        transforms_.push_back({Law(quantity.law), in, columns_, non_negative ? static_cast<int>(clamped_.size()) : -1});
        if (non_negative) clamped_.push_back(stream_name(quantity.name, who.executor));
        drawn_.push_back({stream_name(quantity.name + std::string(suffix), who.executor), {columns_, 0}});
        ++columns_;
    }
    return {place->second, 0};
}

std::vector<Sampler::Factor> Sampler::factors() const {
    std::map<std::string, std::set<std::string>> members;  // by the first quantity of its group
    std::map<std::size_t, std::string> first;              // of each correlated group
    std::map<std::string, std::vector<std::size_t>> numbers;
    for (const auto& [key, column] : normal_columns_) {
        const auto op =
            std::find_if(normals_.begin(), normals_.end(), [sought = column](const Normals& normal) { return normal.out == sought; });
        const std::string& quantity = op->name;
        const auto grouped = group_of_.find(quantity);
        const std::string& group = grouped == group_of_.end() ? quantity : first.try_emplace(grouped->second.first, quantity).first->second;
        members[group].insert(quantity);
        numbers[group].push_back(static_cast<std::size_t>(op - normals_.begin()));
    }
    std::vector<Factor> out;
    for (const auto& [group, quantities] : members) {
        Factor& factor = out.emplace_back();
        factor.quantities.assign(quantities.begin(), quantities.end());
        factor.normals = numbers[group];
    }
    return out;
}

void Sampler::reseed(std::uint64_t seed) {
    seed_ = seed;
    std::map<int, const std::string*> names;  // by column
    for (const auto& [name, column] : normal_columns_) names[column] = &name;
    for (Normals& normal : normals_) normal.coordinate.stream = Stream(seed, *names.at(normal.out));
}

void Sampler::redraw(const Factor& factor, std::uint64_t offset) {
    for (const std::size_t i : factor.normals) normals_[i].coordinate.offset = offset;
}

std::vector<Sampler::Independent> Sampler::independent() const {
    std::map<int, bool> decides;  // by column
    for (const Normals& op : normals_) decides[op.out] = deciding_.contains(op.name);
    std::vector<Independent> out;
    for (const auto& [name, column] : normal_columns_) out.push_back({name, column, decides[column]});
    return out;
}

int Sampler::assign_coordinates(const std::map<std::string, int>& known, int next) {
    std::map<int, int> coordinate;  // by column
    for (const auto& [name, column] : normal_columns_) {
        const auto at = known.find(name);
        coordinate[column] = at != known.end() ? at->second : next++;
    }
    for (Normals& op : normals_) op.coordinate.sobol = coordinate[op.out];
    return next;
}

template <class Column>
void Sampler::correlate(const Correlate& op, const Column& column) {
    const auto index = [](std::size_t i) { return static_cast<Eigen::Index>(i); };
    const auto clear = [](std::span<double> numbers) { std::fill(numbers.begin(), numbers.end(), 0.0); };
    for (const int total : op.totals) clear(column(total));
    for (std::size_t j = 0; j < op.kind.size(); ++j) add_scaled(column(op.in[j]), 1.0, column(op.totals[op.kind[j]]));
    for (std::size_t i = 0; i < op.out.size(); ++i) {
        const auto out = column(op.out[i]);
        clear(out);
        if (op.totals.empty()) {
            for (std::size_t j = 0; j < op.in.size(); ++j) add_scaled(column(op.in[j]), op.root->matrix(index(op.row[i]), index(j)), out);
            continue;
        }
        const std::size_t kind = op.kind[op.row[i]];
        add_scaled(column(op.in[op.row[i]]), op.root->own[kind], out);
        for (std::size_t l = 0; l < op.totals.size(); ++l) add_scaled(column(op.totals[l]), op.root->shared(index(kind), index(l)), out);
    }
}

void Sampler::draw(const Design& design, std::uint64_t first, int count, std::span<double> memory,
                   std::span<std::int64_t> below_zero) const {
    const auto column = [&](int c) { return memory.subspan(static_cast<std::size_t>(c) * stride, static_cast<std::size_t>(count)); };
    for (const Normals& op : normals_) normals(design, op.coordinate, first, 0, column(op.out));
    for (const Correlate& op : correlates_) correlate(op, column);
    for (const Blend& op : blends_) {
        blend(op.common_weight, column(op.common), op.own_weight, column(op.own), column(op.out));
    }
    if (!heavy_tails_.empty()) {
        std::array<double, block_size> factor{};
        const auto factors = std::span(factor).first(static_cast<std::size_t>(count));
        student_->factors(column(chi_square_), factors);
        for (const HeavyTails& op : heavy_tails_) student_->scores(column(op.in), factors, column(op.out));
    }
    for (const Transform& op : transforms_) {
        const auto out = column(op.out);
        op.law.values(column(op.in), out);
        if (op.clamped < 0) continue;
        std::int64_t negative = 0;
        for (double& x : out) {
            negative += x < 0 ? 1 : 0;
            x = std::max(x, 0.0);
        }
        below_zero[static_cast<std::size_t>(op.clamped)] += negative;
    }
}

}  // namespace entente
