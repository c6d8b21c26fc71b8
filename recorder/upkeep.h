// Upkeep: what a long recording needs besides its events: the next part in time, a fresh scan every minute,
// pins, and a pause while the disk is short of space. Called by the ring thread between two looks at the
// ring, or by the thread of a recording that has none.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "recorder/journal.h"
#include "recorder/pin_trigger.h"
#include "recorder/record_options.h"
#include "recorder/write_thread.h"

namespace sysreel {

class EventFlow;

class Upkeep {
 public:
  // Begins a scan that runs on a thread of its own; empty where a recording has none.
  using StartScan = std::function<WriteThread::PendingSnapshot()>;

  // Everything passed must outlive this.
  Upkeep(const RecordOptions& options, const std::string& file, CaptureFiles& files, WriteThread& writer,
         Journal& journal, StartScan scan, uint64_t now);
  // Events that go into the files.
  void add(EventFlow& flow) { flows_.push_back(&flow); }

  void tick(uint64_t now);
  void pin(uint64_t now);  // on a signal

  // A recording of one file has reached its quota.
  bool quota_reached() const { return quota_reached_; }

 private:
  bool part_is_due(uint64_t now) const;
  uint64_t expected_bytes() const;
  void look_at_space(uint64_t now);
  void begin_scan(uint64_t now);
  void cut();
  uint64_t dropped() const;

  const RecordOptions& options_;
  CaptureFiles& files_;
  WriteThread& writer_;
  std::vector<EventFlow*> flows_;
  Journal& journal_;
  StartScan scan_;
  std::optional<PinTrigger> trigger_;
  bool rotating_;
  uint64_t part_begun_;
  uint64_t rotations_ = 0;  // asked for
  uint64_t last_scan_;
  uint64_t last_look_;
  bool paused_ = false;
  uint64_t paused_since_ = 0;
  bool quota_reached_ = false;
};

// Of evidence that whoever controls the host can change.
void warn_of_root_file_system(const CaptureFiles& files, Journal& journal);

}  // namespace sysreel
