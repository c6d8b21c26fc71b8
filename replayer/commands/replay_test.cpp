// Whole replays: captures from text, rules from text, reports compared with what they must be.
#include "replayer/commands/replay.h"

#include <doctest/doctest.h>

#include <cstdio>
#include <sstream>

#include "format/testing/test_files.h"

namespace sysreel {
namespace {

const std::string kCapture =
    R"(header host="web1" boot=1000 wall=1700000000000001000 recorded="openat" recorded="execve"
snapshot scan 900 950 1/1
row 1/1@10 snapshot.thread tid=1 pid=1 ptid=0 comm="init"
row 10/10@500 snapshot.thread tid=10 pid=10 ptid=1 comm="sh" exe="sh" cwd="/root" uid=0 gid=0
event 2000 0 11/11@1900 clone res=0 tid=11 pid=11 ptid=10
event 2001 0 11/11@1900 execve res=0 exe="tee" args=["/etc/motd"] tid=11 pid=11 comm="tee" trusted_exepath="/usr/bin/tee" cwd="/root" uid=0 gid=0
event 2002 0 11/11@1900 openat fd=3 dirfd=-100 name="/etc/mo\x1b[2Jtd" flags=0x241 mode=0644
event 2003 0 11/11@1900 openat fd=4 dirfd=-100 name="/etc/passwd" flags=0
loss syscall 900 2010 seen=5 filtered=0 recorded=4 ring_full=1
close
)";

const std::string kRules = R"(- rule: etc written
  desc: d
  condition: evt.type in (open, openat) and evt.is_open_write = true and fd.name startswith /etc/
  output: written (file=%fd.name process=%proc.name parent=%proc.pname image=%container.image.repository n=%fd.num)
  priority: ERROR
  tags: [b, a]
- rule: etc opened
  desc: d
  condition: evt.type = openat and fd.name startswith /etc/
  output: opened (file=%fd.name)
  priority: NOTICE
- rule: connected
  desc: d
  condition: evt.type = connect
  output: connected
  priority: INFO
)";

struct Outcome {
  int code = 0;
  std::string out;
  std::string err;
};

Outcome replay(ReplayCommand command, const std::string& capture = kCapture,
               const std::string& rules = kRules) {
  const TempFile capture_file(build_capture(capture));
  const TempFile rule_file(rules);
  command.captures.push_back(capture_file.path());
  command.rules.push_back(rule_file.path());
  std::ostringstream out;
  std::ostringstream err;
  Console console{out, err};
  Outcome outcome;
  outcome.code = run_replay(command, console);
  outcome.out = out.str();
  outcome.err = err.str();
  return outcome;
}

bool contains(const std::string& text, std::string_view part) {
  return text.find(part) != std::string::npos;
}

}  // namespace

TEST_CASE("a source that was not recorded is named once, with the number of its rules") {
  const std::string rules = kRules + R"(- rule: request
  desc: d
  condition: ka.verb = get
  output: request
  priority: INFO
  source: k8s_audit
)";
  CHECK(contains(replay({}, kCapture, rules).err,
                 "source k8s_audit was not recorded: 1 rule could not fire there\n"));
  const std::string audit =
      "header recorded=\"k8s_audit\"\nsource k8s_audit\nevent 5 0 0/0 k8s_audit json=\"{}\"\nclose\n";
  const Outcome outcome = replay({}, audit, rules);
  CHECK(contains(outcome.err, "source syscall was not recorded: 3 rules could not fire there\n"));
  CHECK_FALSE(contains(outcome.err, "blind"));
}

TEST_CASE("of calls that Linux audit describes nobody knows which kinds were recorded") {
  const std::string audit =
      "header recorded=\"linux_audit\"\nsource linux_audit\nevent 5 0 0/0 linux_audit records=\"\"\nclose\n";
  const Outcome outcome = replay({}, audit);
  CHECK_FALSE(contains(outcome.err, "was not recorded"));
  CHECK_FALSE(contains(outcome.err, "blind"));
}

