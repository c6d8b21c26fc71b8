// AuditGroups: gathers the records of one audit event, which the log may hold interleaved with those of
// others and in any order.
//
// Records belong together when node, time and serial number are the same. A group ends as auditd ends it:
// when the log has come to a time of two seconds later, whether the record that says so (EOE) came or not.
// That record ends nothing by itself, so that one behind it still finds its group. So that a log whose time
// stands still or goes back holds no more than it must, a group also ends when kMaxIdleRecords went by since
// its last, or when the open groups hold more than kMaxBytes.
//
// add() each record, take groups with next() until it gives none; end() ends those still open. One thread.
#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <list>
#include <string>
#include <string_view>
#include <unordered_map>

#include "format/audit/audit_record.h"

namespace sysreel {

class AuditGroups {
 public:
  static constexpr uint64_t kTimeout = 2'000'000'000;  // ns
  static constexpr uint64_t kMaxIdleRecords = 20'000;
  static constexpr size_t kMaxBytes = 32U << 20;

  struct Group {
    uint64_t time = 0;    // wall ns
    std::string records;  // a line each, as they came
  };

  void add(const AuditRecord& record, std::string_view line);
  // A group of its own that needs no more records.
  void add_whole(uint64_t time, std::string_view records);
  // The clock shows this wall time, whatever the log says.
  void pass_time(uint64_t now) { close_ended(now); }
  void end();
  // In the order of time among those that ended together.
  bool next(Group& group);

 private:
  struct Open : Group {
    std::string key;
    uint64_t last_record = 0;  // its number in the log
  };
  using Place = std::list<Open>::iterator;

  void close_ended(uint64_t now);
  void close(Place place);
  void order_closed(size_t first);

  std::list<Open> open_;  // in the order of their first records
  std::unordered_map<std::string, Place> by_key_;
  std::deque<Group> closed_;
  std::string key_;
  size_t open_bytes_ = 0;
  uint64_t records_ = 0;
};

}  // namespace sysreel
