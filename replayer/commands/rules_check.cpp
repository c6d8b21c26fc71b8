#include "replayer/commands/rules_check.h"

#include <algorithm>

#include "base/diagnostics.h"
#include "base/escape.h"
#include "base/json_writer.h"
#include "rules/rule_files.h"
#include "rules/rule_set.h"

namespace sysreel {
namespace {

struct Checked {
  Diagnostics unread;
  rules::RuleSet set;
  size_t files = 0;
  bool loaded() const { return set.loaded() && !unread.has_errors(); }
};

Checked check(const RulesOptions& options) {
  Checked checked;
  const auto files = rules::read_rule_files(options.files, checked.unread);
  checked.files = files.size();
  rules::LoadOptions load;
  load.falco_compatible = options.falco_compatible;
  checked.set = rules::load(files, load);
  return checked;
}

void print(const Diagnostics& diagnostics, bool json, std::ostream& out, bool colour) {
  for (const Diagnostic& diagnostic : diagnostics.all())
    out << (json ? to_json_line(diagnostic) : to_text(diagnostic, colour));
}

std::string counted(size_t count, const char* word) {
  return std::to_string(count) + ' ' + word + (count == 1 ? "" : "s");
}

}  // namespace

int run_rules_check(const RulesOptions& options, Console& console) {
  const Checked checked = check(options);
  print(checked.unread, options.json, console.out, console.out_colour);
  print(checked.set.diagnostics, options.json, console.out, console.out_colour);
  if (!options.json) {
    console.out << counted(checked.files, "file") << ", " << counted(checked.set.program.rules.size(), "rule")
                << ": " << counted(checked.unread.errors() + checked.set.diagnostics.errors(), "error")
                << ", " << counted(checked.set.diagnostics.warnings(), "warning") << '\n';
  }
  return checked.loaded() ? kExitDone : kExitRules;
}

int run_rules_list(const RulesOptions& options, Console& console) {
  const Checked checked = check(options);
  if (!checked.loaded()) {
    print(checked.unread, false, console.err, console.err_colour);
    print(checked.set.diagnostics, false, console.err, console.err_colour);
    return kExitRules;
  }
  for (const rules::CompiledRule& rule : checked.set.program.rules) {
    std::string line;
    if (options.json) {
      JsonWriter json(line);
      json.begin_object();
      json.field("rule", rule.name);
      json.field("priority", rules::name_of(rule.priority));
      json.field("source", rule.source);
      json.field("enabled", rule.enabled);
      json.field("description", rule.description);
      json.key("tags");
      json.begin_array();
      for (const std::string& tag : rule.tags) json.string(tag);
      json.end_array();
      json.end_object();
    } else {
      line = terminal_safe(rule.name) + "  [" + std::string(rules::name_of(rule.priority)) + ", " +
             terminal_safe(rule.source) + (rule.enabled ? "]" : ", disabled]");
      for (const std::string& tag : rule.tags) line += ' ' + terminal_safe(tag);
    }
    console.out << line << '\n';
  }
  return kExitDone;
}

}  // namespace sysreel
