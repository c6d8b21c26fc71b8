#include <unordered_map>

#include "replayer/fields/extractor.h"
#include "rules/field.h"

namespace sysreel {
namespace {

using Table = std::unordered_map<std::string_view, const ExtractorRow*>;

const Table& table() {
  static const Table kTable = [] {
    Table all;
    for (const auto rows : {event_extractors(), argument_extractors(), process_extractors(),
                            thread_extractors(), user_extractors(), fd_extractors(), socket_extractors(),
                            fs_path_extractors(), container_extractors()}) {
      for (const ExtractorRow& row : rows) all.emplace(row.name, &row);
    }
    return all;
  }();
  return kTable;
}

// Fields that name a parameter of the event by their argument.
bool names_parameter(std::string_view field) {
  return field == "evt.arg" || field == "evt.rawarg";
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
  bound.scope = row->scope;
  if (names_parameter(name)) {
    bound.places.reserve(catalogue.size());
    for (const EventKind& kind : catalogue.kinds()) {
      const bool by_index = use.has_index;
      const int place = by_index ? static_cast<int>(use.index) : kind.param_index(use.key);
      const bool exists = place >= 0 && (!by_index || static_cast<size_t>(place) < kind.falco_params());
      bound.places.push_back(static_cast<int16_t>(exists ? place : -1));
    }
  }
  return bound;
}

}  // namespace sysreel
