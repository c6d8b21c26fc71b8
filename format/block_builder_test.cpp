#include "format/block_builder.h"

#include <doctest/doctest.h>

#include <string>

namespace sysreel {
namespace {

struct Fixture {
  const Catalogue& catalogue = Catalogue::builtin();
  BlockBuilder builder{catalogue, EventSource::kSyscall, NumberSpace::kKernel, Arch::kX86_64};
  KindId openat = catalogue.find("openat");
  KindId close = catalogue.find("close");
  size_t fd = static_cast<size_t>(catalogue.kind(openat).param_index("fd"));
  size_t name = static_cast<size_t>(catalogue.kind(openat).param_index("name"));
  size_t mode = static_cast<size_t>(catalogue.kind(openat).param_index("mode"));
};

}  // namespace

TEST_CASE_FIXTURE(Fixture, "events of several kinds and threads come back as they went in") {
  const ThreadEntry sh{10, 10, 5};
  const ThreadEntry worker{11, 10, 5};
  builder.begin(openat, sh, 100, 0);
  builder.integer(fd, 3);
  builder.text(name, "/etc/passwd");
  builder.end();
  builder.begin(close, worker, 101, 1);
  builder.end();
  builder.begin(openat, sh, 99, 0);  // late: delivered where it is
  builder.integer(fd, -2);
  builder.text(name, "/etc/passwd", Mark::kTruncated);
  builder.end();
  CHECK(builder.events() == 3);
  CHECK(builder.raw_bytes() >= 3 * 24 + 2 * 11);

  EventBlock block;
  builder.take(block);
  CHECK(builder.events() == 0);
  CHECK(builder.raw_bytes() == 0);
  REQUIRE(block.size() == 3);
  CHECK(block.threads.size() == 2);
  CHECK(block.strings.size() == 1);
  CHECK(block.number.empty());

  const EventRef first(block, 0);
  CHECK(first.kind() == openat);
  CHECK(first.number() == 1);
  CHECK(first.thread() == sh);
  CHECK(first.integer(fd) == 3);
  CHECK(first.text(name) == "/etc/passwd");
  CHECK(first.mark(name) == Mark::kPresent);
  CHECK(first.mark(mode) == Mark::kMissing);
  const EventRef second(block, 1);
  CHECK(second.kind() == close);
  CHECK(second.thread() == worker);
  CHECK(second.cpu() == 1);
  const EventRef third(block, 2);
  CHECK(third.time() == 99);
  CHECK(third.integer(fd) == -2);
  CHECK(third.mark(name) == Mark::kTruncated);
  CHECK(third.has(name));
}

TEST_CASE_FIXTURE(Fixture, "a column that starts late or stops early is missing elsewhere") {
  for (int64_t i = 0; i < 5; ++i) {
    builder.begin(openat, {1, 1, 0}, static_cast<uint64_t>(i), 0);
    builder.integer(fd, i);
    if (i == 2) builder.integer(mode, 0644);
    if (i == 3) builder.mark(mode, Mark::kFault);
    builder.end();
  }
  EventBlock block;
  builder.take(block);
  const Mark expected[] = {Mark::kMissing, Mark::kMissing, Mark::kPresent, Mark::kFault, Mark::kMissing};
  for (size_t i = 0; i < 5; ++i) {
    CAPTURE(i);
    CHECK(EventRef(block, i).integer(fd) == static_cast<int64_t>(i));
    CHECK(EventRef(block, i).mark(mode) == expected[i]);
    CHECK(EventRef(block, i).mark(fd) == Mark::kPresent);
  }
  CHECK(block.kinds[0].columns[fd].marks.empty());
  CHECK(EventRef(block, 2).integer(mode) == 0644);
}

TEST_CASE_FIXTURE(Fixture, "numbers go on from block to block and are stored where they jump") {
  const auto add = [&] {
    builder.begin(close, {1, 1, 0}, 0, 0);
    builder.end();
  };
  EventBlock block;
  add();
  add();
  builder.take(block);
  add();
  builder.take(block);
  CHECK(block.first_number == 3);
  CHECK(block.number_of(0) == 3);
  add();
  builder.set_next_number(10);
  add();
  add();
  builder.take(block);
  REQUIRE(block.size() == 3);
  CHECK(block.number_of(0) == 4);
  CHECK(block.number_of(1) == 10);
  CHECK(block.number_of(2) == 11);
  builder.set_next_number(100);  // a jump between blocks needs no column
  add();
  builder.take(block);
  CHECK(block.number.empty());
  CHECK(block.number_of(0) == 100);
}

TEST_CASE_FIXTURE(Fixture, "many threads, and a reused block shows nothing of its past") {
  EventBlock block;
  for (int round = 0; round < 2; ++round) {
    for (int64_t i = 0; i < 2000; ++i) {
      builder.begin(round == 0 ? openat : close, {i % 700, i % 7, 0}, 0, 0);
      if (round == 0) builder.text(name, "f" + std::to_string(i));
      builder.end();
    }
    builder.take(block);
    CHECK(block.threads.size() == 700);
    for (size_t i = 0; i < 2000; ++i)
      REQUIRE(block.threads[block.thread[i]].tid == static_cast<int64_t>(i % 700));
  }
  CHECK(block.kinds.size() == 1);
  CHECK(block.strings.size() == 0);
  CHECK(EventRef(block, 1999).kind() == close);
}

}  // namespace sysreel
