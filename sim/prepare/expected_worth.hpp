// What sets of programs forgone are worth to each firm, over the pilot worlds: expected npv, found once for each set that matters to it.
#pragma once

#include <map>
#include <utility>
#include <vector>

#include "base/stop.hpp"
#include "model/scenario.hpp"
#include "prepare/pilot_worlds.hpp"
#include "resolve/run_model.hpp"

namespace entente {

// A difference of two expectations, with its standard error from the spread over equal parts of the pilot.
struct WorthDifference {
    double value = 0, se = 0;
};

// Of one alternative, exits and formation as drawn. What a firm gets rests on its own set, and on the sets of others only in programs in
// which it has rivals, where these have limited funding, or where an exit looks at what firms spend: so the questions of several firms are
// answered together.
class ExpectedWorth {
public:
    ExpectedWorth(const Scenario& scenario, const RunModel& model, AlternativeId alternative, const Stop& stop);

    // A set of which the npv of a firm is wanted.
    struct Question {
        FirmId firm;
        Forgone forgone;
    };
    // Finds what is not known yet, on all threads. Throws Interrupted where it is stopped, Failure where an npv is no number.
    void find(const std::vector<Question>& questions);

    // Of a set that was asked for.
    double npv(FirmId firm, const Forgone& forgone) const;
    WorthDifference difference(FirmId firm, const Forgone& a, const Forgone& b) const;

private:
    using Key = std::pair<FirmId, std::vector<bool>>;
    // A profile that answers several questions, and the pairs that these rest on.
    struct Profile {
        Forgone forgone, asked;
        std::vector<Key> answers;
    };

    Key key(FirmId firm, const Forgone& forgone) const;
    bool join(Profile& profile, const Question& question, const Key& key) const;
    void evaluate_profiles(const std::vector<Profile>& profiles);

    const RunModel& model_;
    AlternativeId alternative_;
    const Stop& stop_;
    std::vector<WorldRange> parts_;
    ById<FirmId, Forgone> matters_;                   // to a firm: whose programs
    std::map<Key, std::vector<double>> npv_by_part_;  // sums over the worlds of each part
};

}  // namespace entente
