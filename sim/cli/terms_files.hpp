// What entente terms tells of its answer: on the screen, in CSV files and on a page with its picture.
#pragma once

#include <string>
#include <vector>

#include "cli/output.hpp"
#include "cli/terms_question.hpp"
#include "write/set.hpp"

namespace entente {

// The answer, and the points of a frontier where one was asked for; what the deal says of each key as it is written.
struct TermsTold {
    const TermsAsked& asked;
    const TermsAnswer& answer;
    const std::vector<TermsPoint>& frontier;
    std::vector<std::string> keys, written;  // varied, then listed
    std::string scenario, title, alternative, currency;
    std::int64_t worlds = 0;
};

void print_terms(const TermsTold& told, const Bold& bold);
std::vector<NamedFile> terms_files(const TermsTold& told);
// The same tables as a workbook.
WrittenFile terms_book(const TermsTold& told);

}  // namespace entente
