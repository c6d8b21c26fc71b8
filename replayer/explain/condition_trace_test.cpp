// Traces: every part with its answer and values, what was reached, what decided, what stands in the way.
#include "replayer/explain/condition_trace.h"

#include <doctest/doctest.h>

#include <map>

#include "base/json_writer.h"
#include "replayer/explain/trace_text.h"
#include "rules/evaluation.h"
#include "rules/pipeline.h"

namespace sysreel {
namespace {

// Field values by name, as texts.
class Values : public rules::FieldReader {
 public:
  Values(const rules::Program& program, std::map<std::string, std::string> values)
      : program_(program), values_(std::move(values)) {}
  rules::Value read(rules::FieldUseId use) override {
    const auto found = values_.find(program_.fields[use].text);
    return found == values_.end() ? rules::Value() : rules::Value::of_text(found->second);
  }

 private:
  const rules::Program& program_;
  std::map<std::string, std::string> values_;
};

struct Case {
  explicit Case(const std::string& condition, std::map<std::string, std::string> values = {}) {
    pipeline =
        rules::run_pipeline({{"r.yaml",
                              "- macro: shell\n  condition: proc.name in (sh, bash)\n"
                              "- macro: quiet\n  condition: (not shell or fd.name = /quiet)\n"
                              "- rule: r\n  desc: d\n  output: o\n  priority: INFO\n  condition: >\n    " +
                                  condition + "\n"}},
                            {});
    REQUIRE(pipeline->result.loaded());
    outline = rules::outline_of(*pipeline, 0);
    Values reader(pipeline->result.program, std::move(values));
    rules::EvaluationScratch scratch;
    trace = trace_condition(pipeline->result.program, outline, reader, scratch);
    CHECK(trace.matched ==
          rules::matches(pipeline->result.program, pipeline->result.program.rules[0], reader, scratch));
    append_trace(text, outline, trace, {200, false, ""});
  }
  std::unique_ptr<rules::Pipeline> pipeline;
  rules::ConditionOutline outline;
  ConditionTrace trace;
  std::string text;
};

}  // namespace

TEST_CASE("the first false part of an and decides, what comes after is not reached") {
  const Case one("shell and fd.name startswith /etc/ and proc.pname = cron",
                 {{"proc.name", "bash"}, {"fd.name", "/tmp/x"}});
  CHECK(one.text ==
        "false and\n"
        "true    macro shell\n"
        "true      proc.name in (sh, bash)   [proc.name = bash, fits bash]\n"
        "false   fd.name startswith /etc/   [fd.name = /tmp/x]  <- decides\n"
        "false   proc.pname = cron   [proc.pname = <NA>]  (not reached)\n");
  CHECK(one.trace.distance == 2);
  CHECK(one.trace.parts[3].blocks);
  CHECK(one.trace.parts[4].blocks);
  CHECK_FALSE(one.trace.parts[2].blocks);
}

TEST_CASE("all true parts of an and decide together; of an or the first") {
  const Case all("shell and (fd.name = /a or fd.name = /b or fd.name = /c)",
                 {{"proc.name", "sh"}, {"fd.name", "/b"}});
  CHECK(all.text ==
        "true  and\n"
        "true    macro shell\n"
        "true      proc.name in (sh, bash)   [proc.name = sh, fits sh]  <- decides\n"
        "true    or\n"
        "false     fd.name = /a   [fd.name = /b]\n"
        "true      fd.name = /b   [fd.name = /b]  <- decides\n"
        "false     fd.name = /c   [fd.name = /b]  (not reached)\n");
  CHECK(all.trace.distance == 1);
}

TEST_CASE("the fewest checks that turn the whole around") {
  struct Row {
    const char* condition;
    std::map<std::string, std::string> values;
    uint32_t distance;
  };
  const std::vector<Row> rows = {
      {"proc.name = a", {{"proc.name", "a"}}, 1},
      {"proc.name = a", {}, 1},
      {"not shell", {{"proc.name", "sh"}}, 1},
      {"quiet and fd.num = 3", {{"proc.name", "sh"}}, 2},
      {"proc.name = a and fd.name = /b", {}, 2},
      {"proc.name = a or fd.name = /b", {}, 1},
      {"proc.name = a or fd.name = /b", {{"proc.name", "a"}, {"fd.name", "/b"}}, 2},
      {"not (proc.name = a or fd.name = /b)", {{"proc.name", "a"}, {"fd.name", "/b"}}, 2},
      {"(proc.name = a and fd.name = /b) or (proc.name = c and fd.name = /d)", {{"proc.name", "c"}}, 1},
  };
  for (const Row& row : rows) {
    CAPTURE(row.condition);
    CHECK(Case(row.condition, row.values).trace.distance == row.distance);
  }
}

TEST_CASE("hostile values are harmless and long ones are cut") {
  const std::string evil = "\x1b[2J<script>alert(1)</script>\n\xff" + std::string(500, 'x');
  const Case one("shell and fd.name = /etc", {{"proc.name", "sh"}, {"fd.name", evil}});
  CHECK(one.text.find('\x1b') == std::string::npos);
  CHECK(one.text.find("\\x1b[2J") != std::string::npos);
  CHECK(one.text.find("…") != std::string::npos);
  for (size_t from = 0, to = 0; (to = one.text.find('\n', from)) != std::string::npos; from = to + 1)
    CHECK(to - from < 240);
  std::string json;
  JsonWriter writer(json);
  write_trace(writer, one.outline, one.trace);
  CHECK(json.find("\\u001b[2J") != std::string::npos);
  CHECK(json.find('\n') == std::string::npos);
  CHECK(json.find("{\"kind\":\"check\",\"answer\":false,\"reached\":true,\"decides\":true,\"blocks\":true,"
                  "\"check\":\"fd.name = /etc\",\"values\":{\"fd.name\":\"") != std::string::npos);
}

}  // namespace sysreel
