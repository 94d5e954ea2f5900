// KEY=VALUE of the command line: one key of a scenario replaced, whether its file writes the key or not.
#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "read/document.hpp"

namespace entente {

// The steps of a key are joined by dots; elements of arrays are addressed by their names, which may stand in quotes.
struct Setting {
    std::string key, value;
};

// KEY=VALUE, parted at the first '=' outside quotes; a problem where there is none.
std::vector<Setting> settings_of(const std::vector<std::string>& texts, Problems& problems);

// The alternative of which a setting changes more than its `like`, or "".
std::string altered_alternative(const Setting& setting);

// Puts a setting into the document, making the tables that it needs and the file leaves out; a problem when its key is none of the
// scenario's. The value is TOML, or else a text.
class Setter {
public:
    explicit Setter(Document& document) : document_(document) {}

    void apply(const Setting& setting);
    // Gives the weights that no setting has named what is left of 1, in proportion.
    void balance();

private:
    Document& document_;
    // Tables whose numbers sum to 1, of which some were set, by their paths.
    struct Weights {
        toml::table* table;
        std::set<std::string> named;
    };
    std::map<std::string, Weights> weights_;
};

}  // namespace entente
