// One capture, several sources: rules of each over its own events, in the order of time.
#include <doctest/doctest.h>

#include <string>

#include "replayer/testing/replay_text.h"

namespace sysreel {
namespace {

const std::string kCapture = R"(header host="h" boot=1000 wall=1700000000000001000
number 1
event 2000 0 11/11@1900 openat fd=3 dirfd=-100 name="/a" flags=0
event 2010 0 11/11@1900 openat fd=3 dirfd=-100 name="/b" flags=0
event 2020 0 11/11@1900 close res=0 fd=3
block
number 4
source k8s_audit
event 2005 0 0/0 k8s_audit json="{\"auditID\":\"a\"}" event_time=1600000000000000007
event 2015 0 0/0 k8s_audit json="{\"auditID\":\"b\"}"
event 2016 0 0/0 close res=0 fd=3
block
number 7
source linux_audit
event 2012 0 0/0 linux_audit records="type=X" event_time=1700000000000002001
close
)";

}  // namespace

TEST_CASE("every source has its rules, and alerts come in the order of time") {
  const std::string rules = rule_text("k8s_audit", "evt.num > 0", "%evt.source %evt.rawtime %evt.reltime") +
                            rule_text("syscall", "evt.type = openat", "%evt.source %evt.type %fd.name") +
                            rule_text("linux_audit", "evt.num > 0", "%evt.source %evt.rawtime %evt.hostname");
  CHECK(findings_of(kCapture, rules) ==
        "1 syscall syscall openat /a\n"
        "4 k8s_audit k8s_audit 1600000000000000007 0\n"
        "2 syscall syscall openat /b\n"
        "7 linux_audit linux_audit 1700000000000002001 h\n"
        "5 k8s_audit k8s_audit 1700000000000002015 15\n");
  ReplayOptions options;
  options.from = 1700000000000002006;
  options.to = 1700000000000002013;
  CHECK(findings_of(kCapture, rules, options) ==
        "2 syscall syscall openat /b\n"
        "7 linux_audit linux_audit 1700000000000002001 h\n");
}

TEST_CASE("the generic fields of events that are no system calls") {
  struct Row {
    const char* field;
    const char* text;
  };
  const Row rows[] = {
      {"evt.num", "4"},
      {"evt.time", "12:26:40.000000007"},
      {"evt.time.s", "12:26:40"},
      {"evt.time.iso8601", "2020-09-13T12:26:40.000000007+0000"},
      {"evt.datetime", "2020-09-13 12:26:40.000000007"},
      {"evt.datetime.s", "2020-09-13 12:26:40"},
      {"evt.rawtime", "1600000000000000007"},
      {"evt.rawtime.s", "1600000000"},
      {"evt.rawtime.ns", "000000007"},
      {"evt.reltime", "0"},
      {"evt.reltime.s", "0"},
      {"evt.reltime.ns", "000000000"},
      {"evt.pluginname", "k8saudit"},
      {"evt.plugininfo", "{\"auditID\":\"a\"}"},
      {"evt.source", "k8s_audit"},
      {"evt.is_async", "false"},
      {"evt.asynctype", "<NA>"},
      {"evt.hostname", "h"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.field);
    CHECK(findings_of(kCapture, rule_text("k8s_audit", "evt.num = 4", std::string("%") + row.field)) ==
          std::string("4 k8s_audit ") + row.text + "\n");
  }
}

TEST_CASE("first and all matches within a source") {
  std::string rules =
      rule_text("k8s_audit", "evt.num = 4", "first") + rule_text("k8s_audit", "evt.num > 3", "second");
  rules.replace(rules.rfind("k8s_audit rule"), 14, "another rule");
  CHECK(findings_of(kCapture, rules) == "4 k8s_audit first\n5 k8s_audit second\n");
  ReplayOptions options;
  options.matching = Matching::kAll;
  CHECK(findings_of(kCapture, rules, options) ==
        "4 k8s_audit first\n4 k8s_audit second\n5 k8s_audit second\n");
}

}  // namespace sysreel
