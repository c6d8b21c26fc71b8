#include "recorder/lane_reader.h"

#include <doctest/doctest.h>

#include <cstring>
#include <vector>

#include "recorder/record_consumer.h"
#include "recorder/testing/wire_record.h"

namespace sysreel {
namespace {

using testing::WireRecord;

constexpr uint64_t kRing = 4096;

// What the programs do to a lane, in user memory.
class Lane : public RecordConsumer {
 public:
  Lane() : words_(lane_bytes(kRing) / sizeof(uint64_t)), reader_(memory(), kRing) {}

  uint8_t* memory() { return reinterpret_cast<uint8_t*>(words_.data()); }
  uint8_t* at(uint64_t position) { return memory() + REEL_LANE_HEAD + (position & (kRing - 1)); }
  uint64_t& tail() { return words_[offsetof(reel_lane, tail) / sizeof(uint64_t)]; }
  uint64_t& head() { return words_[offsetof(reel_lane, head) / sizeof(uint64_t)]; }

  void write(const std::vector<uint8_t>& record) { std::memcpy(at(head()), record.data(), record.size()); }
  void publish(const std::vector<uint8_t>& record) {
    write(record);
    const uint64_t aligned = (record.size() + REEL_LANE_ALIGN - 1) / REEL_LANE_ALIGN * REEL_LANE_ALIGN;
    head() += std::min(aligned, kRing - (head() & (kRing - 1)));
  }
  std::vector<uint8_t> record(size_t text) {
    const uint32_t number = sequence_++;
    return WireRecord(5, 1000 + number).cpu(0, number).text(0, std::string(text, 'x')).bytes();
  }
  size_t drain() { return reader_.drain(*this); }

  std::vector<std::vector<uint8_t>> seen;
  uint64_t damaged() const { return reader_.damaged(); }

 private:
  void consume(const reel_record& header, std::span<const uint8_t> record) override {
    CHECK(std::memcmp(&header, record.data(), sizeof(header)) == 0);
    seen.emplace_back(record.begin(), record.end());
  }

  std::vector<uint64_t> words_;
  LaneReader reader_;
  uint32_t sequence_ = 0;
};

TEST_CASE("records come out as they went in, over the end of the ring and over again") {
  Lane lane;
  std::vector<std::vector<uint8_t>> expected;
  // Sizes that meet the end of the ring at every distance.
  for (size_t round = 0; round < 300; ++round) {
    const size_t batch = 1 + round % 3;
    for (size_t i = 0; i < batch; ++i) {
      expected.push_back(lane.record(round * 7 % 900));
      lane.publish(expected.back());
    }
    CHECK(lane.drain() == batch);
    CHECK(lane.tail() == lane.head());
  }
  CHECK(lane.head() > 10 * kRing);
  CHECK(lane.seen == expected);
  CHECK(lane.damaged() == 0);
}

TEST_CASE("a record larger than what is left of the ring lies in the slack") {
  Lane lane;
  lane.publish(lane.record(3900));
  REQUIRE(lane.drain() == 1);
  const auto spilled = lane.record(60000);
  lane.publish(spilled);
  CHECK(lane.head() == kRing);
  REQUIRE(lane.drain() == 1);
  CHECK(lane.seen.back() == spilled);
  const auto first = lane.record(10);
  lane.publish(first);
  REQUIRE(lane.drain() == 1);
  CHECK(lane.seen.back() == first);
}

TEST_CASE("who empties a lane lets it ring again") {
  Lane lane;
  uint32_t rung = 1;
  std::memcpy(lane.memory() + offsetof(reel_lane, rung), &rung, sizeof(rung));
  lane.publish(lane.record(10));
  lane.drain();
  std::memcpy(&rung, lane.memory() + offsetof(reel_lane, rung), sizeof(rung));
  CHECK(rung == 0);
}

TEST_CASE("what is not published is not read: a program at work, or one that never came back") {
  Lane lane;
  lane.publish(lane.record(10));
  lane.write(lane.record(200));
  CHECK(lane.drain() == 1);
  CHECK(lane.drain() == 0);
  CHECK(lane.tail() == lane.head());
}

TEST_CASE("lengths that cannot be end the reading, never leave the memory, and what is missing is counted") {
  struct Row {
    const char* what;
    uint32_t size;
  };
  const Row rows[] = {{"nothing", 0},
                      {"less than a header", sizeof(reel_record) - 1},
                      {"more than was published", 4000},
                      {"more than a record can have", REEL_RECORD_MAX + 1},
                      {"all ones", 0xffffffff}};
  for (const Row& row : rows) {
    CAPTURE(row.what);
    Lane lane;
    const uint64_t bad = lane.head();
    lane.publish(lane.record(50));
    lane.publish(lane.record(50));
    std::memcpy(lane.at(bad), &row.size, sizeof(row.size));
    CHECK(lane.drain() == 0);
    CHECK(lane.tail() == lane.head());
    lane.publish(lane.record(50));
    CHECK(lane.drain() == 1);
    CHECK(lane.damaged() == 2);
  }
}

TEST_CASE("a position that cannot be is passed over") {
  for (const uint64_t head : {uint64_t{3 * kRing}, ~uint64_t{0}, uint64_t{13}}) {
    CAPTURE(head);
    Lane lane;
    lane.publish(lane.record(50));
    lane.head() = head;
    CHECK(lane.drain() == 0);
    lane.head() = head / REEL_LANE_ALIGN * REEL_LANE_ALIGN;
    lane.publish(lane.record(50));
    CHECK(lane.drain() == 1);
    CHECK(lane.damaged() == 1);
  }
}

}  // namespace
}  // namespace sysreel
