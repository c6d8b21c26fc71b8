#include "replayer/commands/loaded_rules.h"

#include "base/diagnostics.h"
#include "base/escape.h"
#include "replayer/commands/shipped_rules.h"
#include "rules/check_values.h"
#include "rules/pipeline.h"
#include "rules/rule_files.h"

namespace sysreel {

std::shared_ptr<const rules::Pipeline> load_pipeline(std::vector<std::string> paths,
                                                     const rules::LoadOptions& options, Console& console) {
  if (paths.empty()) {
    paths = shipped_rule_files();
    console.err << "sysreel: no rules given: using the shipped ones\n";
  }
  Diagnostics unread;
  auto files = rules::read_rule_files(paths, unread);
  std::unique_ptr<rules::Pipeline> pipeline = rules::run_pipeline(std::move(files), options);
  for (const Diagnostics* diagnostics : {&unread, &pipeline->result.diagnostics})
    for (const Diagnostic& diagnostic : diagnostics->all())
      if (diagnostic.severity == Severity::kError) console.err << to_text(diagnostic, console.err_colour);
  if (!unread.has_errors() && pipeline->result.loaded()) return pipeline;
  console.err << "sysreel: the rules do not load\n";
  return nullptr;
}

std::string unknown_rule(const rules::Pipeline& pipeline, const std::string& name) {
  std::vector<std::string_view> names;
  for (const rules::CompiledRule& rule : pipeline.result.program.rules) names.push_back(rule.name);
  const std::string hint = rules::nearest_name(name, names);
  return "there is no rule '" + name + "'" + (hint.empty() ? "" : "; " + hint);
}

}  // namespace sysreel
