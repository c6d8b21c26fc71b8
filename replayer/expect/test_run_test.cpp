// Whole tests: expectations over captures made from text, their verdicts, reports and blessings.
#include "replayer/expect/test_run.h"

#include <doctest/doctest.h>

#include <sstream>

#include "format/testing/test_files.h"
#include "replayer/expect/bless.h"
#include "replayer/expect/test_reports.h"

namespace sysreel {
namespace {

const std::string kCapture =
    R"(header host="web1" boot=1000 wall=1700000000000001000 recorded="openat" recorded="execve"
snapshot scan 900 950 1/1
row 10/10@500 snapshot.thread tid=10 pid=10 ptid=0 comm="sh" exe="sh" cwd="/root" uid=0 gid=0
event 2000 0 10/10@500 openat fd=3 dirfd=-100 name="/etc/motd" flags=0
event 2001 0 10/10@500 openat fd=4 dirfd=-100 name="/etc/motd" flags=0
event 2002 0 10/10@500 openat fd=5 dirfd=-100 name="/etc/<script>\x1b[2J\nx\xff" flags=0
event 2003 0 10/10@500 openat fd=6 dirfd=-100 name="/tmp/x" flags=0
loss syscall 900 2010 seen=5 filtered=0 recorded=4 ring_full=1
close
)";

const std::string kRules = R"(- rule: opened
  desc: d
  condition: evt.type = openat and fd.name startswith /etc/
  output: opened (file=%fd.name process=%proc.name pid=%proc.pid)
  priority: NOTICE
- rule: motd
  desc: d
  condition: evt.type = openat and fd.name = /etc/motd
  output: motd (file=%fd.name)
  priority: NOTICE
- rule: connected
  desc: d
  condition: evt.type = connect
  output: connected
  priority: INFO
- rule: off
  enabled: false
  desc: d
  condition: evt.type = openat
  output: off
  priority: INFO
)";

struct Ran {
  explicit Ran(const std::string& keys, const std::string& rules = kRules, bool bless = false)
      : capture(build_capture(kCapture)), rule_file(rules) {
    text = "capture: " + capture.path() + "\nrules: [" + rule_file.path() + "]\n" + keys;
    const TempFile file(text);
    TestOptions options;
    options.bless = bless;
    outcome = run_test_file(file.path(), options);
  }
  std::string report(std::string_view format) const {
    std::ostringstream out;
    const auto report = make_test_report(format, out, false);
    REQUIRE(report != nullptr);
    report->add(outcome, 0.5);
    report->finish();
    return out.str();
  }
  TempFile capture;
  TempFile rule_file;
  std::string text;
  TestOutcome outcome;
};

bool contains(const std::string& text, std::string_view part) {
  return text.find(part) != std::string::npos;
}

}  // namespace

TEST_CASE("verdicts and exit codes") {
  struct Row {
    const char* keys;
    int exit_code;
    const char* said;  // in the text report
  };
  const Row rows[] = {
      {"", 0, "1 passed"},
      {"expect: [{rule: opened, count: 3}]", 0, "1 passed"},
      {"expect: [{rule: opened, count: 2}]", 1, "opened: expected 2, found 3"},
      {"expect: [{rule: opened, count: 1, where: {fd.num: 4}}]", 0, "1 passed"},
      {"expect: [{rule: opened, count: 2, where: {fd.name: /etc/motd}}]", 0, "1 passed"},
      {"expect: [{rule: opened, count: 0, where: {proc.aname: cron}}]", 0, "1 passed"},
      {"expect: [{rule: opened, count: 3, where: {container.image.repository: null}}]", 0, "1 passed"},
      {"expect: [{rule: opened, at_most: 2}]", 1, "expected at most 2, found 3"},
      {"expect: [{rule: motd, at_least: 1}]", 1,
       "the condition holds, but 'opened' comes first and takes the event"},
      {"matching: all\nexpect: [{rule: motd, count: 2}]", 0, "1 passed"},
      {"expect: [{rule: opend}]", 1, "there is no rule of this name; did you mean opened?"},
      {"expect: [{rule: opend, count: 0}]", 1, "there is no rule of this name"},
      {"expect: [{rule: off}]", 1, "the rule is disabled"},
      {"expect: [{rule: connected}]", 1, "blind: none of the events that it looks at were recorded"},
      {"expect: [{rule: opened, where: {proc.name: cron}}]", 1,
       "where: proc.name = cron is false: proc.name = sh"},
      {"unexpected: ignore", 0, "1 passed"},
      {"unexpected: warn", 0, "warning: opened fired 3 times and no expectation names it"},
      {"unexpected: fail", 1, "unexpected: opened fired 3 times and no expectation names it"},
      {"expect: [{rule: opened, count: 3}]\nunexpected: fail", 0, "1 passed"},
      {"max_loss: 1", 0, "1 passed"},
      {"max_loss: 0", 1, "events lost: expected 0, found 1"},
      {"expect: [{rule: opened, where: {proc.nam: x}}]", 3, "proc.nam"},
      {"expect: [{rule: opened, where: {fd.num: many}}]", 3, "many"},
      {"expect: [{rule: opened, where: {'evt.num > 0 or fd.num': 1}}]", 3, "is no field"},
      {"expekt: []", 3, "the key 'expekt' is unknown"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.keys);
    const Ran ran(row.keys);
    CHECK(ran.outcome.exit_code == row.exit_code);
    const std::string text = ran.report("text");
    CAPTURE(text);
    CHECK(contains(text, row.said));
  }
}

