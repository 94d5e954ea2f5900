// Finished points of a study on disk, from which one that was killed goes on: an unbroken beginning, a piece for each time it was saved.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <string>
#include <utility>
#include <vector>

#include "run/options.hpp"

namespace entente {

// A Point goes through bytes (see base/bytes.hpp).
template <class Point>
class KeptPoints {
public:
    // Of a study of `count` points.
    KeptPoints(CheckpointOptions options, const Identity& identity, std::size_t count)
        : options_(std::move(options)),
          kept_(options_.folder, identity, static_cast<std::int64_t>(count)),
          begin_(Clock::now()),
          last_(begin_) {}

    // What an earlier process has left, where the study is to go on from it. Throws Failure, naming the file, where that is damaged, and
    // naming what differs where it is of another study.
    std::vector<Point> load() {
        std::vector<Point> out;
        if (!options_.resume || !kept_.found()) return out;
        for (const std::int64_t number : kept_.numbers(kind)) {
            if (number != static_cast<std::int64_t>(out.size())) kept_.refuse("lacks a file of points");
            std::vector<Point> points;
            const Piece piece = kept_.read(kind, number);
            ByteReader(piece.payload).get(points);
            if (piece.first + static_cast<std::int64_t>(points.size()) != piece.end)
                kept_.refuse(kind, number, "is damaged: it does not reach its end");
            std::move(points.begin(), points.end(), std::back_inserter(out));
        }
        saved_ = out.size();
        return out;
    }

    // Saves those that are new, once the study has lasted long enough and it is time again.
    void save_in_time(const std::vector<Point>& points) {
        const auto now = Clock::now();
        const auto since = [&](Clock::time_point from) { return std::chrono::duration<double>(now - from).count(); };
        if (!options_.begins(since(begin_)) || since(last_) < options_.interval) return;
        save(points);
        last_ = now;
    }

    // Saves those that are new. Throws Failure where the disk does not take them.
    void save(const std::vector<Point>& points) {
        if (options_.folder.empty() || points.size() == saved_) return;
        // Nothing of this study is in the folder; what else is there would be taken for a part of it.
        if (saved_ == 0) kept_.begin();
        kept_.write(kind, static_cast<std::int64_t>(saved_), static_cast<std::int64_t>(points.size()), [&](ByteWriter& out) {
            out.put(std::vector<Point>(points.begin() + static_cast<std::ptrdiff_t>(saved_), points.end()));
        });
        saved_ = points.size();
    }

private:
    using Clock = std::chrono::steady_clock;
    inline static const std::string kind = "points";

    CheckpointOptions options_;
    KeptFiles kept_;
    std::size_t saved_ = 0;
    Clock::time_point begin_, last_;
};

}  // namespace entente
