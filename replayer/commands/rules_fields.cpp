#include "replayer/commands/rules_fields.h"

#include <algorithm>
#include <string_view>

#include "base/json_writer.h"
#include "rules/field.h"
#include "rules/field_use.h"

namespace sysreel {
namespace {

using rules::ArgumentRule;
using rules::Field;
using rules::FieldType;

std::string_view type_name(FieldType type) {
  switch (type) {
    case FieldType::kString:
      return "string";
    case FieldType::kBool:
      return "bool";
    case FieldType::kInt16:
      return "int16";
    case FieldType::kInt32:
      return "int32";
    case FieldType::kInt64:
      return "int64";
    case FieldType::kUint16:
      return "uint16";
    case FieldType::kUint32:
      return "uint32";
    case FieldType::kUint64:
      return "uint64";
    case FieldType::kDouble:
      return "double";
    case FieldType::kPort:
      return "port";
    case FieldType::kIpAddress:
      return "ip";
    case FieldType::kIpNet:
      return "net";
    case FieldType::kAbsTime:
      return "time";
    case FieldType::kRelTime:
      return "duration";
    case FieldType::kBuffer:
      return "bytes";
    case FieldType::kDynamic:
      return "dynamic";
  }
  return "";
}

std::string_view argument_name(ArgumentRule rule) {
  switch (rule) {
    case ArgumentRule::kNone:
      return "none";
    case ArgumentRule::kOptional:
      return "optional";
    case ArgumentRule::kRequired:
      return "required";
  }
  return "";
}

bool is_list(const Field& field) {
  return field.multiplicity == rules::Multiplicity::kList;
}

// How the name is written with its argument.
std::string shown_name(const Field& field) {
  std::string out(field.name);
  const bool dotted = field.name == "evt.arg" || field.name == "evt.rawarg" || field.name == "evt.type.is" ||
                      field.name == "thread.cgroup" || field.has(rules::kPathArgument);
  if (field.name == "evt.abspath") return out + "[.src|.dst]";
  if (field.argument == ArgumentRule::kNone) return out;
  const std::string argument =
      field.has(rules::kIndexArgument) && !field.has(rules::kKeyArgument) ? "N" : "KEY";
  return out + (dotted ? "." + argument : "[" + argument + "]");
}

std::string notes(const Field& field) {
  std::string out(type_name(field.type));
  if (is_list(field)) out += ", list";
  if (field.argument == ArgumentRule::kOptional) out += ", argument optional";
  if (field.has(rules::kFilterOnly)) out += ", conditions only";
  if (field.has(rules::kDeprecated)) out += ", deprecated";
  if (field.has(rules::kOurs)) out += ", not in Falco";
  return out;
}

std::vector<const Field*> selected(const RulesFieldsOptions& options) {
  std::vector<const Field*> out;
  for (const Field& field : rules::all_fields()) {
    const bool shown =
        !field.has(rules::kTableOnly) && !(options.falco_compatible && field.has(rules::kOurs)) &&
        (options.source.empty() || rules::knows(field, {options.source, options.falco_compatible}));
    if (shown) out.push_back(&field);
  }
  std::stable_sort(out.begin(), out.end(),
                   [](const Field* a, const Field* b) { return a->klass < b->klass; });
  return out;
}

void print_json(const Field& field, std::ostream& out) {
  std::string line;
  JsonWriter json(line);
  json.begin_object();
  json.field("class", field.klass);
  json.field("name", field.name);
  json.field("type", type_name(field.type));
  json.field("argument", argument_name(field.argument));
  json.field("list", is_list(field));
  json.field("doc", field.doc);
  json.end_object();
  out << line << '\n';
}

void append_markdown_text(std::string& out, std::string_view text) {
  for (const char c : text) {
    if (c == '|' || c == '<' || c == '*' || c == '_') out += '\\';
    out += c;
  }
}

void print_markdown(const std::vector<const Field*>& fields, std::ostream& out) {
  out << "# Fields\n\n"
         "Made by `sysreel rules fields --markdown`; do not edit.\n\n"
         "A field without a value is *missing*: every comparison with it is false, also `!=`, and an output "
         "shows "
         "`<NA>` (`null` in JSON).\n";
  std::string_view klass;
  for (const Field* field : fields) {
    if (field->klass != klass) {
      klass = field->klass;
      out << "\n## " << klass << "\n\n";
      out << "Source: " << (field->sources.empty() ? "all" : std::string(field->sources)) << ".\n\n";
      out << "| field | type | meaning |\n|---|---|---|\n";
    }
    std::string line = "| `" + shown_name(*field) + "` | " + notes(*field) + " | ";
    append_markdown_text(line, field->doc);
    out << line << " |\n";
  }
}

}  // namespace

int run_rules_fields(const RulesFieldsOptions& options, Console& console) {
  const std::vector<const Field*> fields = selected(options);
  if (options.markdown) {
    print_markdown(fields, console.out);
    return kExitDone;
  }
  size_t width = 0;
  for (const Field* field : fields) width = std::max(width, shown_name(*field).size());
  std::string_view klass;
  for (const Field* field : fields) {
    if (options.json) {
      print_json(*field, console.out);
      continue;
    }
    if (field->klass != klass) {
      console.out << (klass.empty() ? "" : "\n") << field->klass << ":\n";
      klass = field->klass;
    }
    std::string name = shown_name(*field);
    name.resize(std::min(std::max(width, name.size()), size_t{48}), ' ');
    console.out << "  " << name << "  " << field->doc << " (" << notes(*field) << ")\n";
  }
  return kExitDone;
}

}  // namespace sysreel
