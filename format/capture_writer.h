// CaptureWriter: writes one capture, front to back, never seeking. Frames are complete when write_* returns.
//
// One thread. A failed write leaves the capture as a reader can use it (up to the last whole frame) and every
// later call returns the same error. A block beyond the format's limits is refused (kLimit) and leaves the
// capture as it was. The caller allots event numbers (EventBlock::first_number).
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "format/byte_sink.h"
#include "format/capture_header.h"
#include "format/capture_item.h"
#include "format/keys.h"

namespace sysreel {

struct WriterOptions {
  int zstd_level = 1;
  // Whose kinds the blocks use; nullptr: the built-in ones. Must outlive the writer.
  const Catalogue* catalogue = nullptr;
  std::optional<SigningKey> signing_key;  // of the footer
};

struct CaptureTotals {
  uint64_t events = 0;
  uint64_t lost = 0;
  uint64_t bytes = 0;      // written so far
  uint64_t bytes_raw = 0;  // of events before encoding
  uint64_t blocks = 0;
};

class CaptureWriter {
 public:
  // Writes the header. `sink` must outlive the writer.
  static Result<std::unique_ptr<CaptureWriter>> create(ByteSink& sink, const CaptureHeader& header,
                                                       const WriterOptions& options);
  virtual ~CaptureWriter() = default;

  virtual Status write_block(const EventBlock& block) = 0;
  virtual Status write_snapshot(const Snapshot& snapshot) = 0;
  virtual Status write_loss(const LossReport& report) = 0;
  // All events of the source with an order time before `time` (CLOCK_BOOTTIME ns) have been written. With
  // several sources: one of each before the first block, and every second.
  virtual Status write_watermark(EventSource source, uint64_t time) = 0;
  // For the footer: how many values each rule of CaptureHeader::redaction has changed.
  virtual void note_redaction(std::vector<uint64_t> hits) = 0;
  virtual void set_zstd_level(int level) = 0;  // of the frames to come
  virtual Status close() = 0;                  // index and footer; a capture without them is incomplete

  virtual const CaptureTotals& totals() const = 0;
  virtual std::string file_sha256() const = 0;  // hex, of all bytes written so far
  virtual const CaptureId& capture_id() const = 0;
  // Hex hash of the last frame's header: once closed, the capture's final hash (docs/format.md §2).
  virtual std::string final_hash() const = 0;
};

}  // namespace sysreel
