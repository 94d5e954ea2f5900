// Columns of CSV files: what is read, what is refused, and where it says the fault is.
#include "read/column.hpp"

#include <unistd.h>

#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>

using namespace entente;

namespace {

std::string file_of(const std::string& text) {
    const std::string path = std::filesystem::temp_directory_path() / ("entente-column-" + std::to_string(getpid()) + ".csv");
    std::ofstream(path, std::ios::binary) << text;
    return path;
}

std::vector<double> column_of(const std::string& text, const std::string& name = "cost") {
    Problem problem;
    std::string hash;
    std::vector<double> out = read_column(file_of(text), name, Headers::listed, problem, hash);
    INFO(problem.found << "; expected " << problem.expected);
    CHECK(out.empty() == !problem.found.empty());
    return out;
}

Problem fault_of(const std::string& text, const std::string& name = "cost", Headers headers = Headers::listed) {
    Problem problem;
    std::string hash;
    const std::vector<double> out = read_column(file_of(text), name, headers, problem, hash);
    INFO(text);
    CHECK(out.empty());
    CHECK_FALSE(problem.expected.empty());
    return problem;
}

bool says(const Problem& problem, const std::string& word) {
    INFO(problem.found << "; expected " << problem.expected << " (" << problem.hint << ")");
    const bool found = (problem.found + "; " + problem.expected + "; " + problem.hint).find(word) != std::string::npos;
    CHECK(found);
    return found;
}

using Values = std::vector<double>;

}  // namespace

TEST_CASE("commas, quotes and line breaks within quotes are text", "[read]") {
    CHECK(column_of("who,months,cost\nA,12,340\n\"B, Ltd\",18,410\n\"C \"\"x\"\"\nGmbH\",24,290\n") == Values{340, 410, 290});
    CHECK(column_of("name,\"Cost, EUR m\"\na,1\nb,2.5\n", "Cost, EUR m") == Values{1, 2.5});
    CHECK(column_of("\"a\nb\",cost\nx,1\ny,2\n") == Values{1, 2});
    CHECK(column_of("cost\n\"1\"\n\"2\"\n") == Values{1, 2});
}

TEST_CASE("any line end, a mark of UTF-8 and a missing last line end are fine", "[read]") {
    CHECK(column_of("\xEF\xBB\xBF"
                    "cost,n\r\n1,2\r\n3,4\r\n") == Values{1, 3});
    CHECK(column_of("n,cost\r1,2\r3,4\r") == Values{2, 4});
    CHECK(column_of("n,cost\n1,2\n3,4") == Values{2, 4});
    CHECK(column_of("n,cost\n1,2\n3,4\n\n\n") == Values{2, 4});
    CHECK(column_of("n, cost \n1, 2 \n3,\t4\n").empty());
    CHECK(column_of("n, cost \n1, 2 \n3, +4\n") == Values{2, 4});
}

TEST_CASE("the header tells the separator", "[read]") {
    CHECK(column_of("n;cost\n1;2,5\n2;3\n") == Values{2.5, 3});
    CHECK(column_of("n\tcost\n1\t2,5\n2\t3\n") == Values{2.5, 3});
    CHECK(column_of("Cost, EUR;cost\n1;2\n3;4\n") == Values{2, 4});
    CHECK(column_of("a;b,cost\n1,2\n3,4\n") == Values{2, 4});
    CHECK(column_of("a,\"b;c\",cost\n1,2,3\n") == Values{3});
    CHECK(column_of("a\tb,c\td\n1\t2\t3\n", "d") == Values{3});
}

