// EventBlock: the events of one source in memory, in columns (DESIGN §4 "Block").
//
// It is the one shape in which events travel: the recorder and the importers fill one through BlockBuilder,
// the encoder writes it, the decoder gives it back, the replayer walks it. Integer columns hold the value,
// text columns a number in `strings`; string 0 is the missing value. Vectors are parallel: one entry per
// event in `slot`, `row`, `thread`, `time`, `cpu`, one entry per row of its kind in each Column. Reuse a
// block with clear(): it keeps its memory.
#pragma once

#include <cstdint>
#include <memory>
#include <string_view>
#include <vector>

#include "base/raw_vector.h"
#include "format/catalogue/catalogue.h"
#include "format/string_table.h"

namespace sysreel {

enum class EventSource : uint8_t { kSyscall = 1, kK8sAudit = 2, kLinuxAudit = 3 };

// Whose constants the flags and enums of a block are made of.
enum class NumberSpace : uint8_t { kKernel = 0, kPortable = 1 };

// Why a value is not (wholly) there.
enum class Mark : uint8_t { kPresent = 0, kMissing = 1, kFault = 2, kTruncated = 3 };

// A thread as the block's events name it. start_time is the thread group's start (CLOCK_BOOTTIME ns, 0
// unknown), so that (pid, start_time) names a process even after pids were reused.
struct ThreadEntry {
  int64_t tid = 0;
  int64_t pid = 0;
  uint64_t start_time = 0;
  bool operator==(const ThreadEntry&) const = default;
};

struct Column {
  RawVector<int64_t> values;  // by row; text: string number
  RawVector<uint8_t> marks;   // by row, a Mark; empty when every value is present
};

struct KindColumns {
  KindId kind = kNoKind;
  uint32_t rows = 0;
  std::vector<Column>
      columns;  // by parameter of the kind; a column not recorded or not decoded has no values
};

struct EventBlock {
  EventSource source = EventSource::kSyscall;
  NumberSpace numbers = NumberSpace::kKernel;
  Arch arch = Arch::kX86_64;
  uint64_t first_number = 1;  // event number of the first event
  uint64_t wall_offset = 0;   // CLOCK_REALTIME minus CLOCK_BOOTTIME when the block was sealed
  uint64_t lost_before =
      0;  // events known lost between the previous block of this source and the end of this one

  RawVector<uint16_t> slot;    // index into kinds
  RawVector<uint32_t> row;     // row within kinds[slot]
  RawVector<uint32_t> thread;  // index into threads
  RawVector<uint64_t> time;    // CLOCK_BOOTTIME ns; empty if the time section was not decoded
  RawVector<uint16_t> cpu;     // empty likewise
  RawVector<uint64_t> number;  // event numbers where not contiguous, else empty
  std::vector<ThreadEntry> threads;
  std::vector<KindColumns> kinds;
  StringTable strings;
  std::vector<KindColumns> spare_kinds;  // memory of earlier contents

  // A kind's columns, without rows yet; references into `kinds` die.
  KindColumns& add_kind(KindId kind, size_t params);

  size_t size() const { return slot.size(); }
  uint64_t number_of(size_t event) const { return number.empty() ? first_number + event : number[event]; }
  void clear();
};

// One event of a block. Cheap to copy; valid as long as the block is unchanged.
class EventRef {
 public:
  EventRef(const EventBlock& block, size_t index)
      : block_(&block), kind_(&block.kinds[block.slot[index]]), index_(index), row_(block.row[index]) {}

  const EventBlock& block() const { return *block_; }
  size_t index() const { return index_; }
  KindId kind() const { return kind_->kind; }
  uint64_t number() const { return block_->number_of(index_); }
  uint64_t time() const { return block_->time.empty() ? 0 : block_->time[index_]; }
  uint16_t cpu() const { return block_->cpu.empty() ? uint16_t{0} : block_->cpu[index_]; }
  uint32_t thread_index() const { return block_->thread[index_]; }
  const ThreadEntry& thread() const { return block_->threads[thread_index()]; }

  Mark mark(size_t param) const {
    const Column* column = find(param);
    if (column == nullptr || column->values.empty()) return Mark::kMissing;
    return column->marks.empty() ? Mark::kPresent : static_cast<Mark>(column->marks[row_]);
  }
  // The parameter carries a value, whole or cut short.
  bool has(size_t param) const {
    const Mark state = mark(param);
    return state == Mark::kPresent || state == Mark::kTruncated;
  }
  // 0 when it has none. Callers that must tell 0 from missing ask has().
  int64_t integer(size_t param) const {
    const Column* column = find(param);
    return column == nullptr || column->values.empty() ? 0 : column->values[row_];
  }
  // Both at once: false when it has none.
  bool read(size_t param, int64_t& value) const {
    const Column* column = find(param);
    if (column == nullptr || column->values.empty()) return false;
    value = column->values[row_];
    if (column->marks.empty()) return true;
    const auto state = static_cast<Mark>(column->marks[row_]);
    return state == Mark::kPresent || state == Mark::kTruncated;
  }
  uint32_t string_number(size_t param) const { return static_cast<uint32_t>(integer(param)); }
  std::string_view text(size_t param) const { return block_->strings.at(string_number(param)); }

 private:
  // By address: a column's number would take a division.
  const Column* find(size_t param) const {
    const Column* const column = kind_->columns.data() + param;
    return column < std::to_address(kind_->columns.end()) ? column : nullptr;
  }

  const EventBlock* block_;
  const KindColumns* kind_;
  size_t index_;
  uint32_t row_;
};

}  // namespace sysreel
