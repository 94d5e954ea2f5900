// Keeping what was read (see inputs.hpp).
#include "read/inputs.hpp"

#include "base/files.hpp"
#include "read/column.hpp"

namespace entente {

const Inputs::Text* Inputs::text(const std::string& path) const {
    const auto known = texts_.find(path);
    return known == texts_.end() ? nullptr : &known->second;
}

const Inputs::Text& Inputs::keep(const std::string& path, std::string bytes) {
    Text text{std::move(bytes), {}};
    text.sha256 = sha256(text.bytes);
    return texts_.insert_or_assign(path, std::move(text)).first->second;
}

const Inputs::Column& Inputs::column(const std::string& path, const std::string& name, Problem& problem) {
    static const Column none;
    const std::pair key{path, name};
    if (const auto known = columns_.find(key); known != columns_.end()) return known->second;
    Column column;
    column.values = read_column(path, name, Headers::kept, problem, column.sha256);
    if (column.values.empty()) return none;
    const auto [hash, fresh] = hashes_.emplace(path, column.sha256);
    if (hash->second != column.sha256) throw Failure("'" + path + "' has changed while it was read; start again when it stays as it is");
    return columns_.emplace(key, std::move(column)).first->second;
}

}  // namespace entente
