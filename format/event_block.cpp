#include "format/event_block.h"

#include <algorithm>
#include <utility>

namespace sysreel {

// Memory is looked for among that of the same kind first: streams repeat their kinds, and kinds differ much
// in how many columns they have.
KindColumns& EventBlock::add_kind(KindId kind, size_t params) {
  auto spare = std::find_if(spare_kinds.begin(), spare_kinds.end(),
                            [kind](const KindColumns& columns) { return columns.kind == kind; });
  if (spare == spare_kinds.end()) {
    kinds.emplace_back();
  } else {
    kinds.push_back(std::move(*spare));
    *spare = std::move(spare_kinds.back());
    spare_kinds.pop_back();
  }
  KindColumns& columns = kinds.back();
  columns.kind = kind;
  columns.rows = 0;
  columns.columns.resize(params);
  for (Column& column : columns.columns) {
    column.values.clear();
    column.marks.clear();
  }
  return columns;
}

void EventBlock::clear() {
  first_number = 1;
  wall_offset = 0;
  lost_before = 0;
  slot.clear();
  row.clear();
  thread.clear();
  time.clear();
  cpu.clear();
  number.clear();
  threads.clear();
  for (KindColumns& columns : kinds) spare_kinds.push_back(std::move(columns));
  kinds.clear();
  strings.clear();
}

}  // namespace sysreel
