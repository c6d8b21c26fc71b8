// Exporter: writes the events of recordings in one format, in order, with the state around each.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <string_view>

#include "base/result.h"
#include "format/byte_sink.h"
#include "format/capture_header.h"
#include "replayer/stream/event_walk.h"

namespace sysreel {

class Exporter {
 public:
  virtual ~Exporter() = default;
  // Another recording, or the next part of this one, is about to be walked. `walk` outlives its events.
  virtual Status begin(const EventWalk& walk, const CaptureHeader& header) = 0;
  virtual void kinds_changed() {}
  virtual void snapshot(const Snapshot&) {}
  // The state is as before the first event of the recording.
  virtual Status begin_events(const Step&) { return {}; }
  virtual Status add(const Step& step) = 0;
  // An event that the user's filter leaves out.
  virtual Status pass_over(const Step&) { return {}; }
  virtual Status finish() = 0;

  uint64_t written() const { return written_; }
  // Events that the format cannot hold, by kind.
  const std::map<std::string, uint64_t>& left_out() const { return left_out_; }

 protected:
  void count_written() { ++written_; }
  void count_left_out(std::string_view kind) { ++left_out_[std::string(kind)]; }

 private:
  uint64_t written_ = 0;
  std::map<std::string, uint64_t> left_out_;
};

}  // namespace sysreel
