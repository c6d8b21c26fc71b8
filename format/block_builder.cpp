#include "format/block_builder.h"

#include <algorithm>
#include <cassert>
#include <utility>

namespace sysreel {
namespace {

// What an event takes before encoding, roughly: number, time, thread, kind, cpu.
constexpr size_t kEventBytes = 24;

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

uint32_t BlockBuilder::find_or_add(const ThreadEntry& thread) {
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

uint32_t BlockBuilder::thread_index(const ThreadEntry& thread, uint16_t cpu) {
  uint32_t& last = last_thread_[cpu % kGuesses];
  if (last >= block_.threads.size() || block_.threads[last] != thread) last = find_or_add(thread);
  return last;
}

uint16_t BlockBuilder::add_slot(KindId kind) {
  assert(kind < catalogue_.size());
  if (kind >= slot_of_kind_.size()) slot_of_kind_.resize(catalogue_.size());  // it learnt foreign kinds
  block_.add_kind(kind, catalogue_.kind(kind).params.size());
  begun_.push_back(0);
  slot_of_kind_[kind] = static_cast<uint16_t>(block_.kinds.size());
  return static_cast<uint16_t>(block_.kinds.size() - 1);
}

uint16_t BlockBuilder::slot_of(KindId kind) {
  if (kind < slot_of_kind_.size() && slot_of_kind_[kind] != 0)
    return static_cast<uint16_t>(slot_of_kind_[kind] - 1);
  return add_slot(kind);
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
  block_.thread.push_back(thread_index(thread, cpu));
  block_.slot.push_back(slot);
  block_.row.push_back(current_->rows);
  block_.time.push_back(time);
  block_.cpu.push_back(cpu);
  stored_ = 0;
  raw_bytes_ += kEventBytes;
}

// A column begins with the first value that it gets; the rows before that had none.
void BlockBuilder::begin_column(Column& column) {
  const size_t row = current_->rows;
  column.values.assign(row, 0);
  if (row > 0) column.marks.resize(row, static_cast<uint8_t>(Mark::kMissing));
  ++begun_[block_.slot.back()];
}

// Marks begin with the first that is not kPresent. The row's value has been stored.
void BlockBuilder::store_mark(Column& column, Mark mark) {
  if (column.marks.empty()) column.marks.resize(current_->rows, static_cast<uint8_t>(Mark::kPresent));
  column.marks.push_back(static_cast<uint8_t>(mark));
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

void BlockBuilder::mark_missing() {
  const size_t row = current_->rows;
  for (size_t param = 0; param < current_->columns.size(); ++param) {
    const Column& column = current_->columns[param];
    if (!column.values.empty() && column.values.size() == row) store(param, 0, Mark::kMissing);
  }
}

void BlockBuilder::end() {
  assert(current_ != nullptr);
  if (stored_ != begun_[block_.slot.back()]) mark_missing();
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
  begun_.clear();
  raw_bytes_ = 0;
}

}  // namespace sysreel