TEST_CASE("a comma is a decimal sign only where it can be nothing else", "[read]") {
    CHECK(column_of("cost\n1,5\n2,25\n") == Values{1.5, 2.25});
    CHECK(column_of("n;cost\n1;1,234\n2;5,678e-3\n") == Values{1.234, 0.005678});
    CHECK(column_of("n\tcost\n1\t1,234\n2\t0,5\n") == Values{1.234, 0.5});
    CHECK(column_of("n,cost\n1,\"1,5\"\n2,\"0,25\"\n") == Values{1.5, 0.25});
    says(fault_of("n,cost\n1,\"1,234\"\n2,\"5,678\"\n"), "in row 2");
    says(fault_of("n\tcost\n1\t1,234\n2\t5,678\n"), "read in one way only");
    says(fault_of("cost\n1,234\n5,678\n"), "1,234");
    says(fault_of("n;cost\n1;1,5\n2;2.5\n"), "in row 3");
    says(fault_of("n;cost\n1;1.234,5\n"), "'1.234,5'");
    says(fault_of("n,cost\n1,\"1,234,567\"\n"), "'1,234,567'");
}

TEST_CASE("what is no number is named with its row and place", "[read]") {
    const Problem missing = fault_of("n,cost\n1,2\n3,\n5,6\n");
    CHECK(missing.source.line == 3);
    CHECK(missing.source.column == 3);
    says(missing, "no value in row 3");
    for (const std::string word : {"NA", "n/a", "NaN", "null", "-"}) {
        const Problem problem = fault_of("n,cost\n1,2\n\"a\nb\"," + word + "\n");
        says(problem, "'" + word + "' in row 3");
        says(problem, "a missing value is no number");
        CHECK(problem.source.line == 4);
        CHECK(problem.source.column == 4);
    }
    for (const std::string word : {"12 m", "inf", "1e999", "0x10", "1 000", "twelve", "+-1", "1.2.3"})
        says(fault_of("cost,n\n1,2\n" + word + ",3\n"), "'" + word + "' in row 3");
    says(fault_of("cost\n1\n\n2\n"), "row 3 is empty");
    says(fault_of("n,cost\n1,2\n\n3,4\n"), "row 3 is empty");
    says(fault_of("n,cost\n1,2\n3,4,5\n"), "3 cells in row 3");
    says(fault_of("n,cost\n1,2\n3\n"), "1 cell in row 3");
    says(fault_of("n,cost\n1,1e31\n"), "at most 1e30");
}

TEST_CASE("files that are no tables are refused", "[read]") {
    says(fault_of(""), "no header");
    says(fault_of("cost\n"), "no rows");
    says(fault_of("cost,cost\n1,2\n"), "two columns 'cost'");
    says(fault_of("n,cost\n\"a,2\n3,4\n"), "not closed");
    says(fault_of("n,cost\na\"b,2\n"), "a quote in the middle");
    says(fault_of("n,cost\n\"a\"b,2\n"), "a quote in the middle");
    says(fault_of(std::string("\xFF\xFE"
                              "c\0",
                              4)),
         "UTF-16");
    says(fault_of(std::string("cost\n1\0", 7)), "a byte 0");
    says(fault_of("cost\n1," + std::string(2U << 20U, 'x')), "1 MiB");
    CHECK(fault_of("costs,n\n1,2\n").hint == "did you mean 'costs'?");
    says(fault_of("alpha,beta\n1,2\n"), "'alpha'");
    // A scenario may name any file of the machine: what stands in its first line is not told.
    const Problem kept = fault_of("root:x:0:0\nbin:x:1:1\n", "cost", Headers::kept);
    CHECK((kept.found + kept.expected + kept.hint).find("root") == std::string::npos);
}

TEST_CASE("an error of reading is no end of the file", "[read]") {
    Problem problem;
    std::string hash;
    CHECK_THROWS_AS(read_column("/proc/self/mem", "cost", Headers::listed, problem, hash), Failure);
    CHECK(read_column("/nowhere/data.csv", "cost", Headers::listed, problem, hash).empty());
    says(problem, "cannot be opened (No such file or directory)");
    CHECK(read_column("/tmp", "cost", Headers::listed, problem, hash).empty());
    CHECK(read_column("/dev/zero", "cost", Headers::listed, problem, hash).empty());
}
