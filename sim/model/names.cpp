// Names of scores and those that are correlated (see names.hpp and correlations.hpp).
#include "model/names.hpp"

#include <algorithm>
#include <map>
#include <set>

#include "base/text.hpp"
#include "model/correlations.hpp"

namespace entente {

std::string exit_name(const ExitTerms& terms) {
    if (terms.name) return terms.name->text;
    return std::visit([](const auto& trigger) { return std::string(trigger.name); }, terms.trigger);
}

namespace {

void add_program_scores(const std::string& id, const Program& program, std::vector<ScoreName>& out) {
    const auto add = [&](const std::string& name) { out.push_back({name, name}); };
    for (const Stage& stage : program.stage) {
        if (constant(stage.success.law) == 1.0) continue;
        const int tries = stage.on_failure == OnFailure::rework ? 1 + stage.rework.value_or(Rework{}).limit : 1;
        for (int i = 0; i < tries; ++i) add(gate_name("program." + id + ".stage." + stage.name.text, i));
    }
    for (const Risk& risk : program.risk) add(risk_name("program." + id + ".risk." + risk.name.text));
}

void add_exit_scores(const std::string& alternative, const Scenario& scenario, const ExitTerms& terms, std::vector<ScoreName>& out) {
    for (const auto& [firm, unused] : scenario.firm) {
        if (terms.leaver.text != "any" && terms.leaver.text != firm.text) continue;
        const std::string drawn = "exit." + exit_name(terms) + "." + firm.text;
        out.push_back({"alternative." + alternative + "." + drawn, drawn});
    }
}

}  // namespace

std::vector<ScoreName> score_names(const Scenario& scenario) {
    std::vector<ScoreName> out;
    visit_quantities(scenario, [&](const Quantity& quantity) {
        if (!constant(quantity.law)) out.push_back({quantity.name, drawn_name(quantity.name)});
    });
    for (const auto& [id, program] : scenario.program) add_program_scores(id.text, program, out);
    for (const Event& event : scenario.event) out.push_back({"event." + event.name.text, "event." + event.name.text});
    for (const auto& [id, alternative] : scenario.alternative) {
        if (!alternative.arrangement.empty()) out.push_back({"alternative." + id.text + ".formation", "formation"});
        for (const ExitTerms& terms : alternative.exit) add_exit_scores(id.text, scenario, terms, out);
    }
    return out;
}

std::vector<std::string> regime_names(const Scenario& scenario) {
    std::vector<std::string> out;
    for (const auto& [id, market] : scenario.market) {
        if (market.regime.size() > 1) out.push_back("market." + id.text + ".regime");
    }
    return out;
}

namespace {

class BlockFinder {
public:
    BlockFinder(const Scenario& scenario, Problems& problems) : problems_(problems), heavy_(scenario.scenario.copula == Copula::t) {
        for (const auto& [written, drawn] : score_names(scenario)) {
            drawn_[written] = drawn;
            drawn_[drawn] = drawn;
        }
        for (const std::string& name : regime_names(scenario)) {
            drawn_[name] = name;
            regimes_.insert(name);
        }
        visit_quantities(scenario, [&](const Quantity& q) {
            if (constant(q.law)) constants_.push_back(q.name);
        });
    }

    void add(const Correlation& block) {
        std::vector<std::vector<std::string>> groups;
        for (const Name& pattern : block.between) groups.push_back(matching(pattern));
        if (block.rank && heavy_) {
            problems_.push_back({block.source, "rank correlations with the t copula, which have no closed form",
                                 "rho without rank, the correlation of the scores before the chi-square",
                                 "the t copula of rho has a little less rank correlation than 6 / pi asin(rho / 2)"});
        }
        if (block.rho.has_value() == !block.matrix.empty()) {
            problems_.push_back({block.source, "a correlation with both or neither of rho and matrix", "one of them", ""});
        } else if (block.rho) {
            add_uniform(block, groups);
        } else {
            add_matrix(block, groups);
        }
    }
    std::vector<CorrelationBlock> found() { return std::move(found_); }

private:
    std::vector<std::string> matching(const Name& pattern) {
        std::set<std::string> found;
        bool named = false;
        for (const auto& [written, drawn] : drawn_) {
            if (!matches(pattern.text, written)) continue;
            found.insert(drawn);
            named = named || (written == pattern.text && pattern.text.find('*') != std::string::npos);
        }
        if (named && found.size() > 1) {
            problems_.push_back({pattern.source, "'" + pattern.text + "' is the name of a quantity, and matches others as a pattern",
                                 "names without '*' where a pattern is written", "rename what holds a '*'"});
        }
        const auto fits = [&](const std::string& name) { return matches(pattern.text, name); };
        if (found.empty() && std::none_of(constants_.begin(), constants_.end(), fits)) {
            std::vector<std::string> known;
            for (const auto& [written, drawn] : drawn_) known.push_back(written);
            const std::string near = nearest(pattern.text, known);
            problems_.push_back({pattern.source, "'" + pattern.text + "' matches no uncertain quantity",
                                 "the path of a quantity, e.g. program.P.stage.S.cost",
                                 near.empty() ? "" : "did you mean '" + near + "'?"});
        }
        return {found.begin(), found.end()};
    }

