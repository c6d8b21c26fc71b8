// FindingDetail: what a page shows of a finding when it is opened: why the rule matched, who did it, what the
// process did around it. Texts are of their own and bytes as recorded.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "replayer/explain/condition_trace.h"

namespace sysreel {

struct ProcessLine {
  int64_t pid = -1;
  uint64_t start_time = 0;  // CLOCK_BOOTTIME ns, 0: not known
  std::string name;
  std::string executable;
  std::string command_line;
  std::string user;            // the name, else the number
  bool from_snapshot = false;  // known from a scan, not from its exec
};

struct NearbyEvent {
  uint64_t number = 0;
  uint64_t wall_time = 0;
  std::string text;
};

struct FindingDetail {
  std::shared_ptr<const rules::ConditionOutline> outline;  // shared by the findings of a rule
  ConditionTrace trace;
  std::vector<ProcessLine> lineage;  // the process, its parent … the oldest ancestor known
  std::vector<NearbyEvent> before;   // of the same process and block, in order
  std::vector<NearbyEvent> after;
};

}  // namespace sysreel
