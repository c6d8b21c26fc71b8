#include "recorder/linux_audit_stream.h"

#include <algorithm>
#include <chrono>
#include <thread>

#include "format/audit/audit_type.h"
#include "recorder/host_clock.h"

namespace sysreel {
namespace {

constexpr auto kRoomLook = std::chrono::milliseconds(2);
constexpr uint64_t kSettled = AuditGroups::kTimeout + 1'000'000'000;  // ns: older events have ended

}  // namespace

LinuxAuditStream::LinuxAuditStream(WriteThread& writer)
    : writer_(writer), blocks_(writer, EventSource::kLinuxAudit, "linux_audit", LossReason::kAuditGap) {}

void LinuxAuditStream::wait_for_room() {
  while (!waiting_ends_ && !writer_.has_room()) std::this_thread::sleep_for(kRoomLook);
}

void LinuxAuditStream::add(uint32_t type, std::string_view text) {
  wait_for_room();
  const std::lock_guard lock(mutex_);
  const std::string_view name = audit_type_name(type);
  line_ = "type=";
  line_ += name.empty() ? "UNKNOWN[" + std::to_string(type) + "]" : std::string(name);
  line_.append(" msg=").append(text);
  // A record is a line; the kernel writes none that has several.
  std::replace(line_.begin(), line_.end(), '\n', ' ');
  std::string_view problem;
  const auto record = parse_audit_record(line_, problem);
  if (!record) return;  // an answer to somebody's request, not a record
  ++records_;
  gaps_.saw(record->serial, boot_time());
  groups_.add(*record, line_);
  append_groups();
}

void LinuxAuditStream::overrun(uint64_t dropped) {
  const std::lock_guard lock(mutex_);
  overrun_ = true;
  dropped_ = std::max(dropped_, dropped);
}

void LinuxAuditStream::append_groups() {
  const ClockPair clocks = read_clock_pair();
  const uint64_t offset = clocks.wall - clocks.boot;
  while (groups_.next(group_)) {
    const uint64_t stamp = group_.time > offset ? group_.time - offset : 0;
    floor_ = std::max(floor_, std::min(stamp, clocks.boot));
    if (paused_) {
      blocks_.set_dropped(++dropped_events_);
      continue;
    }
    blocks_.append(group_.records, floor_, group_.time);
    ++events_;
    if (blocks_.full()) blocks_.seal();
  }
}

// Numbers that are missing explain the kernel's word that it dropped records, and may still come: until the
// end one event stands for what they will tell.
void LinuxAuditStream::count_loss(uint64_t gaps, Report report) {
  if (overrun_ && gaps > gaps_at_overrun_) {
    unnumbered_ -= presumed_;
    presumed_ = 0;
    explained_ = dropped_;
    overrun_ = false;
  }
  if (overrun_ && report != Report::kNone) {
    const uint64_t presumed = report == Report::kLast ? events_of_dropped() : 1;
    unnumbered_ += presumed - presumed_;
    presumed_ = presumed;
  }
  if (!overrun_) gaps_at_overrun_ = gaps;
  lost_ = gaps + unnumbered_;
  blocks_.set_lost(lost_);
}

uint64_t LinuxAuditStream::events_of_dropped() const {
  const uint64_t dropped = dropped_ - explained_;
  return records_ == 0 ? std::max<uint64_t>(dropped, 1) : std::max<uint64_t>(dropped * events_ / records_, 1);
}

void LinuxAuditStream::tick(uint64_t now) {
  const std::lock_guard lock(mutex_);
  groups_.pass_time(read_clock_pair().wall);
  append_groups();
  const bool due = !paused_ && blocks_.report_is_due(now);
  count_loss(gaps_.lost(now), due ? Report::kInterim : Report::kNone);
  floor_ = std::max(floor_, now > kSettled ? now - kSettled : 0);
  if (!paused_) blocks_.tell_watermark(floor_, now);
  if (due) blocks_.report(now);
}

void LinuxAuditStream::report(uint64_t now) {
  count_loss(gaps_.lost(now), Report::kInterim);
  blocks_.report(now);
}

void LinuxAuditStream::cut(uint64_t now) {
  const std::lock_guard lock(mutex_);
  report(now);
}

void LinuxAuditStream::pause(bool paused, uint64_t now) {
  const std::lock_guard lock(mutex_);
  if (paused == paused_) return;
  report(now);
  paused_ = paused;
}

void LinuxAuditStream::finish(uint64_t now) {
  const std::lock_guard lock(mutex_);
  groups_.end();
  append_groups();
  count_loss(gaps_.lost_at_end(), Report::kLast);
  blocks_.report(now);
}

}  // namespace sysreel
