// Conditions that no event can satisfy.
#include "replayer/coverage/contradiction.h"

#include <doctest/doctest.h>

#include "rules/pipeline.h"

namespace sysreel {

TEST_CASE("conditions that are never true") {
  struct Row {
    const char* condition;
    const char* reason;  // null: possible
  };
  const Row rows[] = {
      {"proc.name = a", nullptr},
      {"proc.name = a and proc.name = b", "proc.name"},
      {"proc.name = a and proc.name in (b, c)", "proc.name"},
      {"proc.name = b and proc.name in (b, c)", nullptr},
      {"proc.name = a and proc.name != a", "proc.name"},
      {"proc.name = a and not proc.name = a", "proc.name"},
      {"proc.name in (a, b) and not proc.name in (b, a, c)", "proc.name"},
      {"proc.name in (a, b) and not proc.name = b", nullptr},
      {"proc.name = ab and proc.name startswith b", nullptr},  // seen before the set of texts is known
      {"proc.name startswith b and proc.name = ab", "proc.name"},
      {"fd.num > 3 and fd.num < 4", "fd.num"},
      {"fd.num > 3 and fd.num < 5", nullptr},
      {"fd.num = 3 and fd.num >= 4", "fd.num"},
      {"evt.num = 0", "evt.num"},
      {"evt.num = 1", nullptr},
      {"not evt.num = 0", nullptr},
      {"proc.name exists and not proc.name exists", "proc.name"},
      {"not proc.name exists and proc.name = a", "proc.name"},
      {"not (proc.name = a or proc.name = b)", nullptr},
      {"proc.name = a and (proc.name = b or proc.name = c)", "proc.name"},
      {"proc.name = a and (proc.name = b or fd.num = 3)", nullptr},
      {"(proc.name = a or proc.name = b) and (proc.name = c or proc.name = d)", "proc.name"},
      {"(proc.name = a or proc.name = b) and (proc.name = c or proc.name = b)", nullptr},
      {"not (proc.name = a and fd.num = 3) and proc.name = a and fd.num = 4", nullptr},
      {"fd.ip = 1.2.3.4 and fd.ip = 5.6.7.8", nullptr},  // of two ends
      {"proc.aname = a and proc.aname = b", nullptr},    // of several ancestors
      {"never", "evt.num"},
      {"proc.name in (nobody)", "proc.name"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.condition);
    const auto pipeline = rules::run_pipeline(
        {{"r.yaml",
          "- list: nobody\n  items: []\n- macro: never\n  condition: (evt.num = 0)\n"
          "- rule: r\n  desc: d\n  output: o\n  priority: INFO\n  condition: evt.type = open and " +
              std::string("(") + row.condition + ")\n"}},
        {});
    REQUIRE(pipeline->result.loaded());
    const auto reason = contradiction_in(pipeline->result.program, rules::outline_of(*pipeline, 0));
    CHECK(reason.has_value() == (row.reason != nullptr));
    if (reason && row.reason != nullptr) CHECK(reason->find(row.reason) != std::string::npos);
  }
}

TEST_CASE("many disjunctions end in the benefit of the doubt") {
  std::string condition = "proc.name = x";
  for (int i = 0; i < 40; ++i) condition += " and (proc.name = a" + std::to_string(i) + " or proc.name = b)";
  const auto pipeline = rules::run_pipeline(
      {{"r.yaml",
        "- rule: r\n  desc: d\n  output: o\n  priority: INFO\n  condition: >\n    " + condition + "\n"}},
      {});
  REQUIRE(pipeline->result.loaded());
  CHECK(contradiction_in(pipeline->result.program, rules::outline_of(*pipeline, 0)).has_value());
}

}  // namespace sysreel
