// Plain values as bytes and back, in the machine's own order: what ranks send each other and checkpoints hold.
#pragma once

#include <cstdint>
#include <cstring>
#include <functional>
#include <string>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <utility>
#include <vector>

#include "base/problem.hpp"

namespace entente {

// A struct goes through bytes by the members that its `static auto parts(auto& self)` lists, by its own put() and get(), or, trivially
// copyable, as it is; a vector or a string by its length and its elements.
class ByteWriter {
public:
    using Drain = std::function<void(std::string_view)>;

    ByteWriter() = default;
    // Hands the bytes on in pieces instead of keeping them; flush() hands on the last.
    explicit ByteWriter(Drain drain) : drain_(std::move(drain)) {}

    template <class T>
    void put(const T& value) {
        if constexpr (requires { T::parts(value); }) {
            std::apply([this](const auto&... part) { (put(part), ...); }, T::parts(value));
        } else if constexpr (requires { value.put(*this); }) {
            value.put(*this);
        } else {
            append(&value, 1);
        }
    }
    template <class T>
    void put(const std::vector<T>& values) {
        put(static_cast<std::uint64_t>(values.size()));
        if constexpr (std::is_trivially_copyable_v<T>) {
            append(values.data(), values.size());
        } else {
            for (const T& value : values) put(value);
        }
    }
    void put(const std::string& text) {
        put(static_cast<std::uint64_t>(text.size()));
        append(text.data(), text.size());
    }
    std::string take() { return std::move(bytes_); }
    void flush() {
        drain_(bytes_);
        bytes_.clear();
    }

private:
    static constexpr std::size_t piece = std::size_t{1} << 16;

    template <class T>
    void append(const T* values, std::size_t count) {
        static_assert(std::is_trivially_copyable_v<T>);
        bytes_.append(reinterpret_cast<const char*>(values), count * sizeof(T));
        if (drain_ && bytes_.size() >= piece) flush();
    }

    std::string bytes_;
    Drain drain_;
};

// Throws Failure where the bytes end too early.
class ByteReader {
public:
    explicit ByteReader(std::string_view bytes) : bytes_(bytes) {}

    template <class T>
    void get(T& value) {
        if constexpr (requires { T::parts(value); }) {
            std::apply([this](auto&... part) { (get(part), ...); }, T::parts(value));
        } else if constexpr (requires { T::get(*this); }) {
            value = T::get(*this);
        } else {
            copy(&value, 1);
        }
    }
    template <class T>
    void get(std::vector<T>& values) {
        std::uint64_t count = 0;
        get(count);
        if constexpr (std::is_trivially_copyable_v<T>) {
            if (count > bytes_.size() / sizeof(T)) throw Failure("saved results end too early");
            values.resize(count);
            copy(values.data(), count);
        } else {
            values.clear();
            for (std::uint64_t i = 0; i < count; ++i) get(values.emplace_back());
        }
    }
    void get(std::string& text) {
        std::uint64_t size = 0;
        get(size);
        if (size > bytes_.size()) throw Failure("saved results end too early");
        text.resize(size);
        copy(text.data(), size);
    }
    bool at_end() const { return bytes_.empty(); }

private:
    template <class T>
    void copy(T* values, std::size_t count) {
        static_assert(std::is_trivially_copyable_v<T>);
        const std::size_t size = count * sizeof(T);
        if (size > bytes_.size()) throw Failure("saved results end too early");
        if (size > 0) std::memcpy(values, bytes_.data(), size);
        bytes_.remove_prefix(size);
    }

    std::string_view bytes_;
};

}  // namespace entente
