// Expectation files: what is read, and where each mistake is reported.
#include "replayer/expect/expectation_file.h"

#include <doctest/doctest.h>

namespace sysreel {
namespace {

constexpr std::string_view kWhole = R"(# a comment
capture: [a.reel, ../b.scap]
rules: ../rules/host.yaml
matching: all
expect:
  - rule: Read sensitive file untrusted
    count: 2
    where: {proc.name: cat, fd.num: 3, container.name: null}
  - rule: other
    count: 0
  - rule: third
    at_least: 1
    at_most: 3
  - rule: fourth
unexpected: fail
max_loss: 0
)";

}  // namespace

TEST_CASE("a whole file") {
  Diagnostics diagnostics;
  const ExpectationFile file = parse_expectations("dir/x.test.yaml", kWhole, diagnostics);
  CHECK(diagnostics.all().empty());
  CHECK(file.captures == std::vector<std::string>{"dir/a.reel", "b.scap"});
  CHECK(file.rules == std::vector<std::string>{"rules/host.yaml"});
  CHECK(file.matching == Matching::kAll);
  CHECK(file.unexpected == Unexpected::kFail);
  CHECK(file.max_loss == 0);
  REQUIRE(file.expect.size() == 4);
  CHECK(to_text(file.expect[0]) == "2 with proc.name = cat, fd.num = 3, container.name without a value");
  CHECK(file.expect[0].place.line == 6);
  CHECK(file.expect[0].place.column == 5);
  CHECK(to_text(file.expect[1]) == "0");
  CHECK(to_text(file.expect[2]) == "1 to 3");
  CHECK(to_text(file.expect[3]) == "at least 1");
}

TEST_CASE("counts") {
  struct Row {
    const char* count;
    uint64_t value;
    bool accepted;
  };
  const Row rows[] = {{"count: 2", 2, true},   {"count: 2", 1, false},   {"count: 2", 3, false},
                      {"count: 0", 0, true},   {"at_least: 2", 2, true}, {"at_least: 2", 1, false},
                      {"at_most: 2", 0, true}, {"at_most: 2", 3, false}, {"where: {}", 0, false},
                      {"where: {}", 9, true}};
  for (const Row& row : rows) {
    CAPTURE(row.count);
    Diagnostics diagnostics;
    const ExpectationFile file = parse_expectations(
        "x", "capture: a\nexpect:\n  - rule: r\n    " + std::string(row.count), diagnostics);
    REQUIRE(file.expect.size() == 1);
    CHECK(file.expect[0].count.accepts(row.value) == row.accepted);
  }
}

TEST_CASE("every mistake has its place") {
  struct Row {
    std::string text;
    std::string message;
    uint32_t line, column;
  };
  const Row rows[] = {
      {"capture: [", "", 0, 0},
      {"- capture: a", "a test is one map", 1, 1},
      {"rules: [a]", "the key 'capture' is missing", 1, 1},
      {"capture: []", "capture is empty", 1, 10},
      {"capture: {a: b}", "capture must be a text", 1, 10},
      {"capture: a\nrulez: b", "the key 'rulez' is unknown", 2, 1},
      {"capture: a\nmatching: some", "matching must be one of first, all", 2, 11},
      {"capture: a\nunexpected: yes", "unexpected must be one of ignore, warn, fail", 2, 13},
      {"capture: a\nmax_loss: -1", "max_loss must be a whole number", 2, 11},
      {"capture: a\nexpect: {}", "expect must be a list", 2, 9},
      {"capture: a\nexpect:\n  - r", "an expectation is a map", 3, 5},
      {"capture: a\nexpect:\n  - count: 1", "the key 'rule' is missing", 3, 5},
      {"capture: a\nexpect:\n  - rule: r\n    at_last: 1", "the key 'at_last' is unknown", 4, 5},
      {"capture: a\nexpect:\n  - rule: r\n    count: 1\n    count: 2", "is there twice", 5, 5},
      {"capture: a\nexpect:\n  - rule: r\n    count: many", "count must be a whole number", 4, 12},
      {"capture: a\nexpect:\n  - rule: r\n    count: 99999999999999999999", "count must be a whole number", 4,
       12},
      {"capture: a\nexpect:\n  - {rule: r, count: 1, at_most: 2}", "count excludes", 3, 22},
      {"capture: a\nexpect:\n  - {rule: r, at_least: 3, at_most: 2}", "at_most is less", 3, 5},
      {"capture: a\nexpect:\n  - {rule: r, where: [a]}", "where must be a map", 3, 22},
      {"capture: a\nexpect:\n  - {rule: r, where: {a: [b]}}", "must be a single one", 3, 26},
  };
  for (const Row& row : rows) {
    CAPTURE(row.text);
    Diagnostics diagnostics;
    parse_expectations("x", row.text, diagnostics);
    REQUIRE(diagnostics.has_errors());
    const Diagnostic& first = diagnostics.all()[0];
    CHECK(first.message.find(row.message) != std::string::npos);
    if (row.line == 0) continue;
    CHECK(first.place.line == row.line);
    CHECK(first.place.column == row.column);
    CHECK_FALSE(first.snippet.empty());
  }
}

}  // namespace sysreel
