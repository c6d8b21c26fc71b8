#include "replayer/testing/replay_text.h"

#include "format/testing/test_files.h"
#include "rules/rule_set.h"

namespace sysreel {

std::string findings_of(std::string_view capture, const std::string& rules, const ReplayOptions& options,
                        bool falco_compatible) {
  rules::LoadOptions load;
  load.falco_compatible = falco_compatible;
  const rules::RuleSet set = rules::load({{"rules.yaml", rules}}, load);
  if (!set.loaded()) {
    std::string problems = "the rules do not load\n";
    for (const Diagnostic& diagnostic : set.diagnostics.all()) problems += to_text(diagnostic, false);
    return problems;
  }
  const TempFile file(build_capture(std::string(capture)));
  auto reader = CaptureReader::open(file.path());
  if (!reader.ok()) return reader.error().message;
  std::string out;
  Replay replay(set.program, options, [&](const Finding& finding) {
    out += std::to_string(finding.event) + ' ' + finding.rule->source + ' ' + finding.message + '\n';
  });
  const Status status = replay.run(**reader);
  return status.ok() ? out : status.error().message;
}

std::string rule_text(const std::string& source, const std::string& condition, const std::string& output) {
  return "- rule: " + source + " rule\n  desc: d\n  condition: >\n    " + condition + "\n  output: '" +
         output + "'\n  priority: INFO\n  source: " + source + "\n";
}

std::string k8s_event(uint64_t time, std::string_view json) {
  return text_event("k8s_audit", "json", time, json);
}

std::string text_event(std::string_view kind, std::string_view param, uint64_t time, std::string_view text) {
  std::string line = "event " + std::to_string(time) + " 0 0/0 ";
  line.append(kind).append(" ").append(param).append("=\"");
  for (const char c : text) {
    if (c == '"' || c == '\\') line += '\\';
    if (c == '\n') {
      line += "\\n";
    } else {
      line += c;
    }
  }
  return line + "\"\n";
}

}  // namespace sysreel
