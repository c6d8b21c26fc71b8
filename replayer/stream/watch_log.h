// WatchLog: when somebody watched and when events were lost, from the loss reports of one capture.
//
// A recorder reports at least every ten seconds, so silence is told from blindness: between two reports of a
// source nobody watched. Times are CLOCK_BOOTTIME ns.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <vector>

#include "format/capture_item.h"

namespace sysreel {

struct TimeSpan {
  uint64_t from = 0;
  std::optional<uint64_t> to;  // nothing: to the end
};

struct LostSpan {
  uint64_t from = 0;
  uint64_t to = 0;
  uint64_t lost = 0;  // events
};

class WatchLog {
 public:
  void add(const LossReport& report);

  // After the last report nobody may have watched either, unless the capture was closed in an orderly way;
  // `end` is the time of the newest event, or of the start.
  std::vector<TimeSpan> not_watched(bool closed, uint64_t end) const;
  // Reports with loss, in the order given.
  const std::vector<LostSpan>& lost() const { return lost_; }

 private:
  struct Watched {
    uint64_t from = 0;
    uint64_t to = 0;
  };
  std::map<EventSource, std::vector<Watched>> watched_;
  std::vector<LostSpan> lost_;
};

}  // namespace sysreel
