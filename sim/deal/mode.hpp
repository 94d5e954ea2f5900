// What every mode is written against: what it may ask while it is checked, made ready and told.
//
// A mode is a struct X with its name and keys, and beside them
//   Parties parties(const X&)                            who develops, provides and uses what it is about
//   void check(const X&, ModeCheck&)                     what is wrong with its names and numbers
//   void resolve(const X&, ModeBuilder&)                 ids and slots instead of names
//   std::vector<std::string> told(const X&, const ModeWords&)   how the partners work together, for people: sentences, the first of which
//                                                        follows the program's name
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/fields.hpp"
#include "base/ids.hpp"
#include "base/problem.hpp"
#include "chance/quantity.hpp"
#include "chance/slot.hpp"

namespace entente {

struct Payment;
struct PoolTerms;
struct ResolvedArrangement;
struct ResolvedCoalitions;
struct ResolvedPayment;
struct Work;

// Who has a part in an arrangement: its members develop it together, or one firm provides it; users use what these have developed.
struct Parties {
    std::vector<Name> members;
    std::optional<Name> provider;
    std::vector<Name> users;

    bool include(const std::string& firm) const;
};

// What the check of a mode may ask. Keys are named as in ".members"; `where` is the arrangement, `at` its place in the file.
struct ModeCheck {
    std::string where;
    Source at;

    virtual void problem(Source at, const std::string& found, const std::string& expected, const std::string& hint) = 0;
    virtual void firm(const Name& name, const std::string& key) = 0;
    // A firm that takes part must want the program.
    virtual void participant(const Name& name, const std::string& key) = 0;
    virtual void distinct(const std::vector<Name>& names, const std::string& key) = 0;
    virtual void member(const Name& name, const std::vector<Name>& members, const std::string& key) = 0;
    virtual void payment(const Payment& payment, const std::string& key) = 0;
    virtual bool has_budget(const Name& firm) = 0;

    void problem(Source place, const std::string& found, const std::string& expected) { problem(place, found, expected, ""); }
    void problem(const std::string& found, const std::string& expected) { problem(at, found, expected, ""); }

protected:
    ~ModeCheck() = default;
};

// What a mode may ask while it is made ready; its terms go into `out`, whose program is set. Names were checked, so every one is found.
struct ModeBuilder {
    ResolvedArrangement& out;

    explicit ModeBuilder(ResolvedArrangement& terms) : out(terms) {}
    virtual FirmId firm(const Name& name) = 0;
    virtual const std::string& id(FirmId firm) = 0;
    virtual Slot value(const Quantity& quantity, Sign sign) = 0;
    virtual WorkId own_work(FirmId firm) = 0;
    virtual WorkId pool_work(const PoolTerms& pool) = 0;
    virtual const Work& work(WorkId id) = 0;
    virtual ResolvedCoalitions coalitions(const PoolTerms& pool) = 0;
    virtual ResolvedPayment payment(const Payment& payment) = 0;

    // The provider carries out its own work, and these use it.
    void provided(const Name& provider, const std::vector<Name>& users);

protected:
    ~ModeBuilder() = default;
};

// What it may ask to tell people how the partners work together; numbers are in chance/words.hpp.
struct ModeWords {
    // What people call a firm; and several: "a, b and c".
    virtual std::string firm(const std::string& id) const = 0;
    virtual std::string firms(const std::vector<Name>& names) const = 0;

    // "a TEXT, b TEXT", of a table whose keys are firms.
    template <class T, class Text>
    std::string by_firm(const Keyed<T>& table, const Text& text) const {
        std::string out;
        for (const auto& [name, value] : table) out += (out.empty() ? "" : ", ") + firm(name.text) + " " + text(value);
        return out;
    }

protected:
    ~ModeWords() = default;
};

}  // namespace entente
