#include "rules/event_set.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "rules/arena.h"
#include "rules/parser.h"

namespace sysreel::rules {
namespace {

std::vector<std::string_view> names(const std::string& condition, bool falco_compatible = false) {
  Arena arena;
  uint32_t ids = 0;
  const Parsed parsed = parse_condition(condition, arena, ids, {});
  REQUIRE(parsed.root != nullptr);
  return EventDeduction(nullptr, falco_compatible).names_of(*parsed.root);
}

TEST_CASE("which events a condition can be true for") {
  using Names = std::vector<std::string_view>;
  struct Row {
    const char* condition;
    Names wanted;
  };
  const Row rows[] = {
      {"evt.type = open", {"open"}},
      {"evt.type in (open, pivot_root)", {"open", "pivot_root"}},
      {"evt.type = open and evt.type = close", {}},
      {"evt.type = open or evt.type = close", {"close", "open"}},
      {"evt.type in (open, close) and not evt.type = open", {"close"}},
      {"evt.type in (open, close) and not (evt.type = open or proc.name = a)", {"close"}},
      {"evt.type = open and proc.name = a and evt.num >= 0", {"open"}},
      {"evt.type = open and evt.num = 0", {}},
      {"evt.type = syscall", {}},
      {"syscall.type = dup2", {"dup2"}},
  };
  for (const Row& row : rows) {
    CAPTURE(std::string(row.condition));
    CHECK(names(row.condition) == row.wanted);
  }
  const size_t all = names("proc.name = a").size();
  CHECK(names("evt.type contains open").size() == all);
  CHECK(names("evt.type exists").size() == all);
}

TEST_CASE("kinds that only we know are let through where events are named, but not for Falco") {
  const auto has = [](const std::vector<std::string_view>& all, std::string_view name) {
    return std::find(all.begin(), all.end(), name) != all.end();
  };
  CHECK(has(names("evt.type != open"), "linux_audit"));
  CHECK_FALSE(has(names("evt.type != open", true), "linux_audit"));
  // One generic call, not all of them.
  CHECK(has(names("evt.type != pivot_root"), "acct"));
  CHECK_FALSE(has(names("evt.type != pivot_root"), "pivot_root"));
}

TEST_CASE("Falco takes the literal at the end of a transformer for the value that is compared") {
  const std::string negated = "evt.type = open and not concat(proc.name, \"x\") = y";
  CHECK(names(negated) == std::vector<std::string_view>{"open"});
  CHECK(names(negated, true).empty());
  CHECK(names("evt.type = open and concat(proc.name, \"x\") = y", true).size() == 1);
  CHECK(names("evt.type = open and not concat(\"x\", proc.name) = y", true).size() == 1);
  CHECK(names("evt.type = open and not concat(proc.name, \"x\") contains y", true).size() == 1);
}

}  // namespace
}  // namespace sysreel::rules