    // A market's regime keeps to its like.
    bool of_one_kind(const Correlation& block, const std::vector<std::string>& names) {
        const auto first_regime = std::find_if(names.begin(), names.end(), [&](const auto& name) { return regimes_.contains(name); });
        const auto first_other = std::find_if(names.begin(), names.end(), [&](const auto& name) { return !regimes_.contains(name); });
        if (first_regime == names.end() || first_other == names.end()) return true;
        problems_.push_back({block.source, "'" + *first_regime + "' with '" + *first_other + "'",
                             "a market's regime correlated with another market's only", ""});
        return false;
    }

    static double score_rho(const Correlation& block, double rho) { return block.rank ? of_rank(rho) : rho; }

    void add_uniform(const Correlation& block, const std::vector<std::vector<std::string>>& groups) {
        if (!(*block.rho >= -1 && *block.rho <= 1)) {
            return problems_.push_back({block.source, "rho = " + shortest(*block.rho), "a number from -1 to 1", ""});
        }
        std::set<std::string> all;
        for (const auto& group : groups) all.insert(group.begin(), group.end());
        const std::vector<std::string> names(all.begin(), all.end());
        if (of_one_kind(block, names)) found_.push_back({names, score_rho(block, *block.rho), block.repair, block.rank});
    }

    void add_matrix(const Correlation& block, const std::vector<std::vector<std::string>>& groups) {
        const std::size_t n = block.between.size();
        const auto fault = [&](const std::string& found, const std::string& expected) {
            problems_.push_back({block.source, found, expected, ""});
        };
        if (block.matrix.size() != n) return fault("a matrix of another size", std::to_string(n) + " rows");
        CorrelationBlock out{{}, 0, block.repair, block.rank};
        std::vector<std::size_t> rows;  // those of names that are drawn
        for (std::size_t i = 0; i < n; ++i) {
            if (block.matrix[i].size() != n) return fault("a matrix row of another size", std::to_string(n) + " numbers");
            if (groups[i].size() > 1) return fault("a pattern with a matrix", "one full name a row");
            if (groups[i].empty()) continue;
            if (std::find(out.names.begin(), out.names.end(), groups[i][0]) != out.names.end())
                return fault("'" + groups[i][0] + "' in two rows of a matrix", "each quantity once");
            out.names.push_back(groups[i][0]);
            rows.push_back(i);
        }
        for (std::size_t i = 0; i < n; ++i) {
            if (block.matrix[i][i] != 1) return fault("a diagonal that is not 1", "1 on the diagonal");
            for (std::size_t j = 0; j < i; ++j) {
                const double rho = block.matrix[i][j];
                if (rho != block.matrix[j][i]) return fault("a matrix that is not symmetric", "the same above and below");
                if (!(rho >= -1 && rho <= 1)) return fault("a correlation of " + shortest(rho), "numbers from -1 to 1");
            }
        }
        for (const std::size_t i : rows) {
            std::vector<double>& row = out.matrix.emplace_back();
            for (const std::size_t j : rows) row.push_back(score_rho(block, block.matrix[i][j]));
        }
        if (!rows.empty() && of_one_kind(block, out.names)) found_.push_back(std::move(out));
    }

    Problems& problems_;
    std::map<std::string, std::string> drawn_;
    std::set<std::string> regimes_;
    std::vector<std::string> constants_;
    bool heavy_;  // the copula has a chi-square
    std::vector<CorrelationBlock> found_;
};

}  // namespace

std::vector<CorrelationBlock> correlation_blocks(const Scenario& scenario, Problems& problems) {
    BlockFinder finder(scenario, problems);
    for (const Correlation& block : scenario.correlation) finder.add(block);
    return finder.found();
}

Correlations correlations_of(const Scenario& scenario, Problems& problems) {
    Correlations out{correlated_groups(correlation_blocks(scenario, problems)), {}};
    out.changes = repair(out.groups);
    return out;
}

}  // namespace entente
