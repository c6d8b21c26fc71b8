// LinuxAuditStream: the kernel's audit records, as they come, into sealed blocks: one event a group of
// records, each as auditd would have written it.
//
// Events end two seconds after their stamp, as auditd ends them, and stand in the capture at their stamp,
// never before what was handed on already. Loss is told from serial numbers that never come. As long as no
// missing number explains that the kernel dropped records one event counts, and at the end as many as so many
// records make. One thread adds; tick() and
// finish() are the recording's own thread's. The writer must outlive the stream.
#pragma once

#include <atomic>
#include <cstdint>
#include <mutex>
#include <string>
#include <string_view>

#include "format/audit/audit_groups.h"
#include "recorder/audit_blocks.h"
#include "recorder/serial_gaps.h"

namespace sysreel {

class LinuxAuditStream {
 public:
  explicit LinuxAuditStream(WriteThread& writer);

  // A message of the kernel: its type and what stands behind `type=… msg=`. Waits while the write thread has
  // enough to do.
  void add(uint32_t type, std::string_view text);
  // The kernel had no room for records: so many since the recording began, as far as it says.
  void overrun(uint64_t dropped);

  void tick(uint64_t now);  // CLOCK_BOOTTIME ns
  void cut(uint64_t now);
  // While paused, events are counted and dropped.
  void pause(bool paused, uint64_t now);
  void stop_waiting() { waiting_ends_ = true; }
  // After the last add().
  void finish(uint64_t now);

  uint64_t events() const { return events_; }
  uint64_t lost() const { return lost_; }
  uint64_t dropped() const { return dropped_events_; }

 private:
  void wait_for_room();
  void append_groups();  // under mutex_, as all below
  void report(uint64_t now);
  enum class Report : uint8_t { kNone, kInterim, kLast };
  void count_loss(uint64_t gaps, Report report);
  uint64_t events_of_dropped() const;

  WriteThread& writer_;
  std::mutex mutex_;
  AuditGroups groups_;  // guarded by mutex_, as all below
  AuditGroups::Group group_;
  AuditBlocks blocks_;
  SerialGaps gaps_;
  std::string line_;
  bool paused_ = false;
  uint64_t floor_ = 0;  // order time that no later event may precede
  uint64_t records_ = 0;
  bool overrun_ = false;    // not yet seen in numbers
  uint64_t dropped_ = 0;    // records
  uint64_t explained_ = 0;  // of them, by numbers
  uint64_t gaps_at_overrun_ = 0;
  uint64_t presumed_ = 0;    // events of the overrun that no number explains
  uint64_t unnumbered_ = 0;  // events, lost without a number
  std::atomic<uint64_t> events_ = 0;
  std::atomic<uint64_t> lost_ = 0;
  std::atomic<uint64_t> dropped_events_ = 0;  // of pauses
  std::atomic<bool> waiting_ends_ = false;
};

}  // namespace sysreel
