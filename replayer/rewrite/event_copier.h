// EventCopier: events, snapshots and loss reports of captures into another capture.
//
// Events keep their numbers, times and values; kinds that only a capture has come along. Blocks are cut anew:
// with the source's blocks, or across them into larger ones. Blocks that tell of loss stay by themselves, so
// that what a finding says of loss does not change. Of several sources, all are sealed together, and
// watermarks follow, so that the copy can be read from a pipe. One thread; the writer and the kinds must
// outlive the copier.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <vector>

#include "format/block_builder.h"
#include "format/capture_kinds.h"
#include "format/capture_writer.h"

namespace sysreel {

class EventCopier {
 public:
  struct Limits {
    size_t raw_bytes = 1U << 20;  // when a block is sealed
    bool across_blocks = false;   // blocks of the source may be joined
  };

  // `kinds` is the writer's catalogue.
  EventCopier(CaptureWriter& writer, CaptureKinds& kinds, const Limits& limits)
      : writer_(writer), kinds_(kinds), limits_(limits) {}

  // Kinds from here on are numbered as in this catalogue, which may grow.
  Status begin_capture(const Catalogue& source);
  // The events that follow are of this block of the source.
  Status begin_block(const EventBlock& block);
  Status add(const EventRef& event);
  // After all events so far.
  Status add(const Snapshot& snapshot);
  // Events of the block being built may precede it.
  Status add(const LossReport& loss) { return writer_.write_loss(loss); }
  Status flush();

 private:
  struct Stream {
    std::unique_ptr<BlockBuilder> builder;
    uint64_t wall_offset = 0;
    uint64_t lost_before = 0;
    size_t cells = 0;
    bool has_watermark = false;
  };

  Result<const KindMapping*> mapping_of(KindId kind);
  Status append(BlockBuilder& builder, const EventRef& event);
  Stream& stream_of(const EventBlock& block);
  Status write_watermarks(uint64_t time, bool all);

  CaptureWriter& writer_;
  CaptureKinds& kinds_;
  Limits limits_;
  const Catalogue* source_ = nullptr;
  std::vector<std::optional<KindMapping>> mappings_;  // by KindId of the source
  std::map<EventSource, Stream> streams_;
  uint64_t flushed_time_ = 0;  // of the last event that was written
  uint64_t last_time_ = 0;
};

}  // namespace sysreel
