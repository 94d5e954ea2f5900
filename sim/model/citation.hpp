// Where the numbers of a scenario come from: what its [sources] table says of them.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>

#include "base/fields.hpp"

namespace entente {

// What a number is: read in the source as it stands, worked out from what stands there, or judged.
enum class Mark { fact, derived, judgement };
constexpr std::array<std::string_view, 3> words(Mark) { return {"fact", "derived", "judgement"}; }

struct Citation {
    std::string text;
    std::optional<double> date;
    Mark mark = Mark::judgement;
    Source source;  // its place in the file
    template <class S = Citation>
    static constexpr auto fields() {
        return std::tuple{needed("source", &S::text, "who says so, and where; of a judgement what it rests on"),
                          field("date", &S::date, Range::date, "when that was known; a fact has one"),
                          needed("mark", &S::mark, "'fact', 'derived' or 'judgement'")};
    }
};

}  // namespace entente
