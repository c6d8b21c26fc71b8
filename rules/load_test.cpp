#include <doctest/doctest.h>

#include <algorithm>

#include "rules/predicate.h"
#include "rules/rule_set.h"

namespace sysreel::rules {
namespace {

RuleSet load_text(const std::string& text, bool falco_compatible = false) {
  LoadOptions options;
  options.falco_compatible = falco_compatible;
  return load({{"a.yaml", text}}, options);
}

// "error LOAD_ERR_VALIDATE 3:5 message", one a line.
std::string findings(const RuleSet& set) {
  std::string out;
  for (const Diagnostic& d : set.diagnostics.all()) {
    out += d.severity == Severity::kError ? "error " : "warning ";
    out += d.code + " " + std::to_string(d.place.line) + ":" + std::to_string(d.place.column) + " " +
           d.message + "\n";
  }
  return out;
}

std::string rule(const std::string& condition, const std::string& more = "") {
  return "- rule: r\n  desc: d\n  output: o %proc.name\n  priority: info\n  condition: " + condition + "\n" +
         more;
}

struct Row {
  std::string text;
  std::string wanted;
};

void check(std::span<const Row> rows) {
  for (const Row& row : rows) {
    CAPTURE(row.text);
    CHECK(findings(load_text(row.text)) == row.wanted);
  }
}

TEST_CASE("what a file may not hold") {
  const Row rows[] = {
      {"", ""},
      {"# nothing\n---\n~\n---\n- ~\n", ""},
      {"a: b\n", "error LOAD_ERR_YAML_VALIDATE 1:1 a rule file must be a sequence of items\n"},
      {"- a: [\n", "error LOAD_ERR_YAML_PARSE 2:1 end of sequence flow not found\n"},
      {"- x\n",
       "error LOAD_ERR_YAML_VALIDATE 1:3 an item must be a map: rule, macro, list, required_engine_version "
       "…\n"},
      {"- frob: 1\n",
       "warning LOAD_UNKNOWN_ITEM 1:3 this item is none of rule, macro, list, required_engine_version, "
       "required_plugin_versions\n"},
      {"- required_engine_version: 0.63.0\n", ""},
      {"- required_engine_version: 15\n", ""},
      {"- required_engine_version: 99\n",
       "error LOAD_ERR_VALIDATE 1:28 the rules require engine version 0.99.0, this is 0.63.0\n"},
      {"- required_engine_version: x\n", "error LOAD_ERR_YAML_VALIDATE 1:28 'x' is no version\n"},
      {"- required_plugin_versions: x\n",
       "error LOAD_ERR_YAML_VALIDATE 1:29 'required_plugin_versions' must be a sequence\n"},
      {"- required_plugin_versions: [{name: a, version: 1}]\n",
       "error LOAD_ERR_VALIDATE 1:49 '1' is no version\n"},
      {"- required_plugin_versions: [{name: a, version: 1.0.0, alternatives: [{name: a, version: 1.0.0}]}]\n",
       "error LOAD_ERR_VALIDATE 1:78 plugin 'a' is its own alternative\n"},
      {"- list: l\n", "error LOAD_ERR_YAML_VALIDATE 1:3 the key 'items' is missing\n"},
      {"- list: l\n  items: [[a]]\n",
       "error LOAD_ERR_YAML_VALIDATE 2:11 the items of 'items' must be single values\n"},
      {"- list: l\n  items: [a]\n  override: {items: append}\n",
       "error LOAD_ERR_VALIDATE 1:9 there is no list 'l' to append to\n"},
      {"- macro: m\n  condition: a.b = c\n  append: true\n",
       "warning LOAD_DEPRECATED_ITEM 3:11 'append: true' is deprecated\n"
       "error LOAD_ERR_VALIDATE 1:10 there is no macro 'm' to append to\n"},
      {"- rule: r\n  enabled: no\n",
       "warning LOAD_DEPRECATED_ITEM 1:3 switching a rule by an item of its own is deprecated\n"
       "error LOAD_ERR_VALIDATE 1:9 there is no rule 'r' to change\n"},
      {"- rule: r\n  desc: d\n",
       "error LOAD_ERR_YAML_VALIDATE 1:3 the key 'condition' is missing\n"
       "error LOAD_ERR_YAML_VALIDATE 1:3 the key 'output' is missing\n"
       "error LOAD_ERR_YAML_VALIDATE 1:3 the key 'priority' is missing\n"},
  };
  check(rows);
}

TEST_CASE("what a rule may not say") {
  const std::string ok = "evt.type = open";
  const Row rows[] = {
      {rule(ok), ""},
      {rule(ok, "  prioritty: 1\n"),
       "warning LOAD_UNKNOWN_KEY 6:3 the key 'prioritty' is unknown and ignored\n"},
      {rule(ok, "  source: frob\n"),
       "warning LOAD_UNKNOWN_SOURCE 6:11 the source 'frob' is unknown; the rule is left out\n"},
      {rule(ok, "  enabled: maybe\n"), "error LOAD_ERR_YAML_VALIDATE 6:12 'enabled' must be true or false\n"},
      {rule(ok, "  capture_duration: x\n"),
       "error LOAD_ERR_YAML_VALIDATE 6:21 'capture_duration' must be a number\n"},
      {rule(ok, "  exceptions: [{name: e}]\n"),
       "error LOAD_ERR_YAML_VALIDATE 6:16 the exception 'e' has no fields\n"},
      {rule(ok, "  exceptions: [{name: e, fields: [proc.nmae]}]\n"),
       "error LOAD_ERR_VALIDATE 6:35 'proc.nmae' is no field of this source\n"},
      {rule(ok, "  exceptions: [{name: e, fields: proc.name, comps: =}]\n"),
       "error LOAD_ERR_VALIDATE 6:52 '=' does not go with a single field\n"},
      {rule(ok, "  exceptions: [{name: e, fields: [proc.name], comps: [=, =]}]\n"),
       "error LOAD_ERR_VALIDATE 6:16 fields and comps of 'e' differ in length\n"},
      {rule(ok, "  exceptions: [{name: e, fields: [proc.name], comps: [frob]}]\n"),
       "error LOAD_ERR_VALIDATE 6:55 'frob' is no operator\n"},
      {rule(ok, "  exceptions: [{name: e, fields: [proc.name], values: [[a, b]]}]\n"),
       "error LOAD_ERR_VALIDATE 6:56 a value of the exception 'e' and its fields differ in length\n"},
      {rule(ok, "  exceptions: [{name: e, fields: proc.name}, {name: e, fields: proc.name}]\n"),
       "warning LOAD_EXCEPTION_NAME_NOT_UNIQUE 6:46 the rule has two exceptions 'e'; both apply\n"},
      {rule(ok + " and"), "error LOAD_ERR_COMPILE_CONDITION 5:33 a blank or '(' is expected after 'and'\n"},
      {rule(ok + " and m"), "error LOAD_ERR_VALIDATE 5:34 there is no macro 'm'\n"},
      {rule("proc.name = a"),
       "warning LOAD_NO_EVTTYPE 1:9 the rule looks at too many kinds of events, which is slow\n"},
      {rule("proc.name = a", "  warn_evttypes: false\n"), ""},
      {rule(ok + " and evt.dir = <"),
       "warning LOAD_DEPRECATED_ITEM 5:34 the field 'evt.dir' is deprecated\n"},
      {rule(ok + " and foo.bar = 1", "  skip-if-unknown-filter: true\n"),
       "warning LOAD_UNKNOWN_FILTER 5:34 there is no field 'foo.bar'\n"},
      {rule("ka.verb = <NA>", "  source: k8s_audit\n"),
       "error LOAD_ERR_COMPILE_OUTPUT 3:13 there is no field 'proc.name' for source k8s_audit\n"
       "warning LOAD_UNSAFE_NA_CHECK 5:24 the field is compared with the text <NA>, which it never is\n"},
      {"- list: l\n  items: [a]\n- macro: m\n  condition: a.b = c\n",
       "warning LOAD_UNUSED_MACRO 3:10 no rule or macro uses this macro\n"
       "warning LOAD_UNUSED_LIST 1:9 no rule, macro or list uses this list\n"},
  };
  check(rows);
}

TEST_CASE("positions survive folding, macros and lists; all errors are reported") {
  const std::string text =
      "- list: names\n"
      "  items: [bash, 'x y']\n"
      "- macro: inner\n"
      "  condition: >\n"
      "    proc.name in (names) and\n"
      "    proc.nmae = x\n"
      "- rule: r\n"
      "  desc: d\n"
      "  output: o\n"
      "  priority: ERROR\n"
      "  condition: >\n"
      "    evt.type = open and inner\n"
      "    and evt.type = opem\n"
      "- rule: second\n"
      "  desc: d\n"
      "  output: o %foo.bar\n"
      "  priority: frob\n"
      "  condition: evt.type = open\n";
  const RuleSet set = load_text(text);
  CHECK(findings(set) ==
        "error LOAD_ERR_YAML_VALIDATE 17:13 'frob' is no priority\n"
        "error LOAD_ERR_COMPILE_CONDITION 6:5 there is no field 'proc.nmae'\n"
        "error LOAD_ERR_COMPILE_CONDITION 13:20 there is no event or system call 'opem'\n"
        "error LOAD_ERR_COMPILE_OUTPUT 16:13 there is no field 'foo.bar'\n");
  const Diagnostic& in_macro = set.diagnostics.all()[1];
  CHECK(in_macro.context == std::vector<std::string>{"in macro inner, used by rule r"});
  CHECK(in_macro.snippet == "    proc.nmae = x");
  CHECK(in_macro.hint == "did you mean proc.name?");
  CHECK(in_macro.item_type == "rule");
  CHECK(in_macro.item_name == "r");
}

std::string condition_of(const RuleSet& set) {
  std::string out;
  for (const Predicate& predicate : set.program.predicates)
    out += (out.empty() ? "" : " | ") + to_text(set.program, predicate);
  return out;
}

TEST_CASE("lists") {
  const std::string lists =
      "- list: a\n  items: [b, x]\n- list: b\n  items: [c]\n- list: c\n  items: ['p q', \"'r'\"]\n";
  const std::string condition = "evt.type = open and proc.name in (a, y)";
  CHECK(condition_of(load_text(lists + rule(condition))) ==
        "evt.type = open | proc.name in (\"p q\", r, x, y)");
  // The chain in natural order: Falco replaces one level, then goes on with lists defined later.
  const std::string natural = "- list: c\n  items: [z]\n- list: b\n  items: [c]\n- list: a\n  items: [b]\n";
  CHECK(condition_of(load_text(natural + rule(condition))) == "evt.type = open | proc.name in (z, y)");
  CHECK(condition_of(load_text(natural + rule(condition), true)) == "evt.type = open | proc.name in (c, y)");
  const std::string empty = "- list: a\n  items: []\n";
  CHECK(condition_of(load_text(empty + rule(condition))) == "evt.type = open | proc.name in (y)");
  CHECK(condition_of(load_text(empty + rule("evt.type = open and proc.name in (x, a, y)"))) ==
        "evt.type = open | proc.name in (x, y)");
  CHECK(condition_of(load_text(empty + rule("evt.type = open and proc.name in (a)"))) ==
        "evt.type = open | proc.name in ()");
  const std::string ring = "- list: a\n  items: [b]\n- list: b\n  items: [a, x]\n";
  CHECK(condition_of(load_text(ring + rule(condition))) == "evt.type = open | proc.name in (a, x, y)");
  // Names inside quotes are text, except for Falco.
  const std::string quotes = "- list: l\n  items: [x]\n";
  CHECK(condition_of(load_text(
            quotes + rule("'evt.type = open and proc.name = \"foo l bar\" and proc.name in (l)'"))) ==
        "evt.type = open | proc.name = \"foo l bar\" | proc.name in (x)");
  CHECK(condition_of(load_text(quotes + rule("'evt.type = open and proc.name = \"foo l bar\"'"), true)) ==
        "evt.type = open | proc.name = \"foo x bar\"");
  // Items that the language would misread are quoted.
  CHECK(condition_of(load_text("- list: l\n  items: ['a(b)=\"c\"']\n" +
                               rule("evt.type = open and proc.name in (l)"))) ==
        "evt.type = open | proc.name in (\"a(b)=\\\"c\\\"\")");
}

TEST_CASE("macros see what was defined before them") {
  const std::string m = "- macro: m\n  condition: n\n";
  const std::string n = "- macro: n\n  condition: evt.type = open\n";
  CHECK(load_text(n + m + rule("m")).loaded());
  CHECK(findings(load_text(m + n + rule("m"))) == "error LOAD_ERR_VALIDATE 2:14 there is no macro 'n'\n");
  CHECK(findings(load_text("- macro: m\n  condition: m\n" + rule("m"))) ==
        "error LOAD_ERR_VALIDATE 2:14 there is no macro 'm'\n");
  const std::string loop =
      "- macro: m\n  condition: evt.type = open\n- macro: k\n  condition: m\n- macro: m\n  condition: k\n";
  CHECK(findings(load_text(loop + rule("m"))).find("refers to itself") != std::string::npos);
  CHECK(condition_of(
            load_text(n + "- macro: n\n  condition: or evt.type = close\n  override: {condition: append}\n" +
                      rule("not n"))) == "evt.type = open | evt.type = close");
}

TEST_CASE("overrides and exceptions") {
  const std::string base = rule("evt.type = open",
                                "  tags: [a]\n  exceptions: [{name: e, fields: [proc.name, fd.name], comps: "
                                "[=, startswith]}, {name: s, fields: proc.pname}]\n");
  const RuleSet set = load_text(
      base +
      "- rule: r\n  condition: and proc.name exists\n  desc: more\n  tags: [b]\n  priority: ALERT\n  "
      "exceptions: [{name: e, values: [[x, /y z]]}, {name: s, values: [p, q]}]\n"
      "  override: {condition: append, desc: append, tags: append, priority: replace, exceptions: append}\n");
  CHECK(findings(set).empty());
  REQUIRE(set.program.rules.size() == 1);
  CHECK(set.program.rules[0].description == "d more");
  CHECK(set.program.rules[0].tags == std::vector<std::string>{"a", "b"});
  CHECK(set.program.rules[0].priority == Priority::kAlert);
  CHECK(condition_of(set) ==
        "evt.type = open | proc.name exists | proc.name = x | fd.name startswith \"/y z\" | proc.pname in "
        "(p, q)");
  const Row rows[] = {
      {base + "- rule: r\n  condition: x\n  override: {condition: frob}\n",
       "error LOAD_ERR_YAML_VALIDATE 10:25 'frob' is no override operation\n"},
      {base + "- rule: r\n  condition: x\n  desc: y\n  override: {desc: replace}\n",
       "error LOAD_ERR_YAML_VALIDATE 9:14 'override' does not say what happens to 'condition'\n"},
      {base + "- rule: r\n  override: {desc: replace}\n",
       "error LOAD_ERR_YAML_VALIDATE 9:13 'override' names 'desc', which the item does not define\n"},
      {base + "- rule: r\n  priority: info\n  override: {priority: append}\n",
       "error LOAD_ERR_YAML_VALIDATE 10:14 'priority' cannot be appended to\n"},
      {base + "- rule: r\n  source: k8s_audit\n  condition: and x\n  override: {condition: append}\n",
       "error LOAD_ERR_VALIDATE 9:11 the rule was defined with source 'syscall' before\n"},
      {base + "- rule: r\n  exceptions: [{name: n, fields: proc.name}]\n  override: {exceptions: append}\n",
       "warning LOAD_APPEND_NO_VALUES 9:16 the exception 'n' appends no values\n"
       "error LOAD_ERR_VALIDATE 9:16 the new exception 'n' needs values\n"},
  };
  check(rows);
}

TEST_CASE("a rule with one mistake is still looked at for others") {
  CHECK(findings(load_text("- rule: r\n  desc: d\n  output: o %proc.nam\n  priority: WARN\n  enabled: maybe\n"
                           "  condition: evt.type = opne\n")) ==
        "error LOAD_ERR_YAML_VALIDATE 4:13 'WARN' is no priority\n"
        "error LOAD_ERR_YAML_VALIDATE 5:12 'enabled' must be true or false\n"
        "error LOAD_ERR_COMPILE_OUTPUT 3:13 there is no field 'proc.nam'\n"
        "error LOAD_ERR_COMPILE_CONDITION 6:25 there is no event or system call 'opne'\n");
  // Who refers to what is broken is not blamed.
  CHECK(findings(load_text("- macro: m\n  condition: ''\n" + rule("m"))) ==
        "error LOAD_ERR_YAML_VALIDATE 2:15 'condition' is empty\n");
}

TEST_CASE("several files: together, or for Falco each with those before it") {
  const SourceFile uses{"a.yaml", rule("evt.type = open and m")};
  const SourceFile defines{"b.yaml", "- macro: m\n  condition: proc.name = a\n- list: l\n  items: [x]\n"};
  const SourceFile later{"c.yaml",
                         "- rule: q\n  desc: d\n  output: o\n  priority: info\n  condition: evt.type = "
                         "close and proc.name in (l)\n"};
  LoadOptions falco;
  falco.falco_compatible = true;
  CHECK(findings(load({uses, defines, later}, {})).empty());
  CHECK(findings(load({uses, defines, later}, falco)) ==
        "error LOAD_ERR_VALIDATE 5:34 there is no macro 'm'\n");
  // The list is unused until the last file.
  CHECK(findings(load({defines, uses, later}, falco)) ==
        "warning LOAD_UNUSED_MACRO 1:10 no rule or macro uses this macro\n"
        "warning LOAD_UNUSED_LIST 3:9 no rule, macro or list uses this list\n");
  CHECK(load({defines, uses, later}, falco).program.rules.size() == 2);
}

TEST_CASE("redefinition keeps the position; selection and priority") {
  const auto named = [](const std::string& name, const std::string& more) {
    return "- rule: " + name + "\n  desc: d\n  output: o\n  condition: evt.type = open\n" + more;
  };
  const std::string text = named("one", "  priority: ERROR\n  tags: [t]\n") +
                           named("two", "  priority: DEBUG\n") +
                           named("one", "  priority: ALERT\n  tags: [u]\n");
  LoadOptions options;
  options.selections = {{false, "*", ""}, {true, "", "u"}, {true, "tw*", ""}};
  options.min_priority = Priority::kWarning;
  const RuleSet set = load({{"a", text}}, options);
  REQUIRE(set.program.rules.size() == 2);
  CHECK(set.program.rules[0].name == "one");
  CHECK(set.program.rules[0].priority == Priority::kAlert);
  CHECK(set.program.rules[0].enabled);
  CHECK_FALSE(set.program.rules[1].enabled);
}

TEST_CASE("outputs") {
  const auto parts = [](const std::string& output) {
    const RuleSet set = load_text(
        "- rule: r\n  desc: d\n  priority: info\n  condition: evt.type = open\n  output: '" + output + "'\n");
    if (!set.loaded()) return findings(set);
    std::string out;
    for (const OutputPart& part : set.program.rules.at(0).output)
      out += part.operand == kNoOperand
                 ? "[" + part.literal + "]"
                 : "<" + part.name + (part.width == 0 ? "" : ":" + std::to_string(part.width)) + ">";
    return out;
  };
  CHECK(parts("plain") == "[plain]");
  CHECK(parts("a %proc.name.x") == "[a ]<proc.name>[.x]");
  CHECK(parts("%20proc.namex %proc.aname[2]") == "<proc.name:20>[x ]<proc.aname[2]>");
  CHECK(parts("%proc.aname[x] %toupper(proc.name)[1]") == "<proc.aname>[[x] ]<toupper(proc.name)>[[1]]");
  CHECK(parts("%evt.arg.flags,%evt.arg[0]") == "<evt.arg.flags>[,]<evt.arg[0]>");
  CHECK(parts("*%proc.name") == "<proc.name>");
  CHECK(parts("%proc.name %container.info") == "<proc.name>[ ]");
  CHECK(parts("x %") == "error LOAD_ERR_COMPILE_OUTPUT 5:14 the output ends with a %\n");
  CHECK(parts("x %20") == "error LOAD_ERR_COMPILE_OUTPUT 5:14 the output ends with a number\n");
  CHECK(parts("100%% of %proc.name").find("LOAD_ERR_COMPILE_OUTPUT 5:15") != std::string::npos);
  CHECK(parts("%foo.bar").find("there is no field 'foo.bar'") != std::string::npos);
}

TEST_CASE("hostile files take bounded time and memory") {
  std::string doubling = "- macro: m0\n  condition: proc.name = a\n";
  for (int i = 1; i < 64; ++i) {
    const std::string before = "m" + std::to_string(i - 1);
    doubling += "- macro: m" + std::to_string(i) + "\n  condition: " + before + " and " + before + "\n";
  }
  CHECK(findings(load_text(doubling + rule("m63"))).find("too many checks") != std::string::npos);
  std::string chain = "- macro: m0\n  condition: proc.name = a\n";
  for (int i = 1; i < 20'000; ++i)
    chain += "- macro: m" + std::to_string(i) + "\n  condition: m" + std::to_string(i - 1) + "\n";
  CHECK(findings(load_text(chain + rule("m19999"))).find("nested too deeply") != std::string::npos);
  std::string lists = "- list: l0\n  items: [a, b]\n";
  for (int i = 1; i < 64; ++i) {
    const std::string before = "l" + std::to_string(i - 1);
    lists += "- list: l" + std::to_string(i) + "\n  items: [" + before + ", " + before + "]\n";
  }
  CHECK_FALSE(load_text(lists + rule("evt.type = open and proc.name in (l63)")).loaded());
  std::string wide = "- list: l\n  items: [a0";
  for (int i = 1; i < 100'000; ++i) wide += ", a" + std::to_string(i);
  const RuleSet set = load_text(wide + "]\n" + rule("evt.type = open and proc.name in (l)"));
  CHECK(set.loaded());
  CHECK(set.program.predicates.back().set.size() == 100'000);
}

TEST_CASE("the founding rules") {
  const std::string rules =
      "- macro: kevt\n  condition: (jevt.value[/stage] in (ResponseComplete))\n- macro: k8s_audit\n  "
      "condition: (ka.verb exists)\n"
      "- rule: unauthorized\n  desc: d\n  output: (user=%ka.user.name)\n  priority: CRITICAL\n  source: "
      "k8s_audit\n  condition: >\n"
      "    kevt and k8s_audit and ka.target.labels.sensitive=true and\n    not ka.user.groups contains "
      "\"system:masters\"\n";
  CHECK(load_text(rules).loaded());
  CHECK(findings(load_text(rules, true)).find("LOAD_ERR_COMPILE_CONDITION 12:9") != std::string::npos);
}

}  // namespace
}  // namespace sysreel::rules
