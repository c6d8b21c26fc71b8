// AuditBlocks: events of one audit source, text as received, into sealed blocks, watermarks and loss reports
// of the write thread. Used under its owner's lock; the writer must outlive it.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "format/audit/text_event_writer.h"
#include "recorder/write_thread.h"

namespace sysreel {

class AuditBlocks {
 public:
  // `kind` is that of all events; `reason` why some of them are missing.
  AuditBlocks(WriteThread& writer, EventSource source, std::string_view kind, LossReason reason);

  // All that was ever lost, and what was ever dropped because the recording was paused.
  void set_lost(uint64_t lost) { lost_ = lost; }
  void set_dropped(uint64_t dropped) { dropped_ = dropped; }
  bool full() const;
  void append(std::string_view text, uint64_t order_time, std::optional<uint64_t> own);
  void seal();
  // No event before `time` is to come; at most one a second is written. `now`: CLOCK_BOOTTIME ns.
  void tell_watermark(uint64_t time, uint64_t now);
  // Seals, and reports the interval that ends now.
  void report(uint64_t now);
  bool report_is_due(uint64_t now) const;
  uint64_t events() const { return events_; }

 private:
  WriteThread& writer_;
  EventSource source_;
  LossReason reason_;
  BlockBuilder builder_;
  TextEventWriter events_to_block_;
  uint64_t events_ = 0;
  uint64_t lost_ = 0;
  uint64_t dropped_ = 0;
  uint64_t watermark_told_ = 0;
  uint64_t reported_until_;
  uint64_t reported_events_ = 0;
  uint64_t reported_lost_ = 0;
  uint64_t reported_dropped_ = 0;
  uint64_t lost_at_block_ = 0;
};

}  // namespace sysreel
