#include <unordered_map>

#include "replayer/fields/extractor.h"
#include "replayer/fields/json_values.h"
#include "rules/field.h"

namespace sysreel {
namespace {

using Table = std::unordered_map<std::string_view, const ExtractorRow*>;

using Rows = std::span<const ExtractorRow> (*)();
constexpr Rows kClasses[] = {event_extractors,          argument_extractors, process_extractors,
                             thread_extractors,         user_extractors,     fd_extractors,
                             socket_extractors,         fs_path_extractors,  poll_extractors,
                             container_extractors,      json_extractors,     kubernetes_extractors,
                             kubernetes_pod_extractors, audit_extractors};

const Table& table() {
  static const Table kAllRows = [] {
    Table all;
    for (const Rows rows : kClasses)
      for (const ExtractorRow& row : rows()) all.emplace(row.name, &row);
    return all;
  }();
  return kAllRows;
}

// Fields that name a parameter of the event by their argument.
bool names_parameter(std::string_view field) {
  return field == "evt.arg" || field == "evt.rawarg";
}

// -1: the kind has no such parameter. Further parameters of ours are none, even where Falco has an argument
// of that name for other events: its rules would find more here than there.
int parameter_of(const EventKind& kind, const rules::FieldUse& use) {
  const int param = use.has_index ? static_cast<int>(use.index) : kind.param_index(use.key);
  return param >= 0 && static_cast<size_t>(param) < kind.falco_params() ? param : -1;
}

// Of the calls that evt.is_open_* speak of.
int open_flags_of(const EventKind& kind) {
  const std::string_view name = kind.name;
  const bool open = name == "open" || name == "openat" || name == "openat2" || name == "open_by_handle_at";
  return open ? kind.param_index("flags") : -1;
}

}  // namespace

const ExtractorRow* extractor_of(std::string_view field_name) {
  const auto found = table().find(field_name);
  return found == table().end() ? nullptr : found->second;
}

BoundField bind_field(const rules::FieldUse& use, const Catalogue& catalogue) {
  BoundField bound;
  bound.use = &use;
  const std::string_view name = rules::field(use.field).name;
  const ExtractorRow* row = extractor_of(name);
  if (row == nullptr) {
    bound.scope = Scope::kKind;  // always missing
    return bound;
  }
  bound.extract = row->extract;
  bound.key_of = row->key;
  bound.event_key = row->event_key;
  bound.of_ancestors = row->of_ancestors && !(use.has_index && use.index == 0);
  bound.key_is_value = row->key_is_value;
  bound.of_container = row->of_container;
  bound.scope = row->scope;
  bound.of_kubernetes = name.starts_with("ka.");
  if (const std::string_view pointer = kubernetes_pointer(name); !pointer.empty()) {
    bound.path = pointer_tokens(pointer);
  } else if (name == "json.value" || name == "jevt.value") {
    bound.path = pointer_tokens(use.key);
  }
  const bool open_flags = name.starts_with("evt.is_open_");
  if (!names_parameter(name) && !open_flags) return bound;
  bound.places.reserve(catalogue.size());
  for (const EventKind& kind : catalogue.kinds()) {
    bound.places.push_back(static_cast<int16_t>(open_flags ? open_flags_of(kind) : parameter_of(kind, use)));
  }
  return bound;
}

}  // namespace sysreel
