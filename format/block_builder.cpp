#include "format/block_builder.h"

#include <algorithm>
#include <cassert>
#include <utility>

namespace sysreel {
namespace {

// What an event takes before encoding, roughly: number, time, thread, kind, cpu; and a number of a value.
constexpr size_t kEventBytes = 24;
constexpr size_t kValueBytes = 8;

constexpr size_t kFirstBuckets = 256;  // a power of two, as every later size

size_t hash_of(const ThreadEntry& thread) {
  const auto mixed = static_cast<uint64_t>(thread.tid) * 0x9e3779b97f4a7c15U ^
                     static_cast<uint64_t>(thread.pid) * 0xc2b2ae3d27d4eb4fU ^ thread.start_time;
  return static_cast<size_t>((mixed * 0x9e3779b97f4a7c15U) >> 32);
}

}  // namespace

BlockBuilder::BlockBuilder(const Catalogue& catalogue, EventSource source, NumberSpace numbers, Arch arch)
    : catalogue_(catalogue), slot_of_kind_(catalogue.size()), thread_buckets_(kFirstBuckets) {
  block_.source = source;
  block_.numbers = numbers;
  block_.arch = arch;
}

void BlockBuilder::grow_thread_buckets() {
  thread_buckets_.assign(thread_buckets_.size() * 2, 0);
  const size_t mask = thread_buckets_.size() - 1;
  for (uint32_t index = 0; index < block_.threads.size(); ++index) {
    size_t at = hash_of(block_.threads[index]) & mask;
    while (thread_buckets_[at] != 0) at = (at + 1) & mask;
    thread_buckets_[at] = index + 1;
  }
}

uint32_t BlockBuilder::thread_index(const ThreadEntry& thread) {
  // Threads run in bursts: the last one is the best guess.
  if (!block_.thread.empty() && block_.threads[block_.thread.back()] == thread) return block_.thread.back();
  if (block_.threads.size() * 2 >= thread_buckets_.size()) grow_thread_buckets();
  const size_t mask = thread_buckets_.size() - 1;
  size_t at = hash_of(thread) & mask;
  while (thread_buckets_[at] != 0) {
    const uint32_t index = thread_buckets_[at] - 1;
    if (block_.threads[index] == thread) return index;
    at = (at + 1) & mask;
  }
  block_.threads.push_back(thread);
  thread_buckets_[at] = static_cast<uint32_t>(block_.threads.size());
  return thread_buckets_[at] - 1;
}

uint16_t BlockBuilder::slot_of(KindId kind) {
  assert(kind < catalogue_.size());
  if (kind >= slot_of_kind_.size()) slot_of_kind_.resize(catalogue_.size());  // it learnt foreign kinds
  if (slot_of_kind_[kind] == 0) {
    block_.add_kind(kind, catalogue_.kind(kind).params.size());
    slot_of_kind_[kind] = static_cast<uint16_t>(block_.kinds.size());
  }
  return static_cast<uint16_t>(slot_of_kind_[kind] - 1);
}

void BlockBuilder::begin(KindId kind, const ThreadEntry& thread, uint64_t time, uint16_t cpu) {
  assert(current_ == nullptr);
  const size_t event = block_.size();
  if (event == 0) block_.first_number = next_number_;
  if (!block_.number.empty()) {
    block_.number.push_back(next_number_);
  } else if (next_number_ != block_.first_number + event) {
    for (size_t i = 0; i < event; ++i) block_.number.push_back(block_.first_number + i);
    block_.number.push_back(next_number_);
  }
  ++next_number_;

  const uint16_t slot = slot_of(kind);
  current_ = &block_.kinds[slot];
  block_.thread.push_back(thread_index(thread));
  block_.slot.push_back(slot);
  block_.row.push_back(current_->rows);
  block_.time.push_back(time);
  block_.cpu.push_back(cpu);
  raw_bytes_ += kEventBytes;
}

// A column begins with the first value that it gets; the rows before that had none. Marks begin with the
// first that is not kPresent.
void BlockBuilder::store(size_t param, int64_t value, Mark mark) {
  assert(current_ != nullptr && param < current_->columns.size());
  Column& column = current_->columns[param];
  const size_t row = current_->rows;
  if (column.values.empty() && row > 0) {
    column.values.resize(row);
    column.marks.resize(row, static_cast<uint8_t>(Mark::kMissing));
  }
  assert(column.values.size() == row);
  column.values.push_back(value);
  if (mark != Mark::kPresent && column.marks.empty())
    column.marks.resize(row, static_cast<uint8_t>(Mark::kPresent));
  if (column.marks.size() == row && (row > 0 || mark != Mark::kPresent))
    column.marks.push_back(static_cast<uint8_t>(mark));
  raw_bytes_ += kValueBytes;
}

void BlockBuilder::integer(size_t param, int64_t value, Mark mark) {
  store(param, value, mark);
}

void BlockBuilder::text(size_t param, std::string_view bytes, Mark mark) {
  store(param, block_.strings.intern(bytes), mark);
  raw_bytes_ += bytes.size();
}

void BlockBuilder::unique_text(size_t param, std::string_view bytes, Mark mark) {
  store(param, block_.strings.append(bytes), mark);
  raw_bytes_ += bytes.size();
}

void BlockBuilder::mark(size_t param, Mark mark) {
  assert(mark == Mark::kMissing || mark == Mark::kFault);
  store(param, 0, mark);
}

void BlockBuilder::end() {
  assert(current_ != nullptr);
  const size_t row = current_->rows;
  for (size_t param = 0; param < current_->columns.size(); ++param) {
    const Column& column = current_->columns[param];
    if (!column.values.empty() && column.values.size() == row) store(param, 0, Mark::kMissing);
  }
  ++current_->rows;
  current_ = nullptr;
}

void BlockBuilder::take(EventBlock& out) {
  assert(current_ == nullptr);
  out.clear();
  out.source = block_.source;
  out.numbers = block_.numbers;
  out.arch = block_.arch;
  std::swap(out, block_);
  reset();
}

void BlockBuilder::reset() {
  std::fill(slot_of_kind_.begin(), slot_of_kind_.end(), uint16_t{0});
  std::fill(thread_buckets_.begin(), thread_buckets_.end(), 0U);
  raw_bytes_ = 0;
}

}  // namespace sysreel
