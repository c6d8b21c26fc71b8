// Verdicts and their reasons over captures made from text.
#include "replayer/coverage/rule_coverage.h"

#include <doctest/doctest.h>

#include <map>

#include "format/testing/test_files.h"
#include "replayer/coverage/coverage_html.h"
#include "replayer/stream/blindness.h"
#include "replayer/stream/replay_captures.h"
#include "rules/pipeline.h"

namespace sysreel {
namespace {

constexpr std::string_view kCapture =
    R"(header host="h" boot=1000 wall=1700000000000001000 recorded="openat" recorded="execve"
snapshot scan 900 950 1/1
row 10/10@500 snapshot.thread tid=10 pid=10 ptid=0 comm="sh" exe="sh" cwd="/root" uid=0 gid=0
event 2000 0 10/10@500 openat fd=3 dirfd=-100 name="/etc/motd" flags=0
event 2001 0 10/10@500 openat fd=4 dirfd=-100 name="/etc/passwd" flags=0
close
)";

std::string rule(const std::string& name, const std::string& condition, const std::string& more = "") {
  return "- rule: " + name + "\n  desc: d\n  output: o\n  priority: INFO\n  condition: >\n    " + condition +
         "\n" + more;
}

const std::string kRules =
    rule("fires", "evt.type = openat and fd.name in (/etc/motd, /etc/issue) and proc.name in (sh, bash)") +
    rule("shadowed", "evt.type = openat and fd.name = /etc/motd") +
    rule("quiet", "evt.type = openat and fd.name = /etc/shadow") + rule("idle", "evt.type = execve") +
    rule("kind", "evt.type = connect") +
    rule("field", "evt.type = openat and proc.pname = x and fd.name startswith /etc") +
    rule("unreadable", "evt.type = openat and fd.sip.name = x") +
    rule("field excluded", "evt.type = openat and not fd.sip.name = x and fd.name = /none") +
    rule("redacted", "evt.type = openat and proc.cmdline contains secret") +
    rule("never", "evt.type = openat and fd.name = a and fd.name = b") +
    rule("kinds", "evt.type = openat and evt.type = open") +
    rule("source", "ka.verb = create", "  source: k8s_audit\n") +
    rule("off", "evt.type = openat", "  enabled: false\n");

struct Judged {
  explicit Judged(bool first_match) {
    const auto pipeline = rules::run_pipeline({{"r.yaml", kRules}}, {});
    REQUIRE(pipeline->result.loaded());
    const rules::Program& program = pipeline->result.program;
    Observations seen(program);
    CaptureCoverage captures;
    captures.unrecorded.resize(program.rules.size());
    captures.first_match = first_match;
    captures.redacted = redacted_fields("version: 1\nrules: [{field: proc.args, action: drop}]\n");
    CapturesOptions options;
    options.matching = Matching::kAll;
    options.observer = &seen;
    const TempFile file(build_capture(kCapture));
    REQUIRE(replay_captures(
                {file.path()}, program, options, [](const Finding&) {},
                [&](const ReplayedCapture& capture) {
                  ++captures.captures;
                  const auto& types = capture.reader.header().recorded_types;
                  const std::set<std::string> recorded(types.begin(), types.end());
                  for (rules::RuleId id = 0; id < program.rules.size(); ++id)
                    captures.unrecorded[id] +=
                        none_recorded(program.rules[id], capture.reader.catalogue(), recorded) ? 1 : 0;
                })
                .ok());
    for (RuleCoverage& coverage : judge_coverage(*pipeline, seen, captures))
      rules[coverage.rule] = std::move(coverage);
  }
  std::map<std::string, RuleCoverage> rules;
};

}  // namespace

TEST_CASE("verdicts and reasons") {
  struct Row {
    const char* rule;
    const char* verdict;
    const char* reason;
  };
  const Row rows[] = {
      {"fires", "fired", ""},
      {"shadowed", "blind", "shadowed under first-match: 'fires' comes first and took its 1 event"},
      {"quiet", "could-fire", ""},
      {"idle", "could-fire", "none of the events that it looks at happened"},
      {"kind", "blind", "event kind not recorded"},
      {"field", "blind", "field never filled: proc.pname had no value in 2 events"},
      {"unreadable", "blind", "field never filled: this version cannot read fd.sip.name"},
      {"field excluded", "could-fire", ""},
      {"redacted", "blind", "redacted: values of proc.cmdline"},
      {"never", "blind", "condition unsatisfiable"},
      {"kinds", "blind", "condition unsatisfiable"},
      {"source", "blind", "source absent: no k8s_audit events were recorded"},
      {"off", "disabled", "disabled"},
  };
  const Judged judged(true);
  for (const Row& row : rows) {
    CAPTURE(row.rule);
    const RuleCoverage& coverage = judged.rules.at(row.rule);
    CHECK(name_of(coverage.verdict) == row.verdict);
    CHECK(coverage.reasons.empty() == (*row.reason == '\0'));
    if (!coverage.reasons.empty()) {
      CAPTURE(coverage.reasons[0]);
      CHECK(coverage.reasons[0].find(row.reason) == 0);
    }
  }
  CHECK(judged.rules.at("fires").count == 1);
  const Judged all(false);
  CHECK(all.rules.at("shadowed").verdict == CoverageVerdict::kFired);
}

TEST_CASE("checks and items that were never true") {
  const Judged judged(true);
  const RuleCoverage& fires = judged.rules.at("fires");
  CHECK(fires.checks == 3);
  CHECK(fires.never_true.empty());
  REQUIRE(fires.unused_items.size() == 2);
  CHECK(fires.unused_items[0].check == "fd.name in (/etc/motd, /etc/issue)");
  CHECK(fires.unused_items[0].items == std::vector<std::string>{"/etc/issue"});
  CHECK(fires.unused_items[1].items == std::vector<std::string>{"bash"});
  CHECK(judged.rules.at("quiet").never_true == std::vector<std::string>{"fd.name = /etc/shadow"});
  CHECK(judged.rules.at("idle").never_true.empty());  // it looked at nothing
}

TEST_CASE("the page holds nothing that a rule or a capture could run") {
  RuleCoverage rule;
  rule.rule = "<script>alert(1)</script>";
  rule.reasons = {"\x1b[2J\"onload=x"};
  rule.never_true = {"fd.name = <b>\xff"};
  rule.unused_items = {{"proc.name in (a, <i>)", {"<i>"}}};
  const std::string page = coverage_html({rule}, {{"<img src=x>.reel"}, 3, 1});
  for (const char* hostile : {"<script", "\x1b", "<b>", "<i>", "<img", "\xff"}) {
    CAPTURE(hostile);
    CHECK(page.find(hostile) == std::string::npos);
  }
  CHECK(page.find("&lt;script&gt;alert(1)&lt;/script&gt;") != std::string::npos);
  CHECK(page.find("default-src 'none'") != std::string::npos);
}

}  // namespace sysreel
