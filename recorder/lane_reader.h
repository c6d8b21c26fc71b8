// LaneReader: the recorder's end of one CPU's lane (bpf/lane.h), memory that BPF programs write to.
//
// drain() hands on the records up to where the programs have published, in place: a view dies when the
// callback returns, since the memory is given back. Nothing read from the memory is believed: a record that
// cannot be one ends the reading of what was published so far, and the records that are missing are counted
// by the gap in their numbers. One thread; the memory must outlive the reader.
#pragma once

#include <cstddef>
#include <cstdint>

#include "bpf/event_abi.h"

namespace sysreel {

class RecordConsumer;

class LaneReader {
 public:
  // `memory`: aligned, REEL_LANE_HEAD + ring_bytes + REEL_LANE_SLACK bytes; ring_bytes: a power of two.
  LaneReader(uint8_t* memory, uint64_t ring_bytes) : memory_(memory), ring_bytes_(ring_bytes) {}

  // How many records were handed on.
  size_t drain(RecordConsumer& consumer);
  // Records that were published and could not be read, as far as a later one has told.
  uint64_t damaged() const { return damaged_; }

 private:
  bool next(uint64_t head, RecordConsumer& consumer);
  void give_back() const;

  uint8_t* memory_;
  uint64_t ring_bytes_;
  uint64_t position_ = 0;
  uint64_t damaged_ = 0;
  uint32_t sequence_ = 0;  // of the next record
};

// Of a lane with such a ring.
constexpr uint64_t lane_bytes(uint64_t ring_bytes) {
  return REEL_LANE_HEAD + ring_bytes + REEL_LANE_SLACK;
}

}  // namespace sysreel
