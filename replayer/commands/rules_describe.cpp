#include "replayer/commands/rules_describe.h"

#include <filesystem>
#include <fstream>
#include <set>
#include <string_view>

#include "base/diagnostics.h"
#include "base/escape.h"
#include "format/catalogue/catalogue.h"
#include "rules/describe.h"
#include "rules/rule_files.h"
#include "rules/rule_set.h"

namespace sysreel {
namespace {

void print_errors(const Diagnostics& diagnostics, Console& console) {
  for (const Diagnostic& diagnostic : diagnostics.all())
    if (diagnostic.severity == Severity::kError) console.err << to_text(diagnostic, console.err_colour);
}

std::string plan_text(const rules::Program& program, const std::vector<std::string>& files) {
  std::set<std::string_view> names;
  for (const rules::CompiledRule& rule : program.rules) {
    if (!rule.enabled || rule.source != "syscall") continue;
    for (const EventKind& kind : Catalogue::builtin().kinds())
      if (!kind.has(kSnapshotRow) && rule.kinds.contains(kind.id)) names.insert(kind.name);
  }
  std::string out = "version: 1\nevents:";
  if (names.empty()) out += " []";
  for (const std::string_view name : names) out.append("\n  - ").append(name);
  out += "\ngenerated_from:";
  for (const std::string& file : files) {
    out += "\n  - ";
    append_json_string(out, file);  // a JSON string is a YAML one
  }
  return out + "\n";
}

}  // namespace

int run_rules_describe(const RulesDescribeOptions& options, Console& console) {
  Diagnostics unread;
  Diagnostics diagnostics;
  rules::LoadOptions load;
  load.falco_compatible = options.falco_compatible;
  const std::string text = rules::describe(rules::read_rule_files(options.files, unread), load, diagnostics);
  print_errors(unread, console);
  print_errors(diagnostics, console);
  if (unread.has_errors() || diagnostics.has_errors()) return kExitRules;
  console.out << text << '\n';
  return kExitDone;
}

int run_rules_plan(const RulesPlanOptions& options, Console& console) {
  Diagnostics unread;
  rules::LoadOptions load;
  load.falco_compatible = options.falco_compatible;
  const rules::RuleSet set = rules::load(rules::read_rule_files(options.files, unread), load);
  print_errors(unread, console);
  print_errors(set.diagnostics, console);
  if (unread.has_errors() || !set.loaded()) return kExitRules;
  const std::string text = plan_text(set.program, options.files);
  if (options.write == "-") {
    console.out << text;
    return kExitDone;
  }
  if (!options.force && std::filesystem::is_regular_file(options.write)) {
    console.err << "sysreel: " << terminal_safe(options.write) << " exists; --force overwrites it\n";
    return kExitUnusable;
  }
  std::ofstream file(options.write, std::ios::binary);
  file << text;
  file.close();
  if (!file) {
    console.err << "sysreel: cannot write " << terminal_safe(options.write) << '\n';
    return kExitUnusable;
  }
  return kExitDone;
}

}  // namespace sysreel
