#include <algorithm>
#include <cassert>
#include <string>
#include <vector>

#include "rules/field.h"
#include "rules/field_rows.h"

namespace sysreel::rules {
namespace {

struct Table {
  std::vector<Field> fields;
  std::vector<FieldId> by_name;  // sorted by name

  Table() {
    for (const auto& rows : {event_fields(), process_fields(), user_fields(), fd_fields(), container_fields(),
                             kubernetes_fields(), ours_fields()})
      fields.insert(fields.end(), rows.begin(), rows.end());
    for (size_t i = 0; i < fields.size(); ++i) {
      fields[i].id = static_cast<FieldId>(i);
      by_name.push_back(fields[i].id);
    }
    std::sort(by_name.begin(), by_name.end(),
              [this](FieldId a, FieldId b) { return fields[a].name < fields[b].name; });
  }
};

const Table& table() {
  static const Table kTable;
  return kTable;
}

}  // namespace

std::span<const Field> all_fields() {
  return table().fields;
}

const Field& field(FieldId id) {
  assert(id < table().fields.size());
  return table().fields[id];
}

std::optional<FieldId> field_named(std::string_view name) {
  const Table& t = table();
  const auto at =
      std::lower_bound(t.by_name.begin(), t.by_name.end(), name,
                       [&t](FieldId id, std::string_view wanted) { return t.fields[id].name < wanted; });
  if (at == t.by_name.end() || t.fields[*at].name != name) return std::nullopt;
  return *at;
}

}  // namespace sysreel::rules
