#include "recorder/lane_reader.h"

#include <algorithm>
#include <atomic>
#include <cstring>

#include "recorder/record_consumer.h"

namespace sysreel {
namespace {

// So much is read before the memory is given back: often enough for programs that wait for none, seldom
// enough that the CPU which reads the word at every event keeps it.
constexpr uint64_t kReturned = 32U << 10;

std::atomic_ref<uint64_t> word_at(uint8_t* memory, size_t offset) {
  return std::atomic_ref<uint64_t>(*reinterpret_cast<uint64_t*>(memory + offset));
}

}  // namespace

void LaneReader::give_back() const {
  word_at(memory_, offsetof(reel_lane, tail)).store(position_, std::memory_order_release);
}

// False: what lies there is no record, and nothing behind it can be found.
bool LaneReader::next(uint64_t head, RecordConsumer& consumer) {
  const uint64_t offset = position_ & (ring_bytes_ - 1);
  const uint8_t* at = memory_ + REEL_LANE_HEAD + offset;
  reel_record record;
  std::memcpy(&record, at, sizeof(record));
  if (record.size < sizeof(record) || record.size > REEL_RECORD_MAX) return false;
  const uint64_t aligned = (record.size + REEL_LANE_ALIGN - 1) / REEL_LANE_ALIGN * REEL_LANE_ALIGN;
  const uint64_t advanced = std::min<uint64_t>(aligned, ring_bytes_ - offset);
  if (advanced > head - position_) return false;
  damaged_ += record.sequence - sequence_;
  sequence_ = record.sequence + 1;
  consumer.consume(record, {at, record.size});
  position_ += advanced;
  return true;
}

size_t LaneReader::drain(RecordConsumer& consumer) {
  std::atomic_ref<uint32_t>(*reinterpret_cast<uint32_t*>(memory_ + offsetof(reel_lane, rung)))
      .store(0, std::memory_order_relaxed);
  const uint64_t head = word_at(memory_, offsetof(reel_lane, head)).load(std::memory_order_acquire);
  if (head == position_) return 0;
  size_t count = 0;
  uint64_t returned = position_;
  bool whole = head - position_ <= ring_bytes_ && head % REEL_LANE_ALIGN == 0;
  while (whole && position_ != head) {
    whole = next(head, consumer);
    if (whole) ++count;
    if (position_ - returned < kReturned) continue;
    returned = position_;
    give_back();
  }
  position_ = head / REEL_LANE_ALIGN * REEL_LANE_ALIGN;
  give_back();
  return count;
}

}  // namespace sysreel
