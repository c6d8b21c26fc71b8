#include "replayer/profile/rule_profile.h"

#include <doctest/doctest.h>

#include "format/testing/test_files.h"
#include "replayer/stream/replay.h"
#include "rules/predicate.h"
#include "rules/rule_set.h"

namespace sysreel {
namespace {

const std::string kCapture = R"(header boot=1000 wall=1700000000000001000
event 2001 0 11/11@1900 openat fd=3 dirfd=-100 name="/etc/a" flags=1
event 2002 0 11/11@1900 openat fd=4 dirfd=-100 name="/etc/b" flags=0
event 2003 0 11/11@1900 openat fd=5 dirfd=-100 name="/tmp/c" flags=1
event 2004 0 11/11@1900 connect res=0 fd=3
close
)";

const std::string kRules = R"(- rule: etc written
  desc: d
  condition: evt.type = openat and fd.name startswith /etc and evt.is_open_write = true
  output: o
  priority: INFO
- rule: b or written
  desc: d
  condition: evt.type = openat and (fd.name endswith b or evt.is_open_write = true)
  output: o
  priority: INFO
)";

}  // namespace

TEST_CASE("a profile counts what plain evaluation from left to right asks") {
  const rules::RuleSet set = rules::load({{"rules.yaml", kRules}}, {});
  REQUIRE(set.loaded());
  const TempFile file(build_capture(kCapture));
  auto reader = CaptureReader::open(file.path());
  REQUIRE(reader.ok());
  RuleProfile profile(set.program);
  ReplayOptions options;
  options.matching = Matching::kAll;
  options.observer = &profile;
  Replay replay(set.program, options, [](const Finding&) {});
  REQUIRE(replay.run(**reader).ok());
  CHECK(profile.events() == 3);  // nobody looks at connect
  CHECK(profile.rules()[0].evaluations == 3);
  CHECK(profile.rules()[0].hits == 1);
  CHECK(profile.rules()[1].evaluations == 3);
  CHECK(profile.rules()[1].hits == 3);
  // openat is 6 bytes a time, the three names 6 each.
  CHECK(profile.rules()[0].bytes == 3 * 6 + 3 * 6);
  struct Row {
    std::string_view predicate;
    uint64_t evaluations;
    uint64_t hits;
  };
  for (const Row& row : {Row{"evt.type = openat", 6, 6}, Row{"fd.name startswith /etc", 3, 2},
                         Row{"fd.name endswith b", 3, 1}, Row{"evt.is_open_write = true", 2 + 2, 1 + 2}}) {
    CAPTURE(row.predicate);
    bool found = false;
    for (rules::PredicateId id = 0; id < set.program.predicates.size(); ++id) {
      if (rules::to_text(set.program, set.program.predicates[id]) != row.predicate) continue;
      found = true;
      CHECK(profile.predicates()[id].evaluations == row.evaluations);
      CHECK(profile.predicates()[id].hits == row.hits);
    }
    CHECK(found);
  }
}

}  // namespace sysreel
