#include "rules/field_use.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdint>
#include <vector>

#include "rules/event_names.h"
#include "rules/nearest.h"

namespace sysreel::rules {
namespace {

bool all_digits(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

// An index as Falco reads it: signed, blanks before it allowed, the rest of the text must be digits.
std::optional<int64_t> parse_index(std::string_view text) {
  while (!text.empty() && (text[0] == ' ' || (text[0] >= '\t' && text[0] <= '\r'))) text.remove_prefix(1);
  if (text.starts_with('+') && text.size() > 1 && text[1] != '-') text.remove_prefix(1);
  int64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error == std::errc::result_out_of_range) return int64_t{UINT32_MAX};
  if (error != std::errc() || end != text.data() + text.size() || text.empty()) return std::nullopt;
  return value;
}

FieldLookup problem(bool unknown, std::string message, std::string hint = {}) {
  FieldLookup lookup;
  lookup.unknown = unknown;
  lookup.message = std::move(message);
  lookup.hint = std::move(hint);
  return lookup;
}

std::string written(std::string_view name, std::optional<std::string_view> argument) {
  std::string out(name);
  if (argument) out.append("[").append(*argument).append("]");
  return out;
}

FieldLookup unknown_field(std::string_view name, std::optional<std::string_view> argument,
                          const FieldScope& scope) {
  std::string message = "there is no field '" + written(name, argument) + "'";
  if (const auto id = field_named(name)) {
    const Field& known = field(*id);
    if (known.has(kOurs) && scope.falco_compatible)
      return problem(true, message, "it is an extension, which --falco-compatible refuses");
    if (!knows(known, scope))
      return problem(true, message + " for source " + std::string(scope.source),
                     "it belongs to source " + std::string(known.sources));
    if (argument && known.argument == ArgumentRule::kNone)
      return problem(true, message, std::string(name) + " takes no argument");
    return problem(true, message);
  }
  std::vector<std::string_view> names;
  for (const Field& candidate : all_fields())
    if (knows(candidate, scope)) names.push_back(candidate.name);
  const auto near = nearest(name, names);
  return problem(
      true, message,
      near ? "did you mean " + std::string(*near) + "?" : "`sysreel rules fields` lists all fields");
}

FieldLookup use_of(const Field& field, std::string text) {
  FieldLookup lookup;
  lookup.use = FieldUse{};
  lookup.use->field = field.id;
  lookup.use->text = std::move(text);
  return lookup;
}

FieldLookup keyed(const Field& field, std::string text, std::string_view key) {
  FieldLookup lookup = use_of(field, std::move(text));
  lookup.use->key = key;
  return lookup;
}

FieldLookup indexed(const Field& field, std::string text, int64_t index) {
  FieldLookup lookup = use_of(field, std::move(text));
  // -1 is how Falco says "no index"; other negative ones pick nothing.
  lookup.use->has_index = index != -1;
  lookup.use->index = lookup.use->has_index ? static_cast<uint32_t>(index) : 0;
  return lookup;
}

// A field whose argument follows a dot, and what may follow.
struct DottedField {
  std::string_view prefix;  // with the dot
  std::string_view field;
};
constexpr std::array<DottedField, 8> kDotted = {{{"evt.arg.", "evt.arg"},
                                                 {"evt.rawarg.", "evt.rawarg"},
                                                 {"evt.abspath.", "evt.abspath"},
                                                 {"evt.type.is.", "evt.type.is"},
                                                 {"thread.cgroup.", "thread.cgroup"},
                                                 {"ka.target.labels.", "ka.target.labels"},
                                                 {"ka.req.labels.", "ka.req.labels"},
                                                 {"audit.", "audit.RECORD.FIELD"}}};

FieldLookup event_argument_field(const Field& field, std::string_view name, std::string_view key) {
  if (event_argument(key) != nullptr) return keyed(field, std::string(name), key);
  std::vector<std::string_view> names;
  bool prefix =
      false;  // Falco takes the longest argument name that the text begins with, then finds text left over
  for (const EventArgument& argument : event_arguments()) {
    names.push_back(argument.name);
    prefix = prefix || key.starts_with(argument.name);
  }
  const auto near = nearest(key, names);
  return problem(prefix, "no event has an argument '" + std::string(key) + "'",
                 near ? "did you mean " + std::string(field.name) + "." + std::string(*near) + "?" : "");
}

FieldLookup dotted_field(const Field& field, std::string_view name, std::string_view key,
                         const FieldScope& scope) {
  if (field.name == "evt.arg" || field.name == "evt.rawarg") return event_argument_field(field, name, key);
  if (field.name == "evt.abspath" && key != "src" && key != "dst") return unknown_field(name, {}, scope);
  if (field.name == "evt.type.is" && falco_event_index(key) < 0) return unknown_field(name, {}, scope);
  if (field.name == "thread.cgroup" && !std::all_of(key.begin(), key.end(), [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
      }))
    return unknown_field(name, {}, scope);
  if (field.name == "audit.RECORD.FIELD") {
    const size_t dot = key.find('.');
    const std::string_view record = key.substr(0, dot);
    const bool upper = std::all_of(record.begin(), record.end(), [](char c) {
      return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
    });
    if (dot == std::string_view::npos || !upper) return unknown_field(name, {}, scope);
  }
  return keyed(field, std::string(name), key);
}

FieldLookup bracket_field(const Field& field, std::string_view name, std::string_view argument,
                          const FieldScope& scope) {
  std::string text = written(name, argument);
  if (argument.find(']') != std::string_view::npos && !(field.has(kOurs) && field.has(kPathArgument)))
    return unknown_field(name, argument, scope);
  const bool by_key = field.has(kKeyArgument) && field.name != "evt.arg";
  if (by_key) {
    const bool plugin = field.klass == "container" || field.klass == "k8s_audit";
    if (scope.falco_compatible && plugin && argument.find(' ') != std::string_view::npos)
      return problem(false, "the argument of " + std::string(name) + " cannot hold a blank");
    FieldLookup lookup = keyed(field, std::move(text), argument);
    if (field.klass != "json" && !field.has(kPathArgument) && all_digits(argument)) {
      const auto index = parse_index(argument);
      lookup.use->has_index = true;
      lookup.use->index = static_cast<uint32_t>(index.value_or(UINT32_MAX));
    }
    return lookup;
  }
  const bool strict = field.klass == "k8s_audit";
  const auto index = strict && !all_digits(argument) ? std::nullopt : parse_index(argument);
  if (!index) {
    const bool known_form = field.name == "evt.arg" || field.name == "evt.around";
    return problem(!known_form, "'" + std::string(argument) + "' is no index of " + std::string(name),
                   "write a number in the brackets");
  }
  return indexed(field, std::move(text), *index);
}

}  // namespace

bool knows(const Field& field, const FieldScope& scope) {
  if (field.has(kOurs) && scope.falco_compatible) return false;
  if (field.sources.empty()) return true;
  std::string_view rest = field.sources;
  while (!rest.empty()) {
    const std::string_view word = rest.substr(0, rest.find(' '));
    if (word == scope.source) return true;
    rest.remove_prefix(std::min(rest.size(), word.size() + 1));
  }
  return false;
}

FieldLookup find_field(std::string_view name, std::optional<std::string_view> argument,
                       const FieldScope& scope) {
  if (const auto id = field_named(name); id && name != "audit.RECORD.FIELD") {
    const Field& known = field(*id);
    if (!knows(known, scope)) return unknown_field(name, argument, scope);
    const bool dotted_only = known.name == "evt.rawarg" || known.name == "evt.type.is" ||
                             known.name == "thread.cgroup" || known.name == "evt.abspath";
    if (argument && !dotted_only && known.argument != ArgumentRule::kNone)
      return bracket_field(known, name, *argument, scope);
    if (argument && known.klass != "k8s_audit" && known.klass != "container") {
      if (known.name == "evt.abspath" || known.argument == ArgumentRule::kNone)
        return unknown_field(name, argument, scope);
      return problem(false, std::string(name) + " takes its argument after a dot");
    }
    if (argument) return problem(false, std::string(name) + " takes no argument");
    if (known.argument == ArgumentRule::kRequired)
      return problem(false, std::string(name) + " needs an argument", std::string(known.doc));
    return use_of(known, std::string(name));
  }
  for (const DottedField& dotted : kDotted) {
    if (!name.starts_with(dotted.prefix)) continue;
    const Field& known = field(*field_named(dotted.field));
    if (argument || !knows(known, scope)) break;
    return dotted_field(known, name, name.substr(dotted.prefix.size()), scope);
  }
  return unknown_field(name, argument, scope);
}

FieldLookup find_field_text(std::string_view text, const FieldScope& scope) {
  const size_t open = text.find('[');
  if (open == std::string_view::npos) return find_field(text, std::nullopt, scope);
  if (!text.ends_with(']')) return problem(true, "no field");
  return find_field(text.substr(0, open), text.substr(open + 1, text.size() - open - 2), scope);
}

Multiplicity multiplicity_of(const FieldUse& use) {
  const Field& known = field(use.field);
  const bool one_ancestor =
      known.multiplicity == Multiplicity::kAncestors && (use.has_index || !use.key.empty());
  return one_ancestor ? Multiplicity::kSingle : known.multiplicity;
}

FieldType type_of(const FieldUse& use) {
  const Field& known = field(use.field);
  if (known.type != FieldType::kDynamic) return known.type;
  const EventArgument* argument = event_argument(use.key);
  switch (argument == nullptr ? ArgumentKind::kOpaque : argument->kind) {
    case ArgumentKind::kSigned:
      return FieldType::kInt64;
    case ArgumentKind::kUnsigned:
      return FieldType::kUint64;
    case ArgumentKind::kText:
      return FieldType::kString;
    case ArgumentKind::kPort:
      return FieldType::kPort;
    case ArgumentKind::kAddress:
      return FieldType::kIpAddress;
    case ArgumentKind::kOpaque:
      return FieldType::kDynamic;
  }
  return FieldType::kDynamic;
}

}  // namespace sysreel::rules
