// Which names are correlated with which, from the blocks of a scenario (see correlation.hpp).
#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <numeric>
#include <set>

#include "chance/correlation.hpp"

namespace entente {

namespace {

// Up to this many names a group has its whole matrix, whatever its classes.
constexpr std::size_t most_written_out = 64;

class Components {
public:
    explicit Components(std::size_t size) : parent_(size) { std::iota(parent_.begin(), parent_.end(), std::size_t{0}); }
    std::size_t of(std::size_t i) {
        while (parent_[i] != i) i = parent_[i] = parent_[parent_[i]];
        return i;
    }
    void join(std::size_t a, std::size_t b) { parent_[of(b)] = of(a); }

private:
    std::vector<std::size_t> parent_;
};

// The names of all blocks, sorted, and each block's as numbers.
struct Indexed {
    std::vector<std::string> names;
    std::vector<std::vector<std::size_t>> members;  // by block
};

Indexed indexed(const std::vector<CorrelationBlock>& blocks) {
    Indexed out;
    for (const CorrelationBlock& block : blocks) out.names.insert(out.names.end(), block.names.begin(), block.names.end());
    std::sort(out.names.begin(), out.names.end());
    out.names.erase(std::unique(out.names.begin(), out.names.end()), out.names.end());
    for (const CorrelationBlock& block : blocks) {
        std::vector<std::size_t>& members = out.members.emplace_back();
        for (const std::string& name : block.names)
            members.push_back(static_cast<std::size_t>(std::lower_bound(out.names.begin(), out.names.end(), name) - out.names.begin()));
    }
    return out;
}

// Names that stand in the same blocks, and in none with a matrix, are correlated alike.
struct Classes {
    std::vector<std::size_t> of;               // by name
    std::vector<std::vector<std::size_t>> in;  // by class, its names in order
};

Classes classes_of(const std::vector<CorrelationBlock>& blocks, const Indexed& index) {
    std::vector<std::vector<std::size_t>> standing(index.names.size());
    for (std::size_t b = 0; b < blocks.size(); ++b) {
        for (const std::size_t name : index.members[b]) {
            if (standing[name].empty() || standing[name].back() != b) standing[name].push_back(b);
        }
    }
    for (std::size_t b = 0; b < blocks.size(); ++b) {
        for (const std::size_t name : index.members[b]) {
            if (!blocks[b].matrix.empty()) standing[name].push_back(blocks.size() + name);
        }
    }
    Classes out;
    std::map<std::vector<std::size_t>, std::size_t> known;
    for (std::size_t name = 0; name < standing.size(); ++name) {
        const auto [place, fresh] = known.emplace(std::move(standing[name]), out.in.size());
        if (fresh) out.in.emplace_back();
        out.in[place->second].push_back(name);
        out.of.push_back(place->second);
    }
    return out;
}

// The classes that blocks tie together, perhaps by correlations of 0; in each list the classes in order.
std::vector<std::vector<std::size_t>> tied(const std::vector<CorrelationBlock>& blocks, const Indexed& index, const Classes& classes) {
    Components components(classes.in.size());
    for (std::size_t b = 0; b < blocks.size(); ++b) {
        for (const std::size_t name : index.members[b]) components.join(classes.of[index.members[b].front()], classes.of[name]);
    }
    std::map<std::size_t, std::vector<std::size_t>> lists;
    for (std::size_t k = 0; k < classes.in.size(); ++k) lists[components.of(k)].push_back(k);
    std::vector<std::vector<std::size_t>> out;
    for (auto& [root, list] : lists) out.push_back(std::move(list));
    return out;
}

class GroupFinder {
public:
    explicit GroupFinder(const std::vector<CorrelationBlock>& blocks)
        : blocks_(blocks), index_(indexed(blocks)), classes_(classes_of(blocks, index_)), place_(classes_.in.size()) {}

    std::vector<CorrelatedGroup> find() {
        for (const std::vector<std::size_t>& list : tied(blocks_, index_, classes_)) {
            if (list.size() > CorrelatedGroup::most_classes) {
                add(list, {});
            } else {
                split(list);
            }
        }
        std::sort(out_.begin(), out_.end(), [](const auto& a, const auto& b) { return a.names < b.names; });
        return std::move(out_);
    }

private:
    // The last correlations between the classes of a list; 1 on the diagonal for classes of one name.
    Eigen::MatrixXd between(const std::vector<std::size_t>& list) {
        const auto n = static_cast<Eigen::Index>(list.size());
        Eigen::MatrixXd out = Eigen::MatrixXd::Zero(n, n);
        constexpr auto nowhere = std::numeric_limits<std::size_t>::max();
        std::fill(place_.begin(), place_.end(), nowhere);
        for (std::size_t i = 0; i < list.size(); ++i) place_[list[i]] = i;
        for (std::size_t b = 0; b < blocks_.size(); ++b) {
            std::vector<Eigen::Index> at;
            for (const std::size_t name : index_.members[b]) at.push_back(static_cast<Eigen::Index>(place_[classes_.of[name]]));
            if (at.empty() || place_[classes_.of[index_.members[b].front()]] == nowhere) continue;
            if (!blocks_[b].matrix.empty()) {
                for (std::size_t i = 0; i < at.size(); ++i) {
                    for (std::size_t j = 0; j < at.size(); ++j) out(at[i], at[j]) = blocks_[b].matrix[i][j];
                }
                continue;
            }
            std::sort(at.begin(), at.end());
            at.erase(std::unique(at.begin(), at.end()), at.end());
            for (const Eigen::Index i : at) {
                for (const Eigen::Index j : at) out(i, j) = blocks_[b].rho;
            }
        }
        for (std::size_t i = 0; i < list.size(); ++i) {
            if (classes_.in[list[i]].size() == 1) out(static_cast<Eigen::Index>(i), static_cast<Eigen::Index>(i)) = 1;
        }
        return out;
    }

