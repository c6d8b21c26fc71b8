#include "recorder/order_merge.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <random>
#include <string>
#include <vector>

namespace sysreel {
namespace {

void add(OrderMerge& merge, uint64_t time, std::string_view text, uint16_t cpu = 0) {
  merge.add(cpu, time, {reinterpret_cast<const uint8_t*>(text.data()), text.size()});
}

std::string release(OrderMerge& merge, uint64_t watermark) {
  std::string out;
  merge.release(watermark, [&](std::span<const uint8_t> record) {
    out.append(reinterpret_cast<const char*>(record.data()), record.size());
  });
  return out;
}

TEST_CASE("records come out by time, ties in order of arrival") {
  OrderMerge merge;
  add(merge, 30, "c", 1);
  add(merge, 10, "a");
  add(merge, 20, "first", 1);
  add(merge, 20, "second");
  CHECK(release(merge, 5).empty());
  CHECK(release(merge, 20) == "afirstsecond");
  CHECK(merge.held() == 1);
  add(merge, 25, "b");
  CHECK(release(merge, 100) == "bc");
  CHECK(merge.held() == 0);
  CHECK(merge.held_bytes() == 0);
  CHECK(merge.late() == 0);
}

TEST_CASE("what comes too late is delivered and counted") {
  OrderMerge merge;
  add(merge, 10, "a");
  CHECK(release(merge, 15) == "a");
  add(merge, 8, "late");
  add(merge, 12, "b");
  CHECK(release(merge, 15) == "lateb");
  CHECK(merge.late() == 1);
}

TEST_CASE("what is held back keeps its bytes while others go") {
  OrderMerge merge;
  add(merge, 50, "fifty");
  add(merge, 10, "ten");
  add(merge, 40, "forty", 2);
  CHECK(release(merge, 20) == "ten");
  CHECK(merge.held_bytes() == 10);
  add(merge, 30, "thirty");
  CHECK(release(merge, 45) == "thirtyforty");
  CHECK(merge.held() == 1);
  CHECK(release(merge, 60) == "fifty");
  CHECK(merge.held_bytes() == 0);
}

TEST_CASE("a slow sort of everything agrees") {
  std::mt19937 random(7);
  OrderMerge merge;
  std::vector<std::pair<uint64_t, uint32_t>> all;
  std::vector<std::pair<uint64_t, uint32_t>> released;
  uint64_t clock = 1000;
  for (uint32_t i = 0; i < 5000; ++i) {
    clock += random() % 5;
    const uint64_t time = clock - random() % 50;
    const std::pair<uint64_t, uint32_t> entry{time, i};
    all.push_back(entry);
    // Up to the highest number of a CPU that a record can have.
    merge.add(static_cast<uint16_t>(random() % 5 * 16383), time,
              {reinterpret_cast<const uint8_t*>(&all.back().second), sizeof(uint32_t)});
    if (i % 97 != 0) continue;
    merge.release(clock - 100, [&](std::span<const uint8_t> record) {
      uint32_t number = 0;
      std::copy(record.begin(), record.end(), reinterpret_cast<uint8_t*>(&number));
      released.push_back(all[number]);
    });
  }
  merge.release(~uint64_t{0}, [&](std::span<const uint8_t> record) {
    uint32_t number = 0;
    std::copy(record.begin(), record.end(), reinterpret_cast<uint8_t*>(&number));
    released.push_back(all[number]);
  });
  std::sort(all.begin(), all.end());
  CHECK(released == all);
  CHECK(merge.late() == 0);
}

}  // namespace
}  // namespace sysreel
