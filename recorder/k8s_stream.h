// K8sStream: Kubernetes audit events from every input, cut and checked, into sealed blocks of their source.
//
// The inputs' threads call add_body() and add_event(), which wait while the write thread has enough to do or
// the recording is paused: whoever sends is answered when its events are taken in, and what is not taken
// stays with the sender. What still waits when a paused recording ends is dropped, counted and refused.
// tick(), cut() and finish() are the recording's own thread's. The writer must outlive the stream.
#pragma once

#include <atomic>
#include <cstdint>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "base/json_document.h"
#include "recorder/audit_blocks.h"

namespace sysreel {

class K8sStream {
 public:
  explicit K8sStream(WriteThread& writer);

  // What one thread needs to read events.
  struct Reading {
    JsonDocument document;
    std::string problem;
    bool dropped = false;  // the events are sound, but nothing is written any more
  };
  // The body of a request: an EventList, an event, or several. All of it or, when part of it is malformed or
  // no audit event, nothing: then the request counts as malformed, and `reading.problem` says why.
  bool add_body(std::string_view body, Reading& reading);
  // One event; false and counted when it is none.
  bool add_event(std::string_view json, Reading& reading);
  void count_malformed();

  void tick(uint64_t now);  // CLOCK_BOOTTIME ns
  // Seals what there is and reports the interval that ends now.
  void cut(uint64_t now);
  void pause(bool paused, uint64_t now);
  // From now on nobody waits for the write thread.
  void stop_waiting() { waiting_ends_ = true; }
  // After the inputs have ended.
  void finish(uint64_t now);

  uint64_t events() const { return events_; }
  uint64_t malformed() const { return malformed_; }
  uint64_t dropped() const { return dropped_; }

 private:
  struct Found {
    std::string_view json;
    std::optional<uint64_t> time;
  };
  bool append(const std::vector<Found>& events);
  void wait_for_room();
  void report(uint64_t now);  // under mutex_

  WriteThread& writer_;
  std::mutex mutex_;
  AuditBlocks blocks_;  // guarded by mutex_
  std::atomic<uint64_t> events_ = 0;
  std::atomic<uint64_t> malformed_ = 0;
  std::atomic<uint64_t> dropped_ = 0;
  std::atomic<bool> paused_ = false;
  std::atomic<bool> waiting_ends_ = false;
};

}  // namespace sysreel
