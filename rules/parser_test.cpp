#include "rules/parser.h"

#include <doctest/doctest.h>

namespace sysreel::rules {
namespace {

// The tree as text, or "offset: message".
std::string parse(std::string_view text, const ParseOptions& options = {}) {
  Arena arena;
  uint32_t next_id = 0;
  const Parsed parsed = parse_condition(text, arena, next_id, options);
  if (parsed.root != nullptr) return to_text(*parsed.root);
  return std::to_string(parsed.error.offset) + ": " + parsed.error.message;
}

struct Row {
  const char* text;
  const char* dump;
};

TEST_CASE("conditions become trees") {
  static constexpr Row kRows[] = {
      {"a.b=c", "a.b = c"},
      {" a.b  ==  \"c d\" ", "a.b == \"c d\""},
      {"a.b=1 and c.d=2 or m", "((a.b = 1 and c.d = 2) or m)"},
      {"not not not m", "not m"},
      {"not(m or n)and(x)", "(not (m or n) and x)"},
      {"a.b in (x, 'y z',\"q\\\"\")", "a.b in (x, \"y z\", \"q\\\"\")"},
      {"a.b in()", "a.b in ()"},
      {"a.b in name", "a.b in name"},
      {"a.b intersects(x)", "a.b intersects (x)"},
      {"a.b existsand c.d exists", "(a.b exists and c.d exists)"},
      {"a.b.c[0] exists", "a.b.c[0] exists"},
      {"a.b[\"x y\"] exists", "a.b[\"x y\"] exists"},
      {"a.b[\"\"] exists", "a.b[\"\"] exists"},
      {"a.b < 0x1f and a.b >= -1.5e+3", "(a.b < 0x1f and a.b >= -1.5e+3)"},
      {"a.b startswith oneof (x, y)", "a.b startswith oneof (x, y)"},
      {"a.b = oneof", "a.b = oneof"},
      {"a.b = oneof and m", "(a.b = oneof and m)"},
      {"a.b = anyof list", "a.b = anyof list"},
      {"a.b = val(c.d)", "a.b = val(c.d)"},
      {"tolower(basename(a.b)) contains x", "tolower(basename(a.b)) contains x"},
      {"getopt(a.b, \"x:\")[x] = 1", "getopt(a.b,x:)[x] = 1"},
      {"join(\",\", (a.b, 1, \"c\")) = x", "join(,,(a.b,1,c)) = x"},
      {"len(()) = 0", "len(()) = 0"},
      {"a.b = %x{}$[];<>/*:", "a.b = %x{}$[];<>/*:"},
      {"a.b = \"\\x41\\t\"", "a.b = \"A\\t\""},
      {"a.b = \"a\\ b\"", "a.b = a\\\\b"},
      {"a.b = \xc3\xa9", "a.b = \xc3\xa9"},
      {"ka.target.labels.app.kubernetes.io/name=x", "ka.target.labels.app.kubernetes.io/name = x"},
      {"andy and order and nothing", "(andy and order and nothing)"},
  };
  for (const Row& row : kRows) {
    CAPTURE(std::string(row.text));
    std::string want = row.dump;
    if (std::string_view(row.text).find("\\ b") != std::string_view::npos) want = "a.b = \"a\\\\b\"";
    CHECK(parse(row.text) == want);
  }
}

TEST_CASE("every error of the grammar has a place") {
  static constexpr Row kRows[] = {
      {"", "0: the condition is empty"},
      {"   ", "3: the condition ends where a check is expected"},
      {"a.b", "3: the condition ends where an operator is expected"},
      {"a.b = ", "6: a value is expected here"},
      {"a.b = (x)", "6: a single value is expected here"},
      {"a.b = \"x", "6: this quoted text never ends"},
      {"a.b = \"x\\q\"", "8: this escape means nothing here"},
      {"a.b = \"\\x4\"", "7: this escape means nothing here"},
      {"a.b = 'x\\\"'", "8: this escape means nothing here"},
      {"a.b < x", "6: a number is expected here"},
      {"a.b < 1e3", "7: 'and', 'or' or the end of the condition is expected here, not 'e3'"},
      {"a.b in (x", "9: ',' or ')' is expected in the list"},
      {"a.b in (x,)", "10: a value is expected after the comma"},
      {"a.b in ((x))", "8: a list cannot hold another list"},
      {"a.b in =", "7: a list in parentheses is expected here"},
      {"a.b in ('\\q')", "9: this escape means nothing here"},
      {"a.b = oneof (", "13: ',' or ')' is expected in the list"},
      {"a.b frobs x", "4: an operator is expected here, not 'frobs'"},
      {"a.b contains", "4: an operator is expected here, not 'contains'"},
      {"(m", "0: this parenthesis is never closed"},
      {"m)", "1: 'and', 'or' or the end of the condition is expected here, not ')'"},
      {"m AND n", "2: 'and', 'or' or the end of the condition is expected here, not 'AND'"},
      {"m and", "5: a blank or '(' is expected after 'and'"},
      {"m or)", "4: a blank or '(' is expected after 'or'"},
      {"=", "0: a field, a macro or '(' is expected here, not '='"},
      {"a.b[] = x", "4: an argument is expected inside the brackets"},
      {"a.b[\"\\q\"] = x", "5: this escape means nothing here"},
      {"a.b[x = y", "5: ']' is expected here"},
      {"tolower(a.b = x", "12: ')' or ',' is expected here, after an argument of tolower()"},
      {"tolower(=) = x", "8: a field, a transformer, a quoted text, a number or a list is expected here"},
      {"tolower(a.b)[] = x", "13: an argument is expected inside the brackets"},
      {"join(\",\", (a.b;)) = x", "14: ')' or ',' is expected here"},
      {"join(\",\", (,)) = x", "11: a field, a transformer, a quoted text or a number is expected here"},
      {"a.b = val(x)", "10: a field is expected inside val()"},
      {"a.b = val(c.d", "13: ')' is expected after the field of val()"},
  };
  for (const Row& row : kRows) {
    CAPTURE(std::string(row.text));
    CHECK(parse(row.text) == row.dump);
  }
}

TEST_CASE("Falco's way of reading is kept where it is asked for") {
  ParseOptions falco;
  falco.falco_compatible = true;
  CHECK(parse("a.b in ('\\q')", falco) == "a.b in ()");
  CHECK(parse("ka.target.labels.a/b = x", falco).find("an operator is expected here") != std::string::npos);
}

TEST_CASE("nesting is limited, length is not") {
  const auto nested = [](size_t depth) { return std::string(depth, '(') + "m" + std::string(depth, ')'); };
  CHECK(parse(nested(150)) == "m");
  CHECK(parse(nested(100'000)).find("nested too deeply (limit 1000)") != std::string::npos);
  ParseOptions shallow;
  shallow.max_depth = 100;
  CHECK(parse(nested(150), shallow).find("nested too deeply (limit 100)") != std::string::npos);
  std::string transformers = "x.y = ";
  for (int i = 0; i < 100'000; ++i) transformers += "tolower(";
  CHECK(parse(transformers).find("nested too deeply") != std::string::npos);
  std::string nots;
  for (int i = 0; i < 100'001; ++i) nots += "not ";
  CHECK(parse(nots + "m") == "not m");
  std::string wide = "m";
  for (int i = 0; i < 100'000; ++i) wide += " or a.b = x";
  CHECK(parse(wide).size() > 1'000'000);
  std::string list = "a.b in (x";
  for (int i = 0; i < 100'000; ++i) list += ",y";
  CHECK(parse(list + ")").size() > 300'000);
}

TEST_CASE("an operand may be followed by anything") {
  Arena arena;
  uint32_t next_id = 0;
  size_t used = 0;
  const Parsed parsed = parse_operand("proc.aname[2])) and text", arena, next_id, {}, used);
  REQUIRE(parsed.root != nullptr);
  CHECK(to_text(*parsed.root) == "proc.aname[2]");
  CHECK(used == 13);
  CHECK(parse_operand("text", arena, next_id, {}, used).root == nullptr);
}

}  // namespace
}  // namespace sysreel::rules
