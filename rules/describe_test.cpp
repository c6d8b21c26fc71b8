#include "rules/describe.h"

#include <doctest/doctest.h>

namespace sysreel::rules {
namespace {

TEST_CASE("rules, macros and lists with what they resolve to") {
  Diagnostics diagnostics;
  const std::string text =
      "- list: l\n  items: [a]\n- list: k\n  items: [l, b]\n- macro: m\n  condition: proc.name in (k)\n"
      "- rule: r\n  desc: d\n  priority: info\n  output: o %fd.name\n  condition: evt.type = dup2 and not "
      "m\n  tags: [t]\n";
  const std::string json = describe({{"a.yaml", text}}, {}, diagnostics);
  for (
      const char* part :
      {R"j("condition_compiled":"(evt.type = dup2 and not proc.name in (a, b))")j",
       R"j("condition_fields":["evt.type","proc.name"])j", R"j("condition_operators":["=","in"])j",
       R"j("macros":["m"])j", R"j("events":["asyncevent","dup2"])j", R"j("output_fields":["fd.name"])j",
       R"j("info":{"name":"k","items":["b"]},"details":{"used":true,"lists":["l"],"items_compiled":["a","b"],"plugins":[]})j",
       R"j("condition":"evt.type = dup2 and not m")j", R"j("tags":["t"])j"}) {
    CAPTURE(std::string(part));
    CHECK(json.find(part) != std::string::npos);
  }
  CHECK(describe({{"a.yaml", "- x"}}, {}, diagnostics).empty());
  CHECK(diagnostics.has_errors());
}

}  // namespace
}  // namespace sysreel::rules
