// Replay in pieces, and what an observer sees of it.
#include "replayer/stream/event_observer.h"

#include <doctest/doctest.h>

#include "format/testing/test_files.h"
#include "replayer/state/step.h"
#include "replayer/stream/replay.h"
#include "rules/rule_set.h"

namespace sysreel {
namespace {

constexpr std::string_view kCapture = R"(header host="h" boot=1000 wall=1700000000000001000
event 2000 0 11/11@1900 openat fd=3 dirfd=-100 name="/etc/a" flags=0
event 2001 0 11/11@1900 close res=0 fd=3
event 2002 0 11/11@1900 openat fd=3 dirfd=-100 name="/etc/b" flags=0
event 2003 0 11/11@1900 getpid res=11
close
)";

rules::RuleSet rules_for(const std::string& condition) {
  return rules::load(
      {{"r.yaml", "- rule: r\n  desc: d\n  output: o\n  priority: INFO\n  condition: " + condition}}, {});
}

class Recorder : public EventObserver {
 public:
  void observe(const SeenEvent& event) override {
    seen += std::string(event.fields.read(0).text) + (event.matched.empty() ? " no\n" : " yes\n");
  }
  bool wants_all() const override { return all; }
  std::string seen;
  bool all = false;
};

}  // namespace

TEST_CASE("an observer sees what rules look at, with its answer and its fields") {
  const TempFile file(build_capture(kCapture));
  const auto reader = CaptureReader::open(file.path());
  REQUIRE(reader.ok());
  const rules::RuleSet set = rules_for("evt.type in (open, openat) and fd.name = /etc/b");
  Recorder recorder;
  ReplayOptions options;
  options.observer = &recorder;
  size_t findings = 0;
  Replay replay(set.program, options, [&](const Finding&) { ++findings; });
  REQUIRE(replay.run(**reader).ok());
  CHECK(recorder.seen == "openat no\nopenat yes\n");
  CHECK(findings == 1);
  recorder = {};
  recorder.all = true;
  Replay again(set.program, options, [](const Finding&) {});
  REQUIRE(again.run(**CaptureReader::open(file.path())).ok());
  CHECK(recorder.seen == "openat no\nclose no\nopenat yes\ngetpid no\n");
}

TEST_CASE("two replays share one reading") {
  const TempFile file(build_capture(kCapture));
  const auto reader = CaptureReader::open(file.path());
  REQUIRE(reader.ok());
  const rules::RuleSet one = rules_for("evt.type = openat");
  const rules::RuleSet other = rules_for("evt.type = close and fd.name = /etc/a");
  std::string found;
  Replay first(one.program, {}, [&](const Finding& f) { found += "1:" + std::to_string(f.event) + " "; });
  Replay second(other.program, {}, [&](const Finding& f) { found += "2:" + std::to_string(f.event) + " "; });
  for (Replay* replay : {&first, &second}) replay->begin(**reader);
  EventMerge merged(**reader, {});
  EventMerge::Run run;
  for (Result<bool> more = merged.next(run); more.ok() && *more; more = merged.next(run)) {
    first.take(run);
    second.take(run);
  }
  for (Replay* replay : {&first, &second}) replay->end();
  CHECK(found == "1:1 1:3 2:2 ");
}

}  // namespace sysreel
