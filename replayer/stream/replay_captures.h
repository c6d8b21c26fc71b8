// Replays captures one after the other, the parts of one recording as one stream: the loop of every command
// that evaluates rules and writes no report.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "base/wall_time.h"
#include "replayer/stream/replay.h"

namespace sysreel {

struct CapturesOptions {
  Matching matching = Matching::kFirst;
  std::optional<TimePoint> from;
  std::optional<TimePoint> to;
  EventObserver* observer = nullptr;
  std::string key_file;  // opens sealed captures; may be empty
};

// A capture that was read to its end.
struct ReplayedCapture {
  const std::string& path;
  const CaptureReader& reader;
  const ReplayTotals& totals;  // of this capture alone
};

// Ends at the first capture that cannot be used; the error's message begins with its path. `done` may be
// empty. Everything passed must outlive the call.
Status replay_captures(const std::vector<std::string>& paths, const rules::Program& program,
                       const CapturesOptions& options, const Replay::Sink& sink,
                       const std::function<void(const ReplayedCapture&)>& done);

}  // namespace sysreel
