#include "replayer/stream/watch_log.h"

#include <algorithm>

namespace sysreel {

void WatchLog::add(const LossReport& report) {
  std::vector<Watched>& spans = watched_[report.source];
  if (!spans.empty() && spans.back().to == report.from) {
    spans.back().to = report.to;
  } else {
    spans.push_back({report.from, report.to});
  }
  if (const uint64_t lost = lost_events(report); lost > 0) lost_.push_back({report.from, report.to, lost});
}

std::vector<TimeSpan> WatchLog::not_watched(bool closed, uint64_t end) const {
  std::vector<TimeSpan> gaps;
  for (const auto& [source, reported] : watched_) {
    std::vector<Watched> spans = reported;
    std::sort(spans.begin(), spans.end(), [](const Watched& a, const Watched& b) { return a.from < b.from; });
    uint64_t covered = spans.front().from;
    for (const Watched& span : spans) {
      if (span.from > covered) gaps.push_back({covered, span.from});
      covered = std::max(covered, span.to);
    }
    if (!closed) gaps.push_back({std::max(covered, end), std::nullopt});
  }
  if (watched_.empty() && !closed) gaps.push_back({end, std::nullopt});
  return gaps;
}

}  // namespace sysreel
