// CaptureRing: the files of a rotated recording. Gives each part its name, keeps the newest, pins what must
// not go.
//
// NAME.reel becomes NAME.000001.reel, NAME.000002.reel …, numbered on from what an earlier recorder left
// behind, which belongs to the ring as well: a service that is restarted stays within its bounds and
// overwrites nothing. Pinned files are renamed to NAME.000001.pinned.reel and never removed. One thread.
#pragma once

#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/result.h"

namespace sysreel {

struct RingLimits {
  std::optional<uint64_t> keep;   // files, the one being written included
  std::optional<uint64_t> quota;  // bytes of all files, the pinned ones included
};

// CLOCK_BOOTTIME ns.
struct TimeRange {
  uint64_t from = 0;
  uint64_t to = 0;
};

class CaptureRing {
 public:
  // `name`: of -w. `now`: CLOCK_BOOTTIME ns; `wall_offset`: CLOCK_REALTIME minus that, for the ages of files
  // that are there already.
  static Result<CaptureRing> open(const std::string& name, const RingLimits& limits, uint64_t wall_offset);

  // Of the part to be written next.
  std::string next_name();
  // A part is closed: `path` is its final name.
  void add(const std::string& path, uint64_t bytes, TimeRange range);
  // Keeps every part that overlaps `range`, also those that are added later.
  void pin(TimeRange range);
  // Removes the oldest parts until the limits hold with a part of `current_bytes` being written.
  void trim(uint64_t current_bytes);
  // False when there is none that may go.
  bool drop_oldest();

  // Pinned files alone leave no room for the part being written.
  bool full(uint64_t current_bytes) const;
  uint64_t files() const { return parts_.size(); }
  uint64_t pinned() const { return pinned_; }

 private:
  struct Part {
    std::string path;
    uint64_t bytes = 0;
    TimeRange range;
  };

  CaptureRing(const std::string& name, const RingLimits& limits);
  Status adopt(uint64_t wall_offset);
  bool is_pinned(TimeRange range) const;
  void keep(const Part& part);

  std::string directory_;
  std::string stem_;       // "ring" of ring.reel
  std::string extension_;  // ".reel"
  RingLimits limits_;
  uint64_t next_ = 1;
  std::deque<Part> parts_;  // oldest first
  uint64_t bytes_ = 0;      // of parts_
  uint64_t pinned_ = 0;
  uint64_t pinned_bytes_ = 0;
  std::vector<TimeRange> pins_;
};

}  // namespace sysreel
