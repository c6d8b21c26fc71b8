#include "format/event_block.h"

#include <utility>

namespace sysreel {

KindColumns& EventBlock::add_kind(KindId kind, size_t params) {
  if (spare_kinds.empty()) {
    kinds.emplace_back();
  } else {
    kinds.push_back(std::move(spare_kinds.back()));
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
  // In reverse, so that a stream of like blocks finds the same memory for the same kind.
  while (!kinds.empty()) {
    spare_kinds.push_back(std::move(kinds.back()));
    kinds.pop_back();
  }
  strings.clear();
}

}  // namespace sysreel
