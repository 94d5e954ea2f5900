// Plain values as bytes and back, in the machine's own order: what ranks send each other and checkpoints hold.
#pragma once

#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include "base/problem.hpp"

namespace entente {

class ByteWriter {
public:
    template <class T>
    requires std::is_trivially_copyable_v<T>
    void put(const T& value) { bytes_.append(reinterpret_cast<const char*>(&value), sizeof value); }
    template <class T>
    requires std::is_trivially_copyable_v<T>
    void put(const std::vector<T>& values) {
        put(static_cast<std::uint64_t>(values.size()));
        if (!values.empty()) bytes_.append(reinterpret_cast<const char*>(values.data()), values.size() * sizeof(T));
    }
    std::string take() { return std::move(bytes_); }

private:
    std::string bytes_;
};

// Throws Failure where the bytes end too early.
class ByteReader {
public:
    explicit ByteReader(std::string_view bytes) : bytes_(bytes) {}

    template <class T>
    requires std::is_trivially_copyable_v<T>
    void get(T& value) { std::memcpy(&value, take(sizeof value).data(), sizeof value); }
    template <class T>
    requires std::is_trivially_copyable_v<T>
    void get(std::vector<T>& values) {
        std::uint64_t count = 0;
        get(count);
        if (count > bytes_.size() / sizeof(T)) throw Failure("saved results end too early");
        values.resize(count);
        if (count > 0) std::memcpy(values.data(), take(count * sizeof(T)).data(), count * sizeof(T));
    }
    bool at_end() const { return bytes_.empty(); }

private:
    std::string_view take(std::size_t count) {
        if (count > bytes_.size()) throw Failure("saved results end too early");
        const std::string_view out = bytes_.substr(0, count);
        bytes_.remove_prefix(count);
        return out;
    }

    std::string_view bytes_;
};

}  // namespace entente
