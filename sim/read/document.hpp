// A scenario file as a TOML document: loaded with care, before it is read.
#pragma once

#include <string>
#include <vector>

#include "base/problem.hpp"

// toml++ asserts what some malformed files do not keep, and an assertion would end the program. Without assertions it reports these files
// as parse errors, as it does all others.
#define TOML_ASSERT(expression) static_cast<void>(0)
#define TOML_ENABLE_FORMATTERS 0
#include <toml++/toml.h>

namespace entente {

// Where a node stands.
inline Source source_of(const toml::source_region& region) {
    return {static_cast<int>(region.begin.line), static_cast<int>(region.begin.column)};
}
inline Source source_of(const toml::node& node) { return source_of(node.source()); }

class Inputs;

struct Document {
    toml::table root;
    std::string text;  // for the line under an error message
    Problems problems;
};

// Reads the file (at most 16 MiB, UTF-8, BOM and CRLF allowed). A file that cannot be opened is a problem too.
// What `inputs` holds of it is not read again.
Document load_document(const std::string& file, Inputs& inputs);
// The same from text that is known to be sound UTF-8.
Document document_of(const std::string& text);
void parse(Document& document);

// Adds a problem for every key and text that holds what nobody can see, or is too long.
void check_texts(Document& document);

// The name by which an element of an array of tables is addressed: its name, its program, FIRM.MARKET of a benefit,
// its trigger, or its place from 1.
std::string element_name(const toml::table& element, std::size_t index);

}  // namespace entente
