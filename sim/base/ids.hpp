// Ids: places in the model's lists as types of their own, and lists that only ids of their kind open.
#pragma once

#include <cassert>
#include <compare>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <span>
#include <type_traits>
#include <utility>
#include <vector>

namespace entente {

// The place of one thing of a kind, or none. It is an int in a register; being a type of its own it cannot be taken for the place of
// another kind, for a number, or for a period. "No provider" and "nobody left" are ids too: they are false, and come before all places.
template <class Kind>
class Id {
public:
    constexpr Id() = default;
    constexpr explicit Id(std::integral auto place) : place_(static_cast<std::int32_t>(place)) {}

    constexpr explicit operator bool() const { return place_ >= 0; }
    constexpr std::size_t place() const {
        assert(place_ >= 0);
        return static_cast<std::size_t>(place_);
    }
    // As a number of a result column, in which -1 is none.
    constexpr double number() const { return place_; }

    friend constexpr bool operator==(Id, Id) = default;
    friend constexpr std::strong_ordering operator<=>(Id, Id) = default;

private:
    std::int32_t place_ = -1;
};

using FirmId = Id<struct FirmKind>;
using ProgramId = Id<struct ProgramKind>;
using AlternativeId = Id<struct AlternativeKind>;
using ArrangementId = Id<struct ArrangementKind>;  // in one alternative
using MemberId = Id<struct MemberKind>;            // in one pool
using ExitId = Id<struct ExitKind>;                // in one alternative
using WorkId = Id<struct WorkKind>;
using StageId = Id<struct StageKind>;  // in one work
using MarketId = Id<struct MarketKind>;
using CurveId = Id<struct CurveKind>;  // of adoption, in one market
using SegmentId = Id<struct SegmentKind>;
using EventId = Id<struct EventKind>;

// The ids 0 .. count - 1, in order.
template <class I>
class Ids {
public:
    constexpr explicit Ids(std::size_t count) : count_(count) {}

    class Iterator {
    public:
        using iterator_category = std::input_iterator_tag;
        using value_type = I;
        using difference_type = std::ptrdiff_t;
        using pointer = const I*;
        using reference = I;

        constexpr explicit Iterator(std::size_t place) : place_(place) {}
        constexpr I operator*() const { return I(place_); }
        constexpr Iterator& operator++() {
            ++place_;
            return *this;
        }
        constexpr Iterator operator++(int) { return Iterator(place_++); }
        constexpr bool operator==(const Iterator&) const = default;

    private:
        std::size_t place_;
    };
    constexpr Iterator begin() const { return Iterator(0); }
    constexpr Iterator end() const { return Iterator(count_); }

private:
    std::size_t count_;
};

// One T for each id, in memory that is its own.
template <class I, class T>
class ById : private std::vector<T> {
    using Vector = std::vector<T>;

public:
    using typename Vector::const_iterator;
    using typename Vector::iterator;
    using typename Vector::size_type;
    using typename Vector::value_type;
    using Vector::assign;
    using Vector::begin;
    using Vector::data;
    using Vector::empty;
    using Vector::end;
    using Vector::front;
    using Vector::resize;
    using Vector::size;
    using Vector::Vector;

    decltype(auto) operator[](I id) { return Vector::operator[](id.place()); }
    decltype(auto) operator[](I id) const { return Vector::operator[](id.place()); }
    // Appends one, and returns the id that it gets.
    I push_back(T value) {
        Vector::push_back(std::move(value));
        return I(size() - 1);
    }
    template <class... Parts>
    T& emplace_back(Parts&&... parts) {
        return Vector::emplace_back(std::forward<Parts>(parts)...);
    }
    Ids<I> ids() const { return Ids<I>(size()); }
    // The id of one of its own elements.
    I id_of(const T& element) const { return I(&element - data()); }

    friend bool operator==(const ById&, const ById&) = default;
};

// The same in memory of another.
template <class I, class T>
class SpanById {
public:
    SpanById() = default;
    explicit SpanById(std::span<T> items) : items_(items) {}
    SpanById(const ById<I, std::remove_const_t<T>>& list) requires std::is_const_v<T> : items_(list) {}

    T& operator[](I id) const { return items_[id.place()]; }
    std::size_t size() const { return items_.size(); }
    bool empty() const { return items_.empty(); }
    auto begin() const { return items_.begin(); }
    auto end() const { return items_.end(); }
    Ids<I> ids() const { return Ids<I>(size()); }

private:
    std::span<T> items_;
};

// A row of Ts for each id, all of one length: by another id, or by what is no id (periods), where J is std::size_t.
template <class I, class J, class T>
class Table {
    template <class Item>
    using Row = std::conditional_t<std::same_as<J, std::size_t>, std::span<Item>, SpanById<J, Item>>;

public:
    Table() = default;
    Table(std::size_t rows, std::size_t length) { resize(rows, length); }
    // Rows move to other places when their length changes: whoever resizes a table sets all of it.
    void resize(std::size_t rows, std::size_t length) {
        length_ = length;
        items_.resize(rows * length);
    }

    Row<T> operator[](I id) { return Row<T>(std::span(items_).subspan(id.place() * length_, length_)); }
    Row<const T> operator[](I id) const { return Row<const T>(std::span(items_).subspan(id.place() * length_, length_)); }
    // All rows, one after another.
    std::span<T> all() { return items_; }
    std::span<const T> all() const { return items_; }
    bool empty() const { return items_.empty(); }
    friend bool operator==(const Table&, const Table&) = default;

private:
    std::size_t length_ = 0;
    std::vector<T> items_;
};

}  // namespace entente
