#include "format/audit/audit_groups.h"

#include <doctest/doctest.h>

namespace sysreel {
namespace {

struct Feed {
  AuditGroups groups;
  std::string out;

  void add(uint64_t milliseconds, uint64_t serial, std::string_view line, std::string_view node = {}) {
    AuditRecord record;
    record.node = node;
    record.time = milliseconds * 1'000'000;
    record.serial = serial;
    groups.add(record, line);
    take();
  }
  void take() {
    AuditGroups::Group group;
    while (groups.next(group)) {
      for (char& c : group.records)
        if (c == '\n') c = ' ';
      out += group.records + "|";
    }
  }
  std::string end() {
    groups.end();
    take();
    return out;
  }
};

}  // namespace

TEST_CASE("records find their group, interleaved and out of order") {
  Feed feed;
  feed.add(1000, 2, "b1");
  feed.add(1000, 1, "a1");
  feed.add(1000, 2, "b2");
  feed.add(1000, 1, "c1", "node");  // another machine's
  feed.add(1001, 1, "d1");          // a serial number that came again
  feed.add(1000, 1, "a2");
  feed.add(999, 9, "e1");
  CHECK(feed.out.empty());
  CHECK(feed.end() == "e1|b1 b2|a1 a2|c1|d1|");
}

TEST_CASE("a group without its end is closed by time") {
  Feed feed;
  feed.add(1000, 1, "a1");
  feed.add(2999, 2, "b1");
  CHECK(feed.out.empty());
  feed.add(3000, 3, "c1");
  CHECK(feed.out == "a1|");
  feed.add(3000, 1, "late");
  CHECK(feed.end() == "a1|b1|c1|late|");
}

TEST_CASE("a log that goes back closes what idles, and memory is bounded") {
  Feed feed;
  feed.add(9000, 1, "a1");
  for (uint64_t i = 0; i <= AuditGroups::kMaxIdleRecords; ++i) {
    CHECK(feed.out.empty());
    feed.add(1000, 2, "b");
  }
  CHECK(feed.out == "a1|");

  Feed large;
  const std::string line(1U << 20, 'x');
  size_t groups = 0;
  for (uint64_t i = 0; i < 64; ++i) {
    large.add(1000, i, line);
    groups += large.out.empty() ? 0 : 1;
    large.out.clear();
  }
  CHECK(groups > 30);
}

}  // namespace sysreel
