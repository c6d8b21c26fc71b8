// BlockBuilder: appends events to an EventBlock without allocating per event.
//
//   builder.begin(kind, thread, time, cpu);
//   builder.integer(param, value); builder.text(param, bytes); …   // in any order, each at most once
//   builder.end();                                                    // parameters not set are marked
//   missing
//
// One thread. The catalogue must outlive the builder. The builder owns the look-ups (thread table, kind
// slots); the block is the caller's and is swapped out with take(). raw_bytes() says when to seal (about 1
// MiB, DESIGN §4).
#pragma once

#include <array>
#include <cassert>
#include <cstdint>
#include <string_view>
#include <vector>

#include "format/event_block.h"

namespace sysreel {

class BlockBuilder {
 public:
  BlockBuilder(const Catalogue& catalogue, EventSource source, NumberSpace numbers, Arch arch);

  void begin(KindId kind, const ThreadEntry& thread, uint64_t time, uint16_t cpu);
  void integer(size_t param, int64_t value, Mark mark = Mark::kPresent) { store(param, value, mark); }
  void text(size_t param, std::string_view bytes, Mark mark = Mark::kPresent);
  // Text that hardly comes twice in a block: stored without looking for it.
  void unique_text(size_t param, std::string_view bytes, Mark mark = Mark::kPresent);
  void mark(size_t param, Mark mark);  // no value: kMissing or kFault
  void end();

  size_t events() const { return block_.size(); }
  size_t raw_bytes() const { return raw_bytes_; }
  const EventBlock& block() const { return block_; }

  // Swaps the filled block with `out` (whose memory is reused) and starts anew. Event numbers continue.
  void take(EventBlock& out);
  // Of the next event that begins. Numbers that do not follow each other are stored one by one.
  void set_next_number(uint64_t number) { next_number_ = number; }

 private:
  uint32_t thread_index(const ThreadEntry& thread, uint16_t cpu);
  uint32_t find_or_add(const ThreadEntry& thread);
  void grow_thread_buckets();
  uint16_t slot_of(KindId kind);
  uint16_t add_slot(KindId kind);
  void begin_column(Column& column);
  void store_mark(Column& column, Mark mark);
  void mark_missing();
  void reset();

  // Of most values: a number more in a column that has begun and has no marks.
  void store(size_t param, int64_t value, Mark mark) {
    assert(current_ != nullptr && param < current_->columns.size());
    Column& column = current_->columns[param];
    if (column.values.empty()) begin_column(column);
    assert(column.values.size() == current_->rows);
    column.values.push_back(value);
    if (mark != Mark::kPresent || !column.marks.empty()) store_mark(column, mark);
    ++stored_;
    raw_bytes_ += kValueBytes;
  }

  static constexpr size_t kValueBytes = 8;  // of a number before encoding
  static constexpr size_t kGuesses = 16;

  const Catalogue& catalogue_;
  EventBlock block_;
  std::vector<uint16_t> slot_of_kind_;            // KindId -> slot + 1
  std::vector<uint32_t> thread_buckets_;          // open addressing, index + 1
  std::vector<uint32_t> begun_;                   // by slot: columns that have begun
  std::array<uint32_t, kGuesses> last_thread_{};  // by CPU: threads run in bursts
  KindColumns* current_ = nullptr;                // between begin() and end()
  uint32_t stored_ = 0;                           // values of the current event
  uint64_t next_number_ = 1;
  size_t raw_bytes_ = 0;
};

}  // namespace sysreel
