// Where to begin. Exact is a checkpoint; a scan is an approximation (what it shows is marked as taken from a
// scan), but the recorder writes one every minute, while checkpoints are written by commands. So the nearest
// checkpoint is taken unless it is more than a minute away and a scan is nearer: the cost of a slice then
// follows the slice in every capture.
#include "format/part_selection.h"

#include <algorithm>

#include "format/capture_item.h"

namespace sysreel {
namespace {

constexpr uint64_t kCheckpointReach = 60'000'000'000;

bool is_snapshot(const PartEntry& part, SnapshotKind kind) {
  return part.kind == FrameKind::kSnapshot && part.snapshot.kind == static_cast<uint8_t>(kind);
}
bool is_checkpoint(const PartEntry& part) {
  return is_snapshot(part, SnapshotKind::kCheckpoint);
}
bool has(const PartEntry& part, uint8_t place) {
  return (part.snapshot.place & place) != 0;
}

using Place = std::vector<PartEntry>::const_iterator;

// Whether the snapshot that begins here is all there.
bool is_whole(Place first, Place end) {
  for (Place part = first; part != end; ++part) {
    if (part->kind != FrameKind::kSnapshot || part->snapshot.kind != first->snapshot.kind ||
        part->first_time != first->first_time)
      continue;
    if (has(*part, SnapshotMark::kLastPart)) return true;
  }
  return false;
}

// The last snapshot of the kind that is complete at `from`; end() if there is none.
Place nearest(const std::vector<PartEntry>& parts, SnapshotKind kind, uint64_t from) {
  for (Place part = parts.end(); part != parts.begin();) {
    --part;
    if (is_snapshot(*part, kind) && has(*part, SnapshotMark::kFirstPart) && part->last_time <= from &&
        is_whole(part, parts.end()))
      return part;
  }
  return parts.end();
}

Place choose(const std::vector<PartEntry>& parts, uint64_t from) {
  const Place checkpoint = nearest(parts, SnapshotKind::kCheckpoint, from);
  const Place scan = nearest(parts, SnapshotKind::kScan, from);
  if (checkpoint == parts.end() || scan == parts.end()) return checkpoint == parts.end() ? scan : checkpoint;
  const bool near = from - checkpoint->last_time <= kCheckpointReach;
  return near || checkpoint->last_time >= scan->last_time ? checkpoint : scan;
}

}  // namespace

bool PartFilter::takes_snapshot(const PartEntry& part) const {
  if (!range_.with_state) return part.last_time >= range_.from && part.first_time < range_.to;
  if (is_checkpoint(part)) {
    return !state_begun_ || has(part, SnapshotMark::kFresh) ||
           (part.first_time == checkpoint_ && !has(part, SnapshotMark::kFirstPart));
  }
  return part.first_time < range_.to || !state_begun_;
}

bool PartFilter::takes(const PartEntry& part) {
  const uint64_t from = !range_.with_state                            ? range_.from
                        : start_.kind == ReadStart::Kind::kCheckpoint ? 0
                                                                      : start_.time;
  bool taken = true;
  if (part.kind == FrameKind::kSnapshot) {
    taken = takes_snapshot(part);
    if (taken) checkpoint_ = is_checkpoint(part) ? part.first_time : 0;
  } else if (part.kind == FrameKind::kBlock || part.kind == FrameKind::kLoss) {
    taken = part.last_time >= from && part.first_time < range_.to;
  }
  const bool changes_state = part.kind == FrameKind::kSnapshot || part.kind == FrameKind::kBlock;
  state_begun_ = state_begun_ || (taken && changes_state);
  return taken;
}

ReadStart select_parts(std::vector<PartEntry>& parts, const ReadRange& range) {
  ReadStart start;
  if (range.with_state && range.from > 0) {
    const Place first = choose(parts, range.from);
    const bool before_events = std::none_of(
        parts.cbegin(), first, [](const PartEntry& part) { return part.kind == FrameKind::kBlock; });
    if (first != parts.end() && !before_events) {
      const PartEntry begin = *first;
      start.kind = is_checkpoint(begin) ? ReadStart::Kind::kCheckpoint : ReadStart::Kind::kScan;
      start.time = begin.first_time;
      const auto of_start = [&](const PartEntry& part) {
        return part.kind == FrameKind::kSnapshot && part.snapshot.kind == begin.snapshot.kind &&
               part.first_time == begin.first_time && part.sequence >= begin.sequence;
      };
      const auto too_early = [&](const PartEntry& part) {
        // Blocks that were written before a scan ended may hold events from after its begin.
        if (part.kind == FrameKind::kBlock && start.kind == ReadStart::Kind::kScan) return false;
        return part.sequence < begin.sequence;
      };
      parts.erase(std::remove_if(parts.begin(), parts.end(), too_early), parts.end());
      std::stable_partition(parts.begin(), parts.end(), of_start);
    }
  }
  PartFilter filter(range, start);
  parts.erase(
      std::remove_if(parts.begin(), parts.end(), [&](const PartEntry& part) { return !filter.takes(part); }),
      parts.end());
  return start;
}

}  // namespace sysreel
