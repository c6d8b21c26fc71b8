// Every lint on a rule that deserves it, and beside it one that does not. What the prover takes for
// impossible is held against evaluation in differential_test.cpp.
#include <doctest/doctest.h>

#include "rules/regex_shape.h"
#include "rules/rule_set.h"

namespace sysreel::rules {
namespace {

// "CODE line:column message", one a line.
std::string hints(const std::string& text, bool falco_compatible = false) {
  LoadOptions options;
  options.lint = !falco_compatible;
  options.falco_compatible = falco_compatible;
  const RuleSet set = load({{"a.yaml", text}}, options);
  std::string out;
  for (const Diagnostic& d : set.diagnostics.all()) {
    if (d.severity == Severity::kError) out += "error: ";
    if (d.severity == Severity::kWarning) continue;
    out += d.code + " " + std::to_string(d.place.line) + ":" + std::to_string(d.place.column) + " " +
           d.message + "\n";
  }
  return out;
}

std::string rule(const std::string& name, const std::string& condition, const std::string& more = "") {
  return "- rule: " + name + "\n  desc: d\n  output: o\n  priority: info\n  condition: >\n    " + condition +
         "\n" + more;
}

struct Row {
  std::string text;
  std::string wanted;
};

void check(std::span<const Row> rows) {
  for (const Row& row : rows) {
    CAPTURE(row.text);
    CHECK(hints(row.text) == row.wanted);
  }
}

std::string never(const std::string& place, const std::string& why) {
  return "LINT_NEVER_TRUE " + place + " the rule can never fire: " + why + "\n";
}

TEST_CASE("conditions that contradict themselves") {
  const Row rows[] = {
      {rule("r", "evt.type = open and evt.type = close"),
       never("6:25", "'evt.type = close' contradicts 'evt.type = open'")},
      {rule("r", "evt.type in (open, openat) and evt.type = open"), ""},
      {rule("r", "evt.type = open and proc.name in (a, b) and not proc.name startswith a and proc.name != b"),
       never("6:80", "'proc.name != b' contradicts 'proc.name in (a, b)'")},
      {rule("r", "evt.type = open and proc.name exists and not proc.name exists"),
       never("6:50", "'not proc.name exists' contradicts 'proc.name exists'")},
      {rule("r", "evt.type = open and proc.pid > 5 and proc.pid <= 5"),
       never("6:42", "'proc.pid <= 5' contradicts 'proc.pid > 5'")},
      {rule("r", "evt.type = open and proc.pid > 5 and proc.pid <= 6"), ""},
      {rule("r", "evt.type = open and fd.sport < 0"), never("6:25", "'fd.sport < 0' is never true")},
      {rule("r", "evt.type = open and evt.num = 0"), never("6:25", "'evt.num = 0' is never true")},
      {rule("r", "evt.type = open and (proc.name = a or proc.name = b) and proc.name = c"),
       never("6:43", "'proc.name = b' contradicts 'proc.name = c'")},
      {rule("r", "evt.type = open and (proc.name = a or fd.name = b) and proc.name = c"),
       "LINT_NEVER_TRUE 6:26 this alternative can never be true: 'proc.name = a' contradicts 'proc.name = "
       "c'\n"},
      {rule("r", "evt.type = open and fd.name startswith /etc and fd.name startswith /usr"),
       never("6:53", "'fd.name startswith /usr' contradicts 'fd.name startswith /etc'")},
      {rule("r", "evt.type = open and fd.name startswith /etc/ssl and not fd.name contains etc"),
       never("6:61", "'not fd.name contains etc' contradicts 'fd.name startswith /etc/ssl'")},
      {rule("r", "evt.type = open and fd.name endswith .so and not fd.name endswith oneof (.a, so)"),
       never("6:54", "'not fd.name endswith oneof (.a, so)' contradicts 'fd.name endswith .so'")},
      {rule("r", "evt.type = open and fd.name startswith /etc and fd.name startswith /etc/ssl"), ""},
      {rule("r", "evt.type = open and fd.name startswith /etc and not fd.name startswith /etc/ssl"), ""},
      {rule("r", "evt.type = open and fd.name startswith oneof (/etc, /usr) and not fd.name startswith /etc"),
       ""},
      {rule("r", "evt.type = open and fd.name startswith /etc and fd.name endswith /usr"), ""},
      {rule("r", "evt.type = open and fd.name contains a and fd.name contains b"), ""},
      // Several values of one field count each for itself.
      {rule("r", "evt.type = open and proc.aname = a and proc.aname = b"), ""},
      {rule("r", "evt.type = open and fd.ip = 1.2.3.4 and fd.ip = 1.2.3.5"), ""},
      {rule("r", "evt.type = open and proc.name = val(proc.pname) and proc.name = b"), ""},
  };
  check(rows);
  const std::string macro = "- macro: m\n  condition: evt.type = open and proc.name = a\n";
  LoadOptions options;
  options.lint = true;
  const RuleSet set = load({{"a.yaml", macro + rule("r", "proc.name = b and m")}}, options);
  REQUIRE(set.diagnostics.all().size() == 1);
  CHECK(set.diagnostics.all()[0].context == std::vector<std::string>{"in macro m, used by rule r"});
}

TEST_CASE("shadowed rules") {
  const std::string shadowed = " with --matching first this rule never fires: ";
  const Row rows[] = {
      {rule("a", "evt.type in (open, openat)") + rule("b", "evt.type = open and proc.name = x"),
       "LINT_SHADOWED_RULE 7:9" + shadowed +
           "'a' (line 1) stands before it and matches whatever it matches\n"},
      {rule("a", "evt.type = open and (proc.name = x or fd.name = y)") +
           rule("b", "(proc.name = x or fd.name = y) and evt.type = open and user.uid = 0"),
       "LINT_SHADOWED_RULE 7:9" + shadowed +
           "'a' (line 1) stands before it and matches whatever it matches\n"},
      {rule("a", "evt.type = open and proc.name startswith ab") +
           rule("b", "evt.type = open and proc.name = abc"),
       "LINT_SHADOWED_RULE 7:9" + shadowed +
           "'a' (line 1) stands before it and matches whatever it matches\n"},
      {rule("a", "evt.type = open and fd.name startswith /etc") +
           rule("b", "evt.type = open and fd.name startswith /etc/ssl"),
       "LINT_SHADOWED_RULE 7:9" + shadowed +
           "'a' (line 1) stands before it and matches whatever it matches\n"},
      {rule("a", "evt.type = open and fd.name startswith /etc/ssl") +
           rule("b", "evt.type = open and fd.name startswith /etc"),
       ""},
      {rule("b", "evt.type = open and proc.name = x") + rule("a", "evt.type in (open, openat)"), ""},
      {rule("a", "evt.type in (open, openat)", "  enabled: false\n") + rule("b", "evt.type = open"), ""},
      {rule("a", "evt.type = open and proc.name != x") + rule("b", "evt.type = open"), ""},
      // A process without a name matches the second one only.
      {rule("a", "evt.type = open and proc.name != x") + rule("b", "evt.type = open and not proc.name = x"),
       ""},
      {rule("a", "evt.type = open") + rule("b", "evt.type in (open, close)"), ""},
  };
  check(rows);
}

TEST_CASE("rules that look at every kind of event") {
  const Row rows[] = {
      {rule("r", "(evt.type = open and fd.name = x) or proc.name = a"),
       "LINT_EVERY_KIND 6:42 this part names no event type, so that the rule looks at every kind of event\n"},
      {rule("r", "(evt.type = open and fd.name = x) or proc.name = a", "  warn_evttypes: false\n"), ""},
      {rule("r", "evt.type = open and (fd.name = x or proc.name = a)"), ""},
      {rule("r", "evt.num >= 1"), "LINT_EVERY_KIND 1:9 the rule fires on every event\n"},
  };
  check(rows);
}

TEST_CASE("exceptions that except nothing") {
  const std::string base = "evt.type = open and proc.name in (a, b)";
  const Row rows[] = {
      {rule("r", base, "  exceptions: [{name: e, fields: [proc.name]}]\n"),
       "LINT_UNUSED_EXCEPTION 7:16 the exception 'e' has no values, so that it excepts nothing\n"},
      {rule("r", base, "  exceptions: [{name: e, fields: [proc.name, fd.name], values: [[a, x], [c, y]]}]\n"),
       "LINT_UNUSED_EXCEPTION 7:73 this value of the exception 'e' never applies: 'proc.name = c' "
       "contradicts "
       "'proc.name in (a, b)'\n"},
      {rule("r", base, "  exceptions: [{name: e, fields: proc.name, values: [c, d]}]\n"),
       "LINT_UNUSED_EXCEPTION 7:16 the exception 'e' never applies: 'proc.name in (c, d)' contradicts "
       "'proc.name in (a, b)'\n"},
      {rule("r", base, "  exceptions: [{name: e, fields: proc.name, values: [b, d]}]\n"), ""},
  };
  check(rows);
}

TEST_CASE("how rules are written") {
  const auto append = [](const std::string& condition) {
    return "- rule: r\n  condition: " + condition + "\n  override: {condition: append}\n";
  };
  const std::string chain = "- list: c\n  items: [z]\n- list: b\n  items: [c]\n- list: a\n  items: [b]\n";
  const Row rows[] = {
      {rule("r", "evt.type = open and proc.name = a") + append("or evt.type = close"),
       "LINT_APPENDED_OR 8:14 the appended 'or' is an alternative to the whole condition: none of the checks "
       "before apply to it\n"},
      {rule("r", "evt.type = open or evt.type = close") + append("and proc.name = a"),
       "LINT_APPENDED_OR 8:14 what is appended applies to the last alternative only: 'and' binds closer than "
       "the "
       "'or' before\n"},
      {rule("r", "evt.type = open") + append("and proc.name = a or evt.type = dup"),
       "LINT_APPENDED_OR 8:14 the 'or' in what is appended is an alternative to the whole condition, not to "
       "the "
       "check before it\n"},
      {rule("r", "evt.type = open and proc.name = a") + append("and (fd.name = x or fd.name = y)"), ""},
      {rule("r", "(evt.type = open or evt.type = close)") + append("and proc.name = a"), ""},
      {chain + rule("r", "evt.type = open and proc.name in (a)"),
       "LINT_LIST_ONE_LEVEL 4:11 Falco leaves 'c' as a text in 'a': it replaces lists one level deep\n"},
      {chain + rule("r", "evt.type = open and proc.name in (b)"), ""},
      {rule("r", "evt.type = open and proc.name regex \"^(bash|sh)$\""),
       "LINT_SIMPLE_REGEX 6:41 the regular expression only lists texts\n"},
      {"- list: l\n  items: [short, much-too-long-a-name]\n" +
           rule("r", "evt.type = open and proc.name in (l)") +
           rule("s", "evt.type = close and proc.name in (l)"),
       "LINT_LONG_NAME 2:18 the kernel keeps 15 bytes of a process name: it is never "
       "'much-too-long-a-name'\n"},
      {rule("r", "evt.type = open and proc.name startswith much-too-long-a-name"), ""},
      {"- required_plugin_versions: [{name: k8smeta, version: 0.2.0}, {name: json, version: 0.7.0}]\n",
       "LINT_PLUGIN 1:37 the rules ask for the plugin 'k8smeta' 0.2.0, whose fields are not known here\n"},
  };
  check(rows);
  CHECK(hints(chain + rule("r", "evt.type = open and proc.name in (a)"), true).empty());
}

TEST_CASE("regular expressions that other operators express") {
  CHECK(simpler_check("f", "a|b c") == "f in (a, \"b c\")");
  CHECK(simpler_check("f", "^(a|b).*$") == "f startswith anyof (a, b)");
  CHECK(simpler_check("f", ".*(a|b)") == "f endswith anyof (a, b)");
  CHECK(simpler_check("f", ".*(a|b).*") == "f contains anyof (a, b)");
  for (const char* kept : {"a", ".*a|b", "(a|b.)", "(a|b", "a|[b]", "(a|b)(c|d)"}) {
    CAPTURE(std::string(kept));
    CHECK(simpler_check("f", kept).empty());
  }
}

}  // namespace
}  // namespace sysreel::rules
