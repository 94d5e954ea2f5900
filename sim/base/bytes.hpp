// Plain values as bytes and back, in the machine's own order: what ranks send each other and checkpoints hold.
#pragma once

#include <algorithm>
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
    // Hands the bytes on in pieces of about that size instead of keeping them; flush() hands on the last.
    ByteWriter(Drain drain, std::size_t piece) : drain_(std::move(drain)), piece_(piece) { bytes_.reserve(piece_); }

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
    template <class T, class Memory>
    void put(const std::vector<T, Memory>& values) {
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
        if (bytes_.empty()) return;
        drain_(bytes_);
        bytes_.clear();
    }

private:
    template <class T>
    void append(const T* values, std::size_t count) {
        static_assert(std::is_trivially_copyable_v<T>);
        std::string_view rest(reinterpret_cast<const char*>(values), count * sizeof(T));
        while (drain_ && bytes_.size() + rest.size() >= piece_) {
            const std::size_t fits = piece_ - bytes_.size();
            bytes_.append(rest.substr(0, fits));
            rest.remove_prefix(fits);
            flush();
        }
        bytes_.append(rest);
    }

    std::string bytes_;
    Drain drain_;
    std::size_t piece_ = 0;
};

// Throws Failure where the bytes end too early.
class ByteReader {
public:
    // The next piece, which stays until it is asked again; empty: there is no more.
    using Source = std::function<std::string_view()>;

    explicit ByteReader(std::string_view bytes) : bytes_(bytes) {}
    explicit ByteReader(Source source) : source_(std::move(source)) {}

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
    template <class T, class Memory>
    void get(std::vector<T, Memory>& values) {
        std::uint64_t count = 0;
        get(count);
        if constexpr (std::is_trivially_copyable_v<T>) {
            check(count, sizeof(T));
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
        check(size, 1);
        text.resize(size);
        copy(text.data(), size);
    }
    bool at_end() const { return bytes_.empty(); }

private:
    template <class T>
    void copy(T* values, std::size_t count) {
        static_assert(std::is_trivially_copyable_v<T>);
        auto* to = reinterpret_cast<char*>(values);
        for (std::size_t size = count * sizeof(T); size > 0;) {
            if (bytes_.empty() && source_) bytes_ = source_();
            if (bytes_.empty()) end_early();
            const std::size_t part = std::min(size, bytes_.size());
            std::memcpy(to, bytes_.data(), part);
            bytes_.remove_prefix(part);
            to += part;
            size -= part;
        }
    }
    // Before memory is taken for what a damaged file promises.
    void check(std::uint64_t count, std::size_t size) const {
        if (!source_ && count > bytes_.size() / size) end_early();
    }
    [[noreturn]] static void end_early() { throw Failure("saved results end too early"); }

    std::string_view bytes_;
    Source source_;
};

}  // namespace entente
