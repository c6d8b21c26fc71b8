#include <cassert>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "rules/field.h"
#include "rules/field_rows.h"

namespace sysreel::rules {
namespace {

struct Table {
  std::vector<Field> fields;
  std::unordered_map<std::string_view, FieldId> by_name;

  Table() {
    for (const auto& rows : {event_fields(), process_fields(), user_fields(), fd_fields(), container_fields(),
                             kubernetes_fields(), ours_fields()})
      fields.insert(fields.end(), rows.begin(), rows.end());
    for (size_t i = 0; i < fields.size(); ++i) {
      fields[i].id = static_cast<FieldId>(i);
      assert(fields[i].name.find('.') != std::string_view::npos);
      by_name.emplace(fields[i].name, fields[i].id);
    }
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
  const auto& names = table().by_name;
  const auto at = names.find(name);
  return at == names.end() ? std::nullopt : std::optional(at->second);
}

}  // namespace sysreel::rules
