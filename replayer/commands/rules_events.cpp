#include <set>
#include <string>
#include <string_view>

#include "base/diagnostics.h"
#include "base/escape.h"
#include "base/json_writer.h"
#include "format/catalogue/catalogue.h"
#include "replayer/commands/rules_fields.h"
#include "rules/event_names.h"
#include "rules/rule_files.h"
#include "rules/rule_set.h"

namespace sysreel {
namespace {

void print_name(std::string_view name, bool recorded, bool json, std::ostream& out) {
  if (!json) {
    out << name << (recorded ? "" : "  (not recorded by this version)") << '\n';
    return;
  }
  std::string line;
  JsonWriter writer(line);
  writer.begin_object();
  writer.field("name", name);
  writer.field("recorded", recorded);
  writer.end_object();
  out << line << '\n';
}

int list_all(bool json, std::ostream& out) {
  std::set<std::string_view> names(rules::generic_calls().begin(), rules::generic_calls().end());
  for (const rules::EventName& event : rules::falco_events()) names.insert(event.name);
  for (const EventKind& kind : Catalogue::builtin().kinds())
    if (!kind.has(kSnapshotRow)) names.insert(kind.name);
  for (const std::string_view name : names)
    print_name(name, Catalogue::builtin().find(name) != kNoKind, json, out);
  return kExitDone;
}

void print_rule(const rules::CompiledRule& rule, bool json, std::ostream& out) {
  std::string line;
  JsonWriter writer(line);
  writer.begin_object();
  writer.field("rule", rule.name);
  writer.field("all", rule.kinds.unrestricted);
  writer.key("events");
  writer.begin_array();
  std::string text;
  for (const EventKind& kind : Catalogue::builtin().kinds()) {
    if (rule.kinds.unrestricted || !rule.kinds.contains(kind.id) || kind.has(kSnapshotRow)) continue;
    writer.string(kind.name);
    text += ' ';
    text += kind.name;
  }
  writer.end_array();
  writer.end_object();
  if (json) {
    out << line << '\n';
  } else {
    out << terminal_safe(rule.name) << ':' << (rule.kinds.unrestricted ? " all" : text) << '\n';
  }
}

}  // namespace

int run_rules_events(const RulesEventsOptions& options, Console& console) {
  if (options.files.empty()) return list_all(options.json, console.out);
  Diagnostics unread;
  rules::LoadOptions load;
  load.falco_compatible = options.falco_compatible;
  const rules::RuleSet set = rules::load(rules::read_rule_files(options.files, unread), load);
  if (!set.loaded() || unread.has_errors()) {
    for (const Diagnostic& diagnostic : unread.all()) console.err << to_text(diagnostic, console.err_colour);
    for (const Diagnostic& diagnostic : set.diagnostics.all())
      console.err << to_text(diagnostic, console.err_colour);
    return kExitRules;
  }
  for (const rules::CompiledRule& rule : set.program.rules) print_rule(rule, options.json, console.out);
  return kExitDone;
}

}  // namespace sysreel
