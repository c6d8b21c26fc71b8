// CaptureReader: opens a capture and hands on its parts in order.
//
// Opens by footer and index where the input can seek and has them, else by scanning frame headers; a pipe is
// read once, forwards. Damage is data: a part that cannot be read is reported in damage() and skipped, the
// next part is found by its marker. Only an input without a readable header fails to open. One thread; not
// copyable.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "format/capture_footer.h"
#include "format/capture_header.h"
#include "format/capture_item.h"
#include "format/damage.h"
#include "format/keys.h"
#include "format/read_range.h"

namespace sysreel {

class ColumnNeeds;

enum class CaptureState : uint8_t { kClosed, kIndexed, kIncomplete, kDamaged };

// Which sections of blocks to decompress; the others stay empty.
struct SectionSet {
  bool time = true;
  bool rest = true;
  // Columns of blocks to decode, null: all. Section rest is then decompressed only for blocks that have a
  // needed column in it. Must outlive the reading.
  const ColumnNeeds* columns = nullptr;
};

struct CaptureItem {
  enum class Kind : uint8_t { kNone, kBlock, kSnapshot, kLoss, kWatermark };
  Kind kind = Kind::kNone;
  EventSource source = EventSource::kSyscall;  // of kWatermark, whose time is first_time
  uint64_t block_number = 0;                   // of kBlock, counted from 1
  uint64_t offset = 0;                         // byte range of the part in the file
  uint64_t end_offset = 0;
  uint64_t first_time = 0;  // from the frame header, whatever sections are decoded
  uint64_t last_time = 0;
  uint64_t raw_bytes = 0;  // of the events before encoding
  EventBlock block;        // memory is reused from call to call
  Snapshot snapshot;
  LossReport loss;
};

class CaptureReader {
 public:
  // "-" reads standard input. `key` opens a sealed capture.
  static Result<std::unique_ptr<CaptureReader>> open(const std::string& path,
                                                     const SealSecretKey* key = nullptr);
  static Result<std::unique_ptr<CaptureReader>> of_bytes(std::vector<uint8_t> bytes);
  virtual ~CaptureReader() = default;

  virtual const CaptureHeader& header() const = 0;
  // Built-in kinds plus those that only this capture has. next() may add kinds, which moves them: keep ids.
  virtual const Catalogue& catalogue() const = 0;

  // Parts in the order of DESIGN §4 "Order and time". False at the end. An Error is a failing system call,
  // not damage.
  virtual Result<bool> next(CaptureItem& item, SectionSet sections) = 0;

  // What next() hands on from now: parts that the range does not need are not read, of an input that can
  // seek. Blocks come whole, with the events before `from` and from `to` on. Before the first next().
  virtual ReadStart select(const ReadRange& range) = 0;
  // Parts come in the order of their times. Else, of a pipe, in the order of writing, with watermarks that
  // say how far each source has come.
  virtual bool in_time_order() const { return true; }
  // Of which sources parts may still come, as far as that is known before they are read: a bit each,
  // 1 << EventSource.
  static constexpr uint32_t kAnySource = ~uint32_t{0};
  virtual uint32_t sources() const { return kAnySource; }

  // Complete once next() has returned false.
  virtual CaptureState state() const = 0;
  virtual const std::vector<Damage>& damage() const = 0;
  // What a crash left behind the last whole frame; no damage.
  virtual const std::optional<Damage>& torn_tail() const = 0;
  // The capture's own totals, once next() has returned false and if it was closed.
  virtual const std::optional<CaptureFooter>& footer() const = 0;
  virtual uint64_t bytes() const = 0;  // read so far, or the file's size
};

}  // namespace sysreel