    // The classes of a list that are connected by correlations that are not 0.
    void split(const std::vector<std::size_t>& list) {
        const Eigen::MatrixXd rho = between(list);
        Components components(list.size());
        std::vector<char> alive(list.size(), 0);
        for (Eigen::Index i = 0; i < rho.rows(); ++i) {
            const auto a = static_cast<std::size_t>(i);
            if (classes_.in[list[a]].size() > 1 && rho(i, i) != 0) alive[a] = 1;
            for (Eigen::Index j = 0; j < i; ++j) {
                if (rho(i, j) == 0) continue;
                components.join(static_cast<std::size_t>(j), a);
                alive[a] = alive[static_cast<std::size_t>(j)] = 1;
            }
        }
        std::map<std::size_t, std::vector<Eigen::Index>> parts;
        for (std::size_t i = 0; i < list.size(); ++i) {
            if (alive[i] != 0) parts[components.of(i)].push_back(static_cast<Eigen::Index>(i));
        }
        for (const auto& [root, part] : parts) {
            std::vector<std::size_t> chosen;
            for (const Eigen::Index i : part) chosen.push_back(list[static_cast<std::size_t>(i)]);
            add(chosen, rho(part, part));
        }
    }

    void add(const std::vector<std::size_t>& list, const Eigen::MatrixXd& rho) {
        std::vector<std::pair<std::size_t, std::size_t>> names;  // and their classes
        for (std::size_t k = 0; k < list.size(); ++k) {
            for (const std::size_t name : classes_.in[list[k]]) names.emplace_back(name, k);
        }
        std::sort(names.begin(), names.end());
        CorrelatedGroup group;
        group.between = rho;
        std::set<std::size_t> members;
        for (const auto& [name, k] : names) {
            group.names.push_back(index_.names[name]);
            group.kind.push_back(k);
            members.insert(name);
        }
        for (std::size_t b = 0; b < blocks_.size(); ++b) {
            if ((!blocks_[b].repair && !blocks_[b].rank) || index_.members[b].size() < 2) continue;
            const auto& in = index_.members[b];
            const bool here = std::any_of(in.begin(), in.end(), [&](std::size_t name) { return members.contains(name); });
            group.repair = group.repair || (here && blocks_[b].repair);
            group.rank = group.rank || (here && blocks_[b].rank);
        }
        const bool written_out = names.size() <= most_written_out || list.size() == names.size();
        if (written_out && rho.size() > 0) write_out(group);
        out_.push_back(std::move(group));
    }

    const std::vector<CorrelationBlock>& blocks_;
    Indexed index_;
    Classes classes_;
    std::vector<std::size_t> place_;  // of a class in the list at hand
    std::vector<CorrelatedGroup> out_;
};

}  // namespace

double CorrelatedGroup::rho(std::size_t a, std::size_t b) const {
    if (a == b) return 1;
    if (matrix.size() > 0) return matrix(static_cast<Eigen::Index>(a), static_cast<Eigen::Index>(b));
    return between(static_cast<Eigen::Index>(kind[a]), static_cast<Eigen::Index>(kind[b]));
}

void write_out(CorrelatedGroup& group) {
    const auto n = static_cast<Eigen::Index>(group.names.size());
    Eigen::MatrixXd matrix = Eigen::MatrixXd::Identity(n, n);
    for (Eigen::Index i = 0; i < n; ++i) {
        for (Eigen::Index j = 0; j < i; ++j)
            matrix(i, j) = matrix(j, i) = group.rho(static_cast<std::size_t>(i), static_cast<std::size_t>(j));
    }
    group.matrix = std::move(matrix);
    group.kind.clear();
    group.between.resize(0, 0);
}

std::vector<CorrelatedGroup> correlated_groups(const std::vector<CorrelationBlock>& blocks) { return GroupFinder(blocks).find(); }

}  // namespace entente
