// The parts of a recording as one stream, with and without one of them.
#include <doctest/doctest.h>

#include "format/testing/test_files.h"
#include "replayer/stream/replay_captures.h"
#include "rules/rule_set.h"

namespace sysreel {
namespace {

std::string part(int number, int first_event, const std::string& events) {
  return build_capture("header id=\"" + std::string(32, static_cast<char>('0' + number)) + "\" recording=\"" +
                       std::string(32, 'a') + "\" part=" + std::to_string(number) + "\nnumber " +
                       std::to_string(first_event) + "\n" + events + "close\n");
}

struct Replayed {
  std::string found;  // event and name of each finding
  uint64_t missing = 0;
};

Replayed replay_parts(const std::vector<std::string>& paths) {
  const rules::RuleSet set = rules::load({{"r.yaml",
                                           "- rule: r\n  desc: d\n  priority: INFO\n"
                                           "  condition: evt.type = close\n  output: \"%fd.name\"\n"}},
                                         {});
  Replayed outcome;
  const auto sink = [&](const Finding& finding) {
    outcome.found += std::to_string(finding.event) + ' ' + finding.message + '\n';
  };
  const auto done = [&](const ReplayedCapture& capture) {
    const auto lost = capture.totals.lost.find(LossReason::kMissingPart);
    if (lost != capture.totals.lost.end()) outcome.missing += lost->second;
  };
  REQUIRE(replay_captures(paths, set.program, {}, sink, done).ok());
  return outcome;
}

}  // namespace

TEST_CASE(
    "state goes on from part to part, and a missing part is loss of as many events as numbers are missing") {
  const TempFile first(part(1, 1, "event 100 0 5/5 openat fd=3 dirfd=-100 name=\"/a\" flags=0\n"));
  const TempFile second(part(2, 2,
                             "event 200 0 5/5 close res=0 fd=3\n"
                             "number 3\nevent 201 0 5/5 openat fd=3 dirfd=-100 name=\"/b\" flags=0\n"));
  const TempFile third(part(3, 4, "event 300 0 5/5 close res=0 fd=3\n"));
  const Replayed whole = replay_parts({first.path(), second.path(), third.path()});
  CHECK(whole.found.find("2 ") == 0);
  CHECK(whole.found.find("/a\n4 ") != std::string::npos);
  CHECK(whole.found.find("/b\n") != std::string::npos);
  CHECK(whole.missing == 0);
  const Replayed gap = replay_parts({first.path(), third.path()});
  CHECK(gap.missing == 2);
  CHECK(gap.found.find("4 ") == 0);
}

}  // namespace sysreel
