// The nearest misses of a rule over a capture.
#include "replayer/explain/nearest_search.h"

#include <doctest/doctest.h>

#include "format/testing/test_files.h"
#include "replayer/stream/replay.h"
#include "rules/evaluation.h"
#include "rules/pipeline.h"

namespace sysreel {
namespace {

constexpr std::string_view kCapture = R"(header host="h" boot=1000 wall=1700000000000001000
snapshot scan 900 950 1/1
row 11/11@500 snapshot.thread tid=11 pid=11 ptid=0 comm="cat" exe="cat" cwd="/" uid=0 gid=0
event 2000 0 11/11@500 openat fd=3 dirfd=-100 name="/usr/lib/libc.so" flags=0
event 2001 0 11/11@500 openat fd=3 dirfd=-100 name="/etc/shadow-old" flags=0
event 2002 0 11/11@500 openat fd=3 dirfd=-100 name="/etc/shadow" flags=0
event 2003 0 11/11@500 close res=0 fd=3
close
)";

constexpr std::string_view kRules = R"(- rule: early
  desc: d
  output: o
  priority: INFO
  condition: evt.type = openat and fd.name = /etc/shadow
- rule: wanted
  desc: d
  output: o
  priority: INFO
  condition: evt.type = openat and fd.name = /etc/shadow and proc.name != mawk
- rule: where
  desc: d
  output: o
  priority: INFO
  enabled: false
  condition: proc.name = tac
)";

struct Search {
  explicit Search(size_t keep, bool first, bool with_where, rules::RuleId rule = 1) {
    pipeline = rules::run_pipeline({{"r.yaml", std::string(kRules)}}, {});
    REQUIRE(pipeline->result.loaded());
    outline = rules::outline_of(*pipeline, rule);
    where = rules::outline_of(*pipeline, 2);
    NearestSearch search({&pipeline->result.program, rule, &outline, with_where ? &where : nullptr}, keep);
    ReplayOptions options;
    options.matching = first ? Matching::kFirst : Matching::kAll;
    options.observer = &search;
    const TempFile file(build_capture(kCapture));
    Replay replay(pipeline->result.program, options, [](const Finding&) {});
    REQUIRE(replay.run(**CaptureReader::open(file.path())).ok());
    found = search.nearest();
  }
  std::unique_ptr<rules::Pipeline> pipeline;
  rules::ConditionOutline outline;
  rules::ConditionOutline where;
  std::vector<TracedEvent> found;
};

}  // namespace

TEST_CASE("nearest first: fewest checks, then the most alike value") {
  const Search search(5, false, false);
  REQUIRE(search.found.size() == 2);  // the event that fired is no miss, close is none of the rule's events
  CHECK(search.found[0].event == 2);
  CHECK(search.found[0].distance == 1);
  CHECK(search.found[0].process == "cat");
  CHECK(search.found[0].type == "openat");
  CHECK(search.found[1].event == 1);
  CHECK(Search(1, false, false).found.size() == 1);
  CHECK(Search(0, false, false).found.empty());
}

TEST_CASE("a match that an earlier rule took is the nearest") {
  const Search search(1, true, false);
  REQUIRE(search.found.size() == 1);
  CHECK(search.found[0].event == 3);
  CHECK(search.found[0].distance == 0);
  CHECK(search.found[0].taken_by == "early");
}

TEST_CASE("a finding with another value than wanted is nearer than an event that does not match") {
  const Search search(2, false, true);
  REQUIRE(search.found.size() == 2);
  CHECK(search.found[0].event == 3);
  CHECK(search.found[0].fired);
  CHECK(search.found[0].rule.matched);
  CHECK_FALSE(search.found[0].where.matched);
  CHECK(search.found[1].event == 2);
  CHECK(search.found[1].distance == 2);
}

}  // namespace sysreel
