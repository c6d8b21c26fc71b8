// Both YAML libraries on the same texts: hard cases, mutations of rule files, texts thrown together from
// indicators. What the quick reader does not decline must be what yaml-cpp reads, down to line and column of
// each value.
#include <doctest/doctest.h>

#include <array>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <random>
#include <string>
#include <string_view>
#include <vector>

#include "base/testing/same_yaml.h"
#include "base/yaml_document.h"

namespace sysreel {
namespace {

// True: libyaml was trusted with it. Fails when both differ.
bool is_quick(const std::string& text) {
  const YamlDocument quick = YamlDocument::parse(text);
  if (quick.read_by_yaml_cpp()) return false;
  const std::string found = difference(quick, YamlDocument::parse_with_yaml_cpp(text));
  CAPTURE(text);
  CHECK(found == "");
  return true;
}

constexpr const char* kRules[] = {
    "- required_engine_version: 0.31.0\n\n"
    "- list: shells\n  items: [ash, \"bash\", 'it''s', /bin/sh:x,\n    \"a\\tb\\u00e9\"]\n\n"
    "- macro: spawned\n  condition: (evt.type in (execve, execveat) and evt.dir=<)\n"
    "- macro: folded # comment\n  condition: >\n    a = 1\n      and b = \"x y\"\n\n    or c = '#'\n\n",
    "# comment\n---\n- rule: A shell's start\n  desc: one line\n    and a second\n  condition: >-\n    "
    "spawned and not\n"
    "      proc.name in (shells)   \n    # no comment\n  output: >\n    Shell (user=%user.name %evt.args)\n"
    "  priority: WARNING\n  tags: [container, T1059]\n  exceptions:\n  - name: names\n    fields: "
    "[proc.name, fd.name]\n"
    "    comps: [in, =]\n    values:\n    - [[a, b], /etc]\n    - [[c], \"/tmp\"]\n  enabled: true\n",
    "- rule: literal\n  desc: |\n    one\n\n     two\n    three\n  condition: |-\n    evt.type = open\n\n\n  "
    "output: x\n  priority: "
    "DEBUG\n  override: {condition: append, output: replace}\n- list: none\n  items: []\n",
};

TEST_CASE("rule files need no yaml-cpp") {
  for (const char* text : kRules) CHECK(is_quick(text));
}

TEST_CASE("hard cases are read as yaml-cpp reads them") {
  // Whether libyaml is trusted with them says what the agreement covers.
  struct Row {
    const char* text;
    bool quick;
  };
  static constexpr Row kRows[] = {
      // Line breaks, tabs, characters.
      {"a: b\r\nc: d\r\n", false},
      {"a: b\rc: d\n", false},
      {"a:\tb\n", false},
      {"a: \"\xc3\xa4 \xe2\x86\x92\" # \xe2\x80\xa6\nb: c\n", true},
      {"\xc3\xa4: \xc3\xb6 \xe2\x82\xac\n\xc3\xbc: [\xf0\x9f\x98\x80, x]\n", true},
      {"a: b\xe2\x80\xa8"
       "c\n",
       false},
      {"a: b\xc2\x85"
       "c\n",
       false},
      {"a: \xff\n", false},
      {"\xef\xbb\xbf"
       "a: b\n",
       false},
      {"a\0b: c\n", true},
      {"a: \"b\x7f\"\n", false},
      {"a: \x04\n", false},
      // Documents and directives.
      {"", true},
      {"# nothing\n", true},
      {"---\n- a\n", true},
      {"--- a\n--- b\n", true},
      {"- a\n...\n- b\n", false},
      {"---\n---\n- a\n", false},
      {"%YAML 1.2\n---\na\n", false},
      {"%FOO bar\n---\na\n", false},
      {"[a] b\n", false},
      // Nothing, null, tags, anchors, aliases.
      {"a:\nb: c\n", true},
      {"a: # d\n\n  # e\nb: c\n", true},
      {"- a:\n  b: c\n- d:\n- e\n", true},
      {"a:\n", false},
      {": b\n", false},
      {"-\n- a\n", true},
      {"-\n", false},
      {"[a, , b]\n", false},
      {"{a, b: c}\n", false},
      {"[a: b]\n", false},
      {"- ~\n- null\n- 'null'\n- Null\n- nULL\n", true},
      {"- !!str null\n", false},
      {"- &x a\n- *x\n", false},
      {"- *x\n", false},
      {"&a [*a]\n", false},
      // Keys.
      {"? a\n: b\n", false},
      {"{? a : b}\n", false},
      {"[a]: b\n", false},
      {"\"a\": 'b'\n'c' : d\n", true},
      {"a: 1\na: 2\n", true},
      {"{\"a\":b}\n", false},
      {"{a:b, c: d}\n", false},
      {"a: b: c\n", false},
      {"a\n b: c\n", false},
      // Plain values.
      {"a: b\n  c\n\n  d\n", true},
      {"a: b\n # c\n  d\n", false},
      {"a: b#c\nd: e #f\n", true},
      {"[a?b]\n", false},
      {"[a:b, c::d]\n", true},
      {"[a:]\n", false},
      {"[-, -a]\n", true},
      {"- -a\n- :b\n- ?c\n", true},
      {"a: 'b'#c\n", false},
      {"a: @b\n", false},
      {"a: `b\n", false},
      {"a: %b\n", false},
      // Quotes.
      {"a: 'b\n\n\n  '\n", false},
      {"a: 'b\n  c'\n", true},
      {"a: \"b\\\n  c\"\n", false},
      {"a: \"\\N\\_\"\n", false},
      {"a: \"\\'\"\n", false},
      {"a: \"\\x41\\/\\U0001F600\\0\"\n", true},
      {"a: \"\\ud800\"\n", false},
      {"a: \"b\n---\nc\"\n", false},
      // Block values.
      {"a: >2\n   b\n", false},
      {"a: |0\n  b\n", false},
      {"a: >#c\n  b\n", false},
      {"a: >\n", true},
      {"a: >\n  b", true},
      {"a: |\n  b\n c: d\n", false},
      // Structure.
      {"a:\n    b: 1\n  c: 2\n", false},
      {"a:\n- b\n- c\nd:\n  - e\n", true},
      {"- - a\n  - b\n- - c\n", true},
      {"a: [b,\nc,\n  d\n]\n", true},
      {"a: [b, c,]\n", true},
      {"a: {b: c, d: [e]}\n", true},
      {"a: [b\n", false},
      {"a: b]\n", true},
      {"a: 'b\n", false},
  };
  for (const Row& row : kRows) {
    CAPTURE(std::string(row.text));
    CHECK(is_quick(row.text) == row.quick);
  }
  CHECK_FALSE(is_quick(std::string("a: b\0c\n", 7)));
  CHECK_FALSE(is_quick(std::string(1020, 'k') + ": v\n"));
  CHECK_FALSE(is_quick(std::string(1200, 'k') + ": v\n"));
  CHECK(is_quick("k: " + std::string(20'000, 'v') + "\n"));
  CHECK(is_quick(std::string(60, '[') + std::string(60, ']')));
  CHECK_FALSE(is_quick(std::string(70, '[') + std::string(70, ']')));
}

TEST_CASE("mutations of rule files are read as yaml-cpp reads them") {
  static constexpr const char* kPieces[] = {
      "\n",  "\n\n", "\n  ", "\n    ", " ",   "  ", "- ",  ": ",   ":",   " #c", "#",
      "[",   "]",    "{",    "}",      ", ",  ",",  "'",   "''",   "\"",  "\\",  "|",
      ">\n", ">-",   "|+",   "---\n",  "...", "? ", "&a ", "*a",   "!t ", "~",   "null",
      "%",   "@",    "a",    "é",      "\t",  "\r", "\\n", "  \n", "-",   "- -", "- a: b"};
  std::mt19937 random(8);
  const auto below = [&](size_t limit) { return static_cast<size_t>(random() % limit); };
  size_t quick = 0;
  for (int round = 0; round < 20'000; ++round) {
    std::string text = kRules[below(std::size(kRules))];
    for (size_t changes = 1 + below(3); changes != 0; --changes) {
      const size_t at = below(text.size() + 1);
      const size_t length = std::min(text.size() - at, below(3) == 0 ? below(30) : 0);
      text.replace(at, length, below(4) == 0 ? "" : kPieces[below(std::size(kPieces))]);
    }
    quick += is_quick(text) ? 1 : 0;
  }
  CHECK(quick > 5'000);
}

TEST_CASE("indicators thrown together are read as yaml-cpp reads them") {
  static constexpr const char* kLines[] = {
      "a",      "b c",   "a: b",    "a:",    "- a", "- a: b",      "- - c",     "a: >",  "a: |",
      "a: >-",  "- |+",  "a: [b,",  "c]",    "[d]", "{e: f}",      "{e: f,",    "g: h}", "'i",
      "j'",     "\"k",   "l\"",     "#",     "# m", "a: 'n'",      "- \"o\"",   "",      " ",
      "   ",    "---",   "a: b #c", "p,",    "]",   "}",           "- [",       "a: {",  "q:r",
      "- >",    "s: t ", "'u': v",  "- 'w'", "x #", "- {a: b}: c", "[a, b]: c", "- a #", "~",
      "a: null"};
  std::mt19937 random(8);
  const auto below = [&](size_t limit) { return static_cast<size_t>(random() % limit); };
  size_t quick = 0;
  for (int round = 0; round < 40'000; ++round) {
    std::string text;
    for (size_t lines = 1 + below(6); lines != 0; --lines) {
      text.append(below(4), ' ');
      text += kLines[below(std::size(kLines))];
      if (lines != 1 || below(4) != 0) text += '\n';
    }
    quick += is_quick(text) ? 1 : 0;
  }
  CHECK(quick > 2'000);
}

TEST_CASE("the rule files of ../shared are read as yaml-cpp reads them") {
  const char* shared = std::getenv("SYSREEL_SHARED");
  const std::filesystem::path root =
      std::filesystem::path(shared == nullptr ? "" : shared) / "data/falco-rules";
  if (shared == nullptr || !std::filesystem::is_directory(root)) {
    MESSAGE("skipped: SYSREEL_SHARED is not set or holds no rule files");
    return;
  }
  size_t files = 0;
  size_t quick = 0;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(root)) {
    if (entry.path().extension() != ".yaml" && entry.path().extension() != ".yml") continue;
    std::ifstream stream(entry.path(), std::ios::binary);
    ++files;
    quick += is_quick(std::string(std::istreambuf_iterator<char>(stream), {})) ? 1 : 0;
  }
  CHECK(files > 0);
  CHECK(quick > files * 9 / 10 - 10);
}

}  // namespace
}  // namespace sysreel
