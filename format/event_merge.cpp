#include "format/event_merge.h"

#include <algorithm>
#include <limits>
#include <utility>

namespace sysreel {
namespace {

constexpr uint64_t kForever = std::numeric_limits<uint64_t>::max();
// Stamps are hostile: a capture whose first block claims the end of time must not be read into memory whole.
constexpr size_t kMaxPending = 32;

EventSource source_of(const CaptureItem& item) {
  if (item.kind == CaptureItem::Kind::kBlock) return item.block.source;
  return item.kind == CaptureItem::Kind::kSnapshot ? item.snapshot.rows.source : item.loss.source;
}

// When the item's next event, or the item itself, has its turn.
uint64_t time_of(const CaptureItem& item, size_t cursor) {
  if (item.kind == CaptureItem::Kind::kSnapshot) return item.snapshot.begin_time;
  if (item.kind == CaptureItem::Kind::kLoss) return item.loss.from;
  return cursor < item.block.time.size() ? item.block.time[cursor] : 0;
}

// Ties go to the source with the lower number.
bool goes_before(const CaptureItem& a, size_t a_cursor, const CaptureItem& b, size_t b_cursor) {
  const uint64_t a_time = time_of(a, a_cursor);
  const uint64_t b_time = time_of(b, b_cursor);
  return a_time != b_time ? a_time < b_time : source_of(a) < source_of(b);
}

size_t size_of(const CaptureItem& item) {
  return item.kind == CaptureItem::Kind::kBlock ? item.block.size() : 1;
}

}  // namespace

Status EventMerge::read_ahead() {
  std::unique_ptr<CaptureItem> item;
  if (spare_.empty()) {
    item = std::make_unique<CaptureItem>();
  } else {
    item = std::move(spare_.back());
    spare_.pop_back();
  }
  const Result<bool> more = reader_.next(*item, sections_);
  if (!more) return more.error();
  if (!*more) {
    at_end_ = true;
    return {};
  }
  if (item->kind == CaptureItem::Kind::kWatermark) {
    const auto source = static_cast<size_t>(item->source);
    if (source != 0 && source < watermarks_.size()) {
      watermarks_[source] = std::max(watermarks_[source].value_or(0), item->first_time);
      has_watermarks_ = true;
    }
    spare_.push_back(std::move(item));
    return {};
  }
  last_begin_ = time_of(*item, 0);
  pending_.push_back({std::move(item), 0});
  return {};
}

// Of the first pending item of each source, the one whose turn is earliest.
EventMerge::Pending* EventMerge::first_of_sources() {
  Pending* best = nullptr;
  uint32_t seen = 0;
  for (Pending& pending : pending_) {
    const uint32_t bit = 1U << static_cast<unsigned>(source_of(*pending.item));
    if ((seen & bit) != 0) continue;
    seen |= bit;
    if (best == nullptr || goes_before(*pending.item, pending.cursor, *best->item, best->cursor))
      best = &pending;
  }
  return best;
}

// Before this time no event is still unread of the sources that have nothing pending.
uint64_t EventMerge::unread_limit(uint32_t pending_sources) const {
  if (at_end_ || pending_.size() >= kMaxPending) return kForever;
  if ((reader_.sources() & ~pending_sources) == 0) return kForever;
  if (!has_watermarks_) return last_begin_;  // on a pipe the best guess
  uint64_t limit = kForever;
  for (size_t source = 0; source < watermarks_.size(); ++source) {
    const bool pending = (pending_sources >> source & 1U) != 0;
    if (watermarks_[source] && !pending) limit = std::min(limit, *watermarks_[source]);
  }
  return limit;
}

// Events of the chosen item before this time may go before those of other sources.
uint64_t EventMerge::limit_for(const Pending& chosen) const {
  uint64_t limit = kForever;
  uint32_t seen = 1U << static_cast<unsigned>(source_of(*chosen.item));
  for (const Pending& pending : pending_) {
    const uint32_t bit = 1U << static_cast<unsigned>(source_of(*pending.item));
    if ((seen & bit) != 0) continue;
    seen |= bit;
    limit = std::min(limit, time_of(*pending.item, pending.cursor));
  }
  return std::min(limit, unread_limit(seen));
}

void EventMerge::drop_finished() {
  for (auto pending = pending_.begin(); pending != pending_.end();) {
    if (pending->cursor < size_of(*pending->item)) {
      ++pending;
      continue;
    }
    spare_.push_back(std::move(pending->item));
    pending = pending_.erase(pending);
  }
}

bool EventMerge::must_read(const Pending* chosen) const {
  if (at_end_ || pending_.size() >= kMaxPending) return false;
  if (chosen == nullptr) return true;
  uint32_t sources = 0;
  for (const Pending& pending : pending_) sources |= 1U << static_cast<unsigned>(source_of(*pending.item));
  return unread_limit(sources) <= time_of(*chosen->item, chosen->cursor);
}

Result<bool> EventMerge::next(Run& run) {
  drop_finished();
  Pending* chosen = first_of_sources();
  while (must_read(chosen)) {
    SYSREEL_RETURN_IF_ERROR(read_ahead());
    chosen = first_of_sources();
  }
  if (chosen == nullptr) return false;
  run.item = chosen->item.get();
  run.begin = chosen->cursor;
  run.end = chosen->cursor + 1;
  if (run.item->kind == CaptureItem::Kind::kBlock) {
    const RawVector<uint64_t>& time = run.item->block.time;
    const uint64_t limit = limit_for(*chosen);
    if (time.empty() || limit == kForever) {
      run.end = run.item->block.size();
    } else {
      while (run.end < time.size() && time[run.end] < limit) ++run.end;
    }
  }
  chosen->cursor = run.end;
  return true;
}

}  // namespace sysreel