TEST_CASE("text report: first match, escaped for a terminal") {
  const Outcome outcome = replay({});
  CHECK(outcome.code == kExitDone);
  CHECK(outcome.out ==
        "2023-11-14T22:13:20.000002002+0000: Error written (file=/etc/mo\\x1b[2Jtd process=tee parent=sh "
        "image=<NA> n=3)\n"
        "2023-11-14T22:13:20.000002003+0000: Notice opened (file=/etc/passwd)\n");
  CHECK(contains(outcome.err, "4 events, 2 findings, 1 events lost (ring full 1)"));
  CHECK(contains(outcome.err, "blind, because none of their event types was recorded: connected"));
}

TEST_CASE("json report: every key, all matches in the order of definition") {
  ReplayCommand command;
  command.outputs = {{"json", ""}};
  command.match_all = true;
  const Outcome outcome = replay(command);
  const std::string first = outcome.out.substr(0, outcome.out.find('\n'));
  CHECK(
      first ==
      R"j({"time":"2023-11-14T22:13:20.000002002Z","rule":"etc written","priority":"Error","source":"syscall",)j"
      R"j("hostname":"web1","output":"2023-11-14T22:13:20.000002002+0000: Error written )j"
      R"j((file=/etc/mo\u001b[2Jtd process=tee parent=sh image=<NA> n=3)",)j"
      R"j("output_fields":{"container.image.repository":null,"evt.time.iso8601":1700000000000002002,)j"
      R"j("fd.name":"/etc/mo\u001b[2Jtd","fd.num":3,"proc.name":"tee","proc.pname":"sh"},"tags":["a","b"],)j"
      R"j("sysreel":{"capture":"000102030405060708090a0b0c0d0e0f","event":3,"block":1,"loss":0,"snapshot":true}})j");
  CHECK(contains(outcome.out, R"("rule":"etc opened")"));
  command.falco_compatible = true;
  CHECK_FALSE(contains(replay(command).out, "\"sysreel\""));
}

TEST_CASE("gates, selections and refusals have their exit codes") {
  ReplayCommand command;
  command.fail_on = "critical";
  CHECK(replay(command).code == kExitDone);
  command.fail_on = "error";
  CHECK(replay(command).code == kExitGate);
  command.selections = {{false, "etc w*"}};
  CHECK(replay(command).code == kExitDone);
  command.fail_on = "any";
  CHECK(replay(command).code == kExitGate);
  command = {};
  command.fail_on_loss = true;
  CHECK(replay(command).code == kExitGate);
  command = {};
  command.fail_on_blind = true;
  CHECK(replay(command).code == kExitGate);  // connect was not recorded
  command.selections = {{false, "connected"}};
  CHECK(replay(command).code == kExitDone);
  command = {};
  command.min_priority = "nonsense";
  CHECK(replay(command).code == kExitUnusable);
  command = {};
  command.outputs = {{"pdf", ""}};
  CHECK(contains(replay(command).err, "there is no report format"));
  command = {};
  CHECK(replay(command, kCapture, "- rule: broken\n").code == kExitRules);
  const Outcome incomplete = replay(command, kCapture.substr(0, kCapture.find("close")));
  CHECK(incomplete.code == kExitDone);
  CHECK(contains(incomplete.err, "not watched from 2023-11-14T22:13:20.000002003Z on"));
  command.strict = true;
  CHECK(replay(command, kCapture.substr(0, kCapture.find("close"))).code == kExitGate);
  command = {};
  command.captures = {"/does/not/exist.reel"};
  CHECK(replay(command).code == kExitUnusable);
}

TEST_CASE("--from and --to bound the findings, not the state") {
  ReplayCommand command;
  command.from = parse_time_point("2023-11-14T22:13:20.000002003Z");
  CHECK(replay(command).out == "2023-11-14T22:13:20.000002003+0000: Notice opened (file=/etc/passwd)\n");
  command = {};
  command.to = parse_time_point("2023-11-14T22:13:20.000002003Z");  // exclusive
  CHECK(contains(replay(command).out, "written"));
  CHECK_FALSE(contains(replay(command).out, "passwd"));
}

TEST_CASE("reports go to files, which are not overwritten by accident") {
  const TempFile report;
  ReplayCommand command;
  command.outputs = {{"json", report.path()}, {"text", ""}};
  CHECK(contains(replay(command).err, "--force overwrites it"));
  command.force = true;
  const Outcome outcome = replay(command);
  CHECK(contains(outcome.out, "Error written"));
  CHECK(contains(read_whole_file(report.path()), "\"rule\":\"etc written\""));
}

}  // namespace sysreel
