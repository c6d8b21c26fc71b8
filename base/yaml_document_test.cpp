#include "base/yaml_document.h"

#include <doctest/doctest.h>

namespace sysreel {
namespace {

// "line:column" of the first occurrence of `token` in the value of key `k` of the first document.
std::string place_of(const std::string& text, std::string_view token) {
  const YamlDocument document = YamlDocument::parse(text);
  REQUIRE_FALSE(document.error().has_value());
  const auto value = document.find(document.roots()[0], "k");
  REQUIRE(value.has_value());
  const size_t offset = document.node(*value).text.find(token);
  REQUIRE(offset != std::string::npos);
  const YamlPosition position = document.position(*value, offset);
  return std::to_string(position.line) + ":" + std::to_string(position.column);
}

TEST_CASE("a byte of a value is found where it was written") {
  struct Row {
    const char* text;
    const char* token;
    const char* place;
  };
  static constexpr Row kRows[] = {
      {"k: one two three\n", "two", "1:8"},
      {"k: one\n  two three\n", "three", "2:7"},
      {"k: >\n  one\n  two three\n\n  four\n", "three", "3:7"},
      {"k: >\n  one\n  two three\n\n  four\n", "four", "5:3"},
      {"k: >- # comment with one two\n  one\n    more two\n", "two", "3:10"},
      {"k: |\n  one\n\n   two\n", "two", "4:4"},
      {"k: |2\n    one two\n", "two", "2:9"},
      {"k: 'it''s one'\n", "one", "1:11"},
      {"k: 'a\n   b c'\n", "c", "2:6"},
      {"k: \"a\\tb \\u00e9 c\"\n", "c", "1:17"},
      {"k: \"a \\\n   b c\"\n", "c", "2:6"},
      {"k: &name one two\n", "two", "1:14"},
      {"k: !!str \"x y\"\n", "y", "1:13"},
      {"\xef\xbb\xbfk: one two\n", "two", "1:11"},
      {"k: one two\r\n", "two", "1:8"},
      {"k: &a\n  one two\n", "two", "2:7"},
  };
  for (const Row& row : kRows) {
    CAPTURE(row.text);
    CHECK(place_of(row.text, row.token) == row.place);
  }
}

TEST_CASE("documents, nulls, duplicate keys and aliases") {
  const YamlDocument document = YamlDocument::parse("- &x {a: 1, a: 2, b: ~}\n- *x\n---\n---\n~\n");
  REQUIRE_FALSE(document.error().has_value());
  REQUIRE(document.roots().size() == 3);
  const auto items = document.children(document.roots()[0]);
  REQUIRE(items.size() == 2);
  CHECK(items[0] == items[1]);
  CHECK(document.node(*document.find(items[0], "a")).text == "1");
  CHECK(document.node(*document.find(items[0], "b")).kind == YamlKind::kNull);
  CHECK_FALSE(document.find(items[0], "c").has_value());
  CHECK(document.node(document.roots()[1]).kind == YamlKind::kNull);
  CHECK(document.line(2) == "- *x");
  CHECK(document.line(99).empty());
}

TEST_CASE("hostile documents are refused with a place") {
  std::string bomb = "- &a0 [x, x, x, x, x, x, x, x, x, x]\n";
  for (int i = 1; i < 12; ++i) {
    const std::string before = "*a" + std::to_string(i - 1);
    bomb += "- &a" + std::to_string(i) + " [";
    for (int j = 0; j < 10; ++j) bomb += (j == 0 ? "" : ", ") + before;
    bomb += "]\n";
  }
  struct Row {
    std::string text;
    const char* message;
  };
  const Row rows[] = {
      {"- a: b\n, c: d\n", "here is what can neither go on nor begin a document"},
      {bomb, "the aliases expand to too many values"},
      {"&a [ *a ]\n", "an alias stands inside of what it refers to"},
      {std::string(100, '[') + std::string(100, ']'), "the document is nested too deeply"},
      {"a: [b\n", "end of sequence flow not found"},
      {"a: *b\n", "the referenced anchor is not defined"},
      {"\t- a\n  - b: c: d\n", ""},
  };
  for (const Row& row : rows) {
    const YamlDocument document = YamlDocument::parse(row.text);
    CAPTURE(row.message);
    REQUIRE(document.error().has_value());
    CHECK(document.error()->message.find(row.message) != std::string::npos);
    CHECK(document.error()->at.line > 0);
  }
  YamlLimits limits;
  limits.bytes = 3;
  CHECK(YamlDocument::parse("a: b", limits).error().has_value());
  limits = {};
  limits.nodes = 3;
  CHECK(YamlDocument::parse("[a, b, c]", limits).error().has_value());
}

TEST_CASE("Booleans") {
  for (const char* yes : {"true", "True", "TRUE", "yes", "on", "y", "Y"}) CHECK(yaml_bool(yes) == true);
  for (const char* no : {"false", "No", "OFF", "n"}) CHECK(yaml_bool(no) == false);
  for (const char* neither : {"", "tRue", "1", "0", "maybe"}) CHECK_FALSE(yaml_bool(neither).has_value());
}

}  // namespace
}  // namespace sysreel
