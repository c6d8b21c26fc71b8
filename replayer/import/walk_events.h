// For fuzz targets: every block of a foreign file, each touched by walk_block() before `look` gets it.
#pragma once

#include "format/testing/walk_block.h"
#include "replayer/import/foreign_reader.h"

namespace sysreel {

template <typename Look>
void walk_events(ForeignReader& reader, Look&& look) {
  CaptureItem item;
  for (;;) {
    const auto more = reader.next(item, {});
    if (!more.ok() || !*more) return;
    const bool snapshot = item.kind == CaptureItem::Kind::kSnapshot;
    const EventBlock& block = snapshot ? item.snapshot.rows : item.block;
    walk_block(block, reader.catalogue());
    look(block);
  }
}

}  // namespace sysreel
