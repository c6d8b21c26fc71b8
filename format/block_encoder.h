// BlockEncoder: an EventBlock as the raw bytes of its sections (before compression).
//
// Reused from block to block; keeps no state between them but memory. One thread.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "base/result.h"
#include "format/capture_item.h"
#include "format/event_block.h"

namespace sysreel {

// Valid until the next encode(). An empty section has nothing to store.
struct EncodedBlock {
  std::span<const uint8_t> core;
  std::span<const uint8_t> time;
  size_t time_seam = 0;  // where the second of two sorts of bytes begins in `time`; 0: there is one
  std::span<const uint8_t> rest;
  uint64_t raw_bytes = 0;  // of the events: numbers, texts, 24 bytes each
};

class BlockEncoder {
 public:
  // `listed`: the kinds that the capture's header lists, in its order. The catalogue must outlive this.
  BlockEncoder(const Catalogue& catalogue, std::span<const KindId> listed);
  ~BlockEncoder();

  // kLimit when the block is larger than readers accept.
  Result<EncodedBlock> encode(const EventBlock& block);
  // `snapshot.rows` is the block; the other fields go with it.
  Result<EncodedBlock> encode(const Snapshot& snapshot);

 private:
  struct Work;
  Result<EncodedBlock> encode(const EventBlock& block, const Snapshot* snapshot);

  std::unique_ptr<Work> work_;
};

}  // namespace sysreel
