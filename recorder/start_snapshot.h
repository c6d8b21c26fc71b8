// The scan at the start of a recording: processes, their descriptors, users and groups.
#pragma once

#include <cstdint>
#include <optional>
#include <set>
#include <vector>

#include "format/capture_item.h"
#include "recorder/probes.h"

namespace sysreel {

class TaskIterators;

// Of the processes `pids`; without them: of all but the recorder itself. By `iterators`, or, where there are
// none or they fail, from /proc. Split into parts that a reader accepts.
std::vector<Snapshot> take_start_snapshot(const Catalogue& catalogue, const Probes& probes,
                                          TaskIterators* iterators,
                                          const std::optional<std::set<int64_t>>& pids);

}  // namespace sysreel
