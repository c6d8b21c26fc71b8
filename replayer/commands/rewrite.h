// `sysreel slice`, `merge`, `index`, `repack` and `repair`: a new capture from the parts of a recording. Each
// names its origin and has a chain of its own; events keep their numbers.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/wall_time.h"
#include "replayer/commands/console.h"

namespace sysreel {

enum class RewriteCommand : uint8_t { kSlice, kMerge, kIndex, kRepack, kRepair };

struct RewriteOptions {
  RewriteCommand command = RewriteCommand::kSlice;
  std::vector<std::string> captures;  // parts of one recording; of foreign formats one
  std::string output;                 // "-": standard output
  bool force = false;
  bool strict = false;
  // Of slice.
  std::optional<TimePoint> from;
  std::optional<TimePoint> to;  // exclusive
  std::optional<int64_t> pid;
};

int run_rewrite(const RewriteOptions& options, Console& console);

}  // namespace sysreel
