// One case for each row of docs/falco-differences.md about the language that has no test of its own
// elsewhere: what Falco says (--falco-compatible) and what we say.
#include <doctest/doctest.h>

#include <string>

#include "rules/describe.h"
#include "rules/filter.h"
#include "rules/rule_set.h"

namespace sysreel::rules {
namespace {

bool compiles(const std::string& condition, bool falco_compatible, const std::string& source = "syscall") {
  return compile_filter(condition, {source, falco_compatible}).compiled;
}

// Refused by Falco, accepted by us, unless `other_way`.
struct Row {
  const char* condition;
  const char* source;
  bool falco;
  bool ours;
};

TEST_CASE("conditions of which Falco and we differ") {
  const Row rows[] = {
      // A bad escape in the first item of a list.
      {"proc.name in (\"\\q\")", "syscall", true, false},
      // String operators on list-typed fields of Kubernetes audit events; not on those of system calls.
      {"ka.user.groups contains a", "k8s_audit", false, true},
      {"ka.user.groups startswith anyof (a, b)", "k8s_audit", false, true},
      {"fd.types contains file", "syscall", false, false},
      // Fields of our own.
      {"ka.target.labels.sensitive = true", "k8s_audit", false, true},
      {"ka.req.labels.app.kubernetes.io/name = a", "k8s_audit", false, true},
      {"audit.type = SYSCALL", "linux_audit", false, true},
      // A list that a transformer made.
      {"join(\",\", getopt((\"-a\"), \"a\")) = a", "syscall", false, true},
      // A blank in the key of a container field.
      {"container.mount.dest[\"/var lib\"] = a", "syscall", false, true},
      {"evt.type = \"\"", "syscall", true, false},
  };
  for (const Row& row : rows) {
    CAPTURE(std::string(row.condition));
    CHECK(compiles(row.condition, true, row.source) == row.falco);
    CHECK(compiles(row.condition, false, row.source) == row.ours);
  }
}

TEST_CASE("errors instead of exceptions that escape") {
  for (const bool falco : {false, true}) {
    for (const char* condition : {"tolower(proc.name, fd.name) = a", "len(proc.name, fd.name) = 1"}) {
      CAPTURE(std::string(condition));
      const Filter filter = compile_filter(condition, {"syscall", falco});
      CHECK_FALSE(filter.compiled);
      CHECK_FALSE(filter.findings.empty());
    }
    // A right-hand field on evt.type works and narrows nothing.
    const Filter filter = compile_filter("evt.type = val(syscall.type)", {"syscall", falco});
    REQUIRE(filter.compiled);
    CHECK(filter.program.rules[0].kinds.unrestricted);
  }
}

TEST_CASE("sources that are known") {
  const std::string rule =
      "- rule: r\n  desc: d\n  output: o\n  priority: info\n  source: linux_audit\n  condition: evt.num = "
      "1\n";
  LoadOptions options;
  CHECK(load({{"a", rule}}, options).program.rules.size() == 1);
  options.falco_compatible = true;
  const RuleSet falco = load({{"a", rule}}, options);
  CHECK(falco.program.rules.empty());
  CHECK(falco.diagnostics.all().at(0).code == "LOAD_UNKNOWN_SOURCE");
}

TEST_CASE("a negated generic call excludes that call only, in both") {
  for (const bool falco : {false, true}) {
    const Filter filter = compile_filter("not evt.type = pivot_root", {"syscall", falco});
    const KindSet& kinds = filter.program.rules.at(0).kinds;
    CHECK_FALSE(kinds.contains(Catalogue::builtin().find("pivot_root")));
    CHECK(kinds.contains(Catalogue::builtin().find("acct")));
  }
}

TEST_CASE("exceptions that replace others are checked, but not for Falco") {
  const std::string text =
      "- rule: r\n  desc: d\n  output: o\n  priority: info\n  condition: evt.type = open\n"
      "- rule: r\n  exceptions: [{name: e, fields: [proc.name], comps: ['=', '='], values: [[a]]}]\n"
      "  override: {exceptions: replace}\n";
  LoadOptions options;
  CHECK_FALSE(load({{"a", text}}, options).loaded());
  options.falco_compatible = true;
  CHECK(load({{"a", text}}, options).loaded());
}

TEST_CASE("names of services are the same everywhere") {
  CHECK(compiles("fd.sport = https", false));
  CHECK(compiles("fd.sport in (ssh, domain, 80)", true));
  CHECK_FALSE(compiles("fd.sport = nosuchservice", false));
}

TEST_CASE("describe shows kinds that only we have where a rule excludes some") {
  const std::string text =
      "- rule: r\n  desc: d\n  output: o\n  priority: info\n  condition: evt.type != open\n";
  Diagnostics diagnostics;
  LoadOptions options;
  CHECK(describe({{"a", text}}, options, diagnostics).find("\"linux_audit\"") != std::string::npos);
  options.falco_compatible = true;
  CHECK(describe({{"a", text}}, options, diagnostics).find("\"linux_audit\"") == std::string::npos);
}

}  // namespace
}  // namespace sysreel::rules
