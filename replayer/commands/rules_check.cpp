#include "replayer/commands/rules_check.h"

#include <algorithm>
#include <tuple>
#include <vector>

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
  std::vector<std::string> files;
  bool loaded() const { return set.loaded() && !unread.has_errors(); }
};

Checked check(const RulesOptions& options, bool lint) {
  Checked checked;
  const auto files = rules::read_rule_files(options.files, checked.unread);
  for (const rules::SourceFile& file : files) checked.files.push_back(file.name);
  rules::LoadOptions load;
  load.falco_compatible = options.falco_compatible;
  load.lint = lint && !options.falco_compatible;
  checked.set = rules::load(files, load);
  return checked;
}

// As an author goes through them: file by file, from top to bottom.
std::vector<Diagnostic> in_order(const Checked& checked) {
  std::vector<Diagnostic> out = checked.unread.all();
  out.insert(out.end(), checked.set.diagnostics.all().begin(), checked.set.diagnostics.all().end());
  const auto number = [&](const Diagnostic& diagnostic) {
    return std::find(checked.files.begin(), checked.files.end(), diagnostic.place.file) -
           checked.files.begin();
  };
  std::stable_sort(out.begin(), out.end(), [&](const Diagnostic& a, const Diagnostic& b) {
    const auto file_a = number(a);
    const auto file_b = number(b);
    return std::tie(file_a, a.place.line, a.place.column) < std::tie(file_b, b.place.line, b.place.column);
  });
  return out;
}

void print(const Diagnostics& diagnostics, std::ostream& out, bool colour) {
  for (const Diagnostic& diagnostic : diagnostics.all())
    if (diagnostic.severity == Severity::kError) out << to_text(diagnostic, colour);
}

std::string counted(size_t count, const char* word) {
  return std::to_string(count) + ' ' + word + (count == 1 ? "" : "s");
}

}  // namespace

int run_rules_check(const RulesOptions& options, Console& console) {
  const Checked checked = check(options, true);
  const std::vector<Diagnostic> diagnostics = in_order(checked);
  for (const Diagnostic& diagnostic : diagnostics)
    console.out << (options.json ? to_json_line(diagnostic) : to_text(diagnostic, console.out_colour));
  if (options.json) return checked.loaded() ? kExitDone : kExitRules;
  const auto count = [&](Severity severity) {
    return static_cast<size_t>(std::count_if(diagnostics.begin(), diagnostics.end(),
                                             [=](const Diagnostic& d) { return d.severity == severity; }));
  };
  const size_t hints = count(Severity::kHint);
  if (!diagnostics.empty()) console.out << '\n';
  console.out << counted(checked.files.size(), "file") << ", "
              << counted(checked.set.program.rules.size(), "rule") << ": "
              << counted(count(Severity::kError), "error") << ", "
              << counted(count(Severity::kWarning), "warning")
              << (hints == 0 ? "" : ", " + counted(hints, "hint")) << '\n';
  return checked.loaded() ? kExitDone : kExitRules;
}

int run_rules_list(const RulesOptions& options, Console& console) {
  const Checked checked = check(options, false);
  if (!checked.loaded()) {
    print(checked.unread, console.err, console.err_colour);
    print(checked.set.diagnostics, console.err, console.err_colour);
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
