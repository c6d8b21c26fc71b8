#include "recorder/plan_file.h"

#include <doctest/doctest.h>

#include "recorder/event_selection.h"

namespace sysreel {
namespace {

TEST_CASE("a plan names events and where they came from") {
  const Result<RecordingPlan> plan =
      parse_plan("version: 1\nevents:\n  - openat\n  - execve\ngenerated_from:\n  - \"a b.yaml\"\n", "p");
  REQUIRE(plan.ok());
  CHECK(plan->events == std::vector<std::string>{"openat", "execve"});
  CHECK(plan->generated_from == std::vector<std::string>{"a b.yaml"});
  CHECK(parse_plan("version: 1\nevents: []\n", "p").ok());
}

TEST_CASE("what is wrong with a plan is said with its place") {
  struct Row {
    const char* text;
    const char* message;
  };
  const Row rows[] = {
      {"", "p: a plan is one YAML map with version and events"},
      {"- openat", "p: a plan is one YAML map with version and events"},
      {"events: [openat]", "p:1:1: only plans of version 1 are known"},
      {"version: 2\nevents: [openat]", "p:1:10: only plans of version 1 are known"},
      {"version: 1\n", "p:1:1: the plan has no events"},
      {"version: 1\nevents: openat", "p:2:9: a list of names belongs here"},
      {"version: 1\nevents: [[openat]]", "p:2:10: a name belongs here"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.text);
    const Result<RecordingPlan> plan = parse_plan(row.text, "p");
    REQUIRE_FALSE(plan.ok());
    CHECK(plan.error().message == row.message);
  }
  CHECK(parse_plan("version: [", "p").error().message.starts_with("p:1:"));
  CHECK(read_plan("/nonexistent/plan").error().message ==
        "cannot read /nonexistent/plan: No such file or directory");
}

TEST_CASE("a plan records its events and what state tracking needs, and nothing else") {
  const Catalogue& catalogue = Catalogue::builtin();
  const auto selected = select_events(catalogue, Profile::kPlan, {"unlink", "container"}, {"-dup"});
  REQUIRE(selected.ok());
  const auto has = [&](std::string_view name) { return (*selected)[catalogue.find(name)]; };
  CHECK(has("unlink"));      // planned
  CHECK(has("execve"));      // state
  CHECK(has("procexit"));    // state
  CHECK_FALSE(has("read"));  // neither
  CHECK_FALSE(has("rename"));
  CHECK_FALSE(has("dup"));        // taken away by name
  CHECK_FALSE(has("container"));  // of another source
  CHECK_FALSE(select_events(catalogue, Profile::kPlan, {"nonsense"}, {}).ok());
}

}  // namespace
}  // namespace sysreel
