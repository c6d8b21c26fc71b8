// Two rule sets over captures made from text, and how the differences read.
#include "replayer/compare/rule_set_diff.h"

#include <doctest/doctest.h>

#include "format/testing/test_files.h"
#include "replayer/compare/diff_text.h"
#include "rules/pipeline.h"

namespace sysreel {
namespace {

constexpr std::string_view kCapture = R"(header host="h" boot=1000 wall=1700000000000001000
event 2000 0 10/10@500 openat fd=3 dirfd=-100 name="/etc/a" flags=0
event 2001 0 10/10@500 openat fd=4 dirfd=-100 name="/etc/b" flags=0
event 2002 0 10/10@500 openat fd=5 dirfd=-100 name="/tmp/<script>|@all\x1b[2J\n\xff" flags=0
close
)";

std::string rule(const std::string& name, const std::string& condition,
                 const std::string& output = "%fd.name") {
  return "- rule: " + name + "\n  desc: d\n  output: o " + output +
         "\n  priority: INFO\n  condition: evt.type = openat and " + condition + "\n";
}

Result<RuleSetDifference> compare(const std::string& before, const std::string& after,
                                  Matching matching = Matching::kAll) {
  const auto a = rules::run_pipeline({{"a.yaml", before}}, {});
  const auto b = rules::run_pipeline({{"b.yaml", after}}, {});
  REQUIRE(a->result.loaded());
  REQUIRE(b->result.loaded());
  const TempFile file(build_capture(kCapture));
  return compare_rule_sets({file.path()}, *a, *b, matching);
}

}  // namespace

TEST_CASE("the same rules make no difference") {
  const std::string rules = rule("etc", "fd.name startswith /etc");
  const auto difference = compare(rules, rules);
  REQUIRE(difference.ok());
  CHECK_FALSE(difference->any());
  CHECK(difference->unchanged == 2);
  CHECK(difference->events == 3);
  CHECK(diff_json(*difference).empty());
  CHECK(diff_markdown(*difference).find("Nothing: the same rules") != std::string::npos);
}

TEST_CASE("findings and rules added, removed and changed") {
  const auto difference =
      compare(rule("narrow", "fd.name = /etc/a") + rule("gone", "fd.name = /etc/b") +
                  rule("worded", "fd.name = /etc/a"),
              rule("narrow", "fd.name startswith /etc") + rule("worded", "fd.name = /etc/a", "again") +
                  rule("come", "fd.name = /etc/a"));
  REQUIRE(difference.ok());
  CHECK(difference->changes == std::array<uint64_t, 3>{2, 1, 1});
  CHECK(difference->unchanged == 1);
  const std::string json = diff_json(*difference);
  for (
      const char* line :
      {R"j({"change":"changed","rule":"narrow","capture":null,"event":null,"old":"(evt.type = openat and fd.name = /etc/a)",)j",
       R"j({"change":"removed","rule":"gone","capture":null,"event":null,"old":"(evt.type = openat and fd.name = /etc/b)","new":null)j",
       R"j({"change":"added","rule":"come","capture":null,"event":null,"old":null,)j",
       R"j({"change":"added","rule":"come","capture":"000102030405060708090a0b0c0d0e0f","event":1,"old":null,"new":"Informational)j",
       R"j({"change":"added","rule":"narrow","capture":"000102030405060708090a0b0c0d0e0f","event":2,)j",
       R"j({"change":"removed","rule":"gone","capture":"000102030405060708090a0b0c0d0e0f","event":2,)j",
       R"j({"change":"changed","rule":"worded","capture":"000102030405060708090a0b0c0d0e0f","event":1,)j"})
    CHECK(json.find(line) != std::string::npos);
  const std::string text = diff_text(*difference, false);
  CHECK(text.find("rules: 1 added, 1 removed, 2 changed\n") == 0);
  CHECK(text.find("  ~ narrow (condition)\n") != std::string::npos);
  CHECK(text.find("  ~ worded (output)\n") != std::string::npos);
  CHECK(text.find("findings: 2 added, 1 removed, 1 changed, 1 as before, of 3 events\n") !=
        std::string::npos);
  CHECK(text.find("cost: 3 -> 3 rules, ") != std::string::npos);
}

TEST_CASE("under first-match a new rule takes another's events") {
  const auto difference = compare(
      rule("late", "fd.name = /etc/a"),
      rule("early", "fd.name startswith /etc/a") + rule("late", "fd.name = /etc/a"), Matching::kFirst);
  REQUIRE(difference.ok());
  CHECK(difference->changes == std::array<uint64_t, 3>{1, 1, 0});
}

TEST_CASE("a capture that cannot be read is named") {
  const auto a = rules::run_pipeline({{"a.yaml", rule("r", "fd.num > 0")}}, {});
  const auto difference = compare_rule_sets({"/does/not/exist.reel"}, *a, *a, Matching::kAll);
  REQUIRE_FALSE(difference.ok());
  CHECK(difference.error().message.find("/does/not/exist.reel: ") == 0);
}

TEST_CASE("hostile names are inert in every report") {
  const auto difference = compare(rule("none", "fd.name = /none"), rule("all", "fd.name startswith /tmp"));
  REQUIRE(difference.ok());
  for (const std::string& report :
       {diff_text(*difference, false), diff_json(*difference), diff_markdown(*difference)}) {
    CAPTURE(report);
    CHECK(report.find('\x1b') == std::string::npos);
    CHECK(report.find('\xff') == std::string::npos);
    CHECK(report.find("2J\n") == std::string::npos);
  }
  const std::string markdown = diff_markdown(*difference);
  CHECK(markdown.find("<script>") == std::string::npos);
  CHECK(markdown.find("@all") == std::string::npos);
  CHECK(markdown.find("&lt;script&gt;\\|&#64;all") != std::string::npos);
}

}  // namespace sysreel
