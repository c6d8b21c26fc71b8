#include "format/audit/audit_groups.h"

#include <algorithm>
#include <utility>

namespace sysreel {

void AuditGroups::add(const AuditRecord& record, std::string_view line) {
  ++records_;
  key_.assign(record.node);
  key_.append(" ").append(std::to_string(record.time)).append(" ").append(std::to_string(record.serial));
  const auto found = by_key_.find(key_);
  Place place;
  if (found != by_key_.end()) {
    place = found->second;
    place->records += '\n';
  } else {
    place = open_.emplace(open_.end());
    place->time = record.time;
    place->key = key_;
    by_key_.emplace(key_, place);
  }
  place->records += line;
  place->last_record = records_;
  open_bytes_ += line.size() + 1;
  close_ended(record.time);
}

void AuditGroups::add_whole(uint64_t time, std::string_view records) {
  ++records_;
  const Place place = open_.emplace(open_.end());
  place->time = time;
  place->records = records;
  place->last_record = records_;
  open_bytes_ += records.size() + 1;
  close_ended(time);
}

// Groups are looked at from the first opened on; behind one that must wait stand those that opened later,
// which nearly always must wait too.
void AuditGroups::close_ended(uint64_t now) {
  const size_t first = closed_.size();
  while (!open_.empty()) {
    const Open& oldest = open_.front();
    const bool over = now >= oldest.time && now - oldest.time >= kTimeout;
    const bool idle = records_ - oldest.last_record > kMaxIdleRecords;
    if (!over && !idle && open_bytes_ <= kMaxBytes) break;
    close(open_.begin());
  }
  order_closed(first);
}

void AuditGroups::close(Place place) {
  open_bytes_ -= place->records.size() + 1;
  if (!place->key.empty()) by_key_.erase(place->key);
  closed_.push_back(std::move(*place));
  open_.erase(place);
}

void AuditGroups::order_closed(size_t first) {
  std::stable_sort(closed_.begin() + static_cast<std::ptrdiff_t>(first), closed_.end(),
                   [](const Group& a, const Group& b) { return a.time < b.time; });
}

void AuditGroups::end() {
  const size_t first = closed_.size();
  while (!open_.empty()) close(open_.begin());
  order_closed(first);
}

bool AuditGroups::next(Group& group) {
  if (closed_.empty()) return false;
  group = std::move(closed_.front());
  closed_.pop_front();
  return true;
}

}  // namespace sysreel