TEST_CASE("what a test rests on may be wrong") {
  CHECK(Ran("", "- rule: broken\n").outcome.exit_code == 2);
  CHECK(run_test_file("/does/not/exist.test.yaml", {}).exit_code == 3);
  const TempFile rules(kRules);
  const TempFile no_capture("capture: /does/not/exist.reel\nrules: [" + rules.path() + "]\n");
  const TestOutcome outcome = run_test_file(no_capture.path(), {});
  CHECK(outcome.exit_code == 3);
  CHECK(contains(outcome.error, "/does/not/exist.reel"));
}

TEST_CASE("a failure says what came nearest and where that is written") {
  const Ran ran("matching: all\nexpect: [{rule: motd, count: 3}]");
  REQUIRE(ran.outcome.failures.size() == 1);
  const TestFailure& failure = ran.outcome.failures[0];
  CHECK(failure.found == 2);
  REQUIRE_FALSE(failure.nearest.empty());
  CHECK(failure.nearest[0].event == 3);  // /etc/… resembles /etc/motd more than /tmp/x
  const std::string text = ran.report("text");
  CHECK(contains(text, "fd.name = /etc/motd is false: fd.name = /etc/<script>"));
  CHECK(contains(text, ran.rule_file.path() + ":8:36)"));
}

TEST_CASE("hostile names are inert in every report") {
  const Ran ran("unexpected: fail\nexpect: [{rule: motd, count: 3}]");
  for (const char* format : {"text", "json", "junit", "sarif", "github"}) {
    CAPTURE(format);
    const std::string report = ran.report(format);
    CAPTURE(report);
    CHECK_FALSE(contains(report, "\x1b"));
    CHECK_FALSE(contains(report, "\xff"));
    CHECK_FALSE(contains(report, "2J\nx"));
    if (std::string_view(format) == "junit") CHECK_FALSE(contains(report, "<script>"));
    if (std::string_view(format) == "junit") CHECK(contains(report, "&lt;script&gt;\\x1b[2J\\x0ax\\xff"));
  }
  const std::string github = ran.report("github");
  CHECK(github.find("::error file=") == 0);
  // Each problem is one line, and no line of a message starts a command of its own.
  CHECK(std::count(github.begin(), github.end(), '\n') == 2);
}

TEST_CASE("json: a line a test with the keys of INTERFACE.md") {
  const std::string line = Ran("unexpected: warn\nexpect: [{rule: motd, count: 2}]").report("json");
  for (const char* part :
       {R"("verdict":"fail")",
        R"("failures":[{"rule":"motd","expected":{"count":2},"found":0,"nearest":{"event":1,)",
        R"("taken_by":"opened")", R"("unexpected":[{"rule":"opened","count":3}])", R"("lost":1)"})
    CHECK(contains(line, part));
  CHECK(line.find('\n') == line.size() - 1);
}

TEST_CASE("blessed expectations pass, and only they change") {
  const std::string keys =
      "# why this test is here\nexpect:\n  - rule: connected\n    count: 0\n  - rule: opened\n    count: "
      "7\n\n"
      "# the rest\nunexpected: fail\n";
  const Ran before(keys, kRules, true);
  const Result<std::string> blessed = blessed_text(before.text, before.outcome);
  REQUIRE(blessed.ok());
  CHECK(contains(*blessed,
                 "# why this test is here\nexpect:\n"
                 "  - rule: opened\n    count: 3\n    where:\n      proc.name: sh\n"
                 "  - rule: connected\n    count: 0\n"
                 "\n# the rest\nunexpected: fail\n"));
  const TempFile file(*blessed);
  CHECK(run_test_file(file.path(), {}).verdict == TestVerdict::kPass);

  const Ran bare("matching: all\n", kRules, true);
  const Result<std::string> added = blessed_text(bare.text, bare.outcome);
  REQUIRE(added.ok());
  CHECK(contains(*added, "  - rule: motd\n    count: 2\n    where:\n      fd.name: /etc/motd\n"));
  const TempFile second(*added);
  CHECK(run_test_file(second.path(), {}).verdict == TestVerdict::kPass);
  CHECK_FALSE(blessed_text("{capture: a}", bare.outcome).ok());
}

}  // namespace sysreel
