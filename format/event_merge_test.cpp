#include "format/event_merge.h"

#include <doctest/doctest.h>

#include <algorithm>

#include "format/testing/test_files.h"

namespace sysreel {
namespace {

// Argument fd of every event, in the order of the merge.
std::string order_of(Result<std::unique_ptr<CaptureReader>> reader) {
  REQUIRE(reader.ok());
  EventMerge events(**reader, {});
  EventMerge::Run run;
  std::string order;
  while (*events.next(run)) {
    REQUIRE(run.begin < run.end);
    if (run.item->kind == CaptureItem::Kind::kSnapshot) order += "s ";
    if (run.item->kind == CaptureItem::Kind::kLoss) order += "l ";
    if (run.item->kind != CaptureItem::Kind::kBlock) continue;
    for (size_t i = run.begin; i < run.end; ++i) {
      const EventRef event(run.item->block, i);
      const auto fd = static_cast<size_t>((*reader)->catalogue().kind(event.kind()).param_index("fd"));
      order += std::to_string(event.integer(fd)) + ' ';
    }
  }
  return order;
}

std::string order_of(const std::string& text) {
  const std::string bytes = build_capture(text);
  return order_of(CaptureReader::of_bytes({bytes.begin(), bytes.end()}));
}

}  // namespace

TEST_CASE("sources interleave by time, ties by source number, late events stay where their source has them") {
  CHECK(order_of(read_test_file("captures/two_sources.txt")) == "4 1 5 6 10 2 3 7 8 11 9 ");
}

TEST_CASE("a start snapshot precedes its source, a loss report keeps its place in it") {
  CHECK(order_of("snapshot scan 50 60 1/1\n"
                 "row 1/1 snapshot.thread comm=\"x\"\n"
                 "event 100 0 1/1 close fd=1\n"
                 "loss syscall 50 120\n"
                 "event 130 0 1/1 close fd=2\n"
                 "source k8s_audit\n"
                 "event 110 0 1/1 close fd=3\n"
                 "event 125 0 1/1 close fd=4\n") == "s 1 l 3 4 2 ");
}

TEST_CASE("on a pipe, blocks that begin earlier and were written later wait for the watermark") {
  const std::string text =
      "watermark syscall 100\n"
      "watermark k8s_audit 100\n"
      "event 100 0 1/1 close fd=1\n"
      "event 190 0 1/1 close fd=2\n"
      "block\n"
      "event 200 0 1/1 close fd=3\n"
      "block\n"
      "source k8s_audit\n"
      "event 150 0 1/1 close fd=4\n"
      "event 195 0 1/1 close fd=5\n"
      "block\n"
      "watermark syscall 201\n"
      "watermark k8s_audit 201\n"
      "event 210 0 1/1 close fd=6\n"
      "close\n";
  const std::string expected = "1 4 2 5 3 6 ";
  CHECK(order_of(text) == expected);
  const PipeFile pipe(build_capture(text));
  CHECK(order_of(CaptureReader::open(pipe.path())) == expected);
}

TEST_CASE("a watermark that never comes does not make a pipe's reader hold everything") {
  std::string text = "watermark k8s_audit 0\n";
  std::string expected;
  for (int i = 1; i <= 100; ++i) {
    text += "event " + std::to_string(i) + " 0 1/1 close fd=" + std::to_string(i) + "\nblock\n";
    expected += std::to_string(i) + ' ';
  }
  const PipeFile pipe(build_capture(text));
  CHECK(order_of(CaptureReader::open(pipe.path())) == expected);
}

TEST_CASE("stamps of a hostile capture do not make it read everything ahead") {
  std::string text = "event 9000000000 0 1/1 close fd=0\nblock\n";
  std::string expected = "0 ";
  for (int i = 1; i <= 100; ++i) {
    text += "event " + std::to_string(i) + " 0 1/1 close fd=" + std::to_string(i) + "\nblock\n";
    expected += std::to_string(i) + ' ';
  }
  CHECK(order_of(text) == expected);
  text += "source k8s_audit\nevent 9000000001 0 1/1 close fd=7\n";
  CHECK(order_of(text) == expected + "7 ");
}

TEST_CASE("of a file with one source no part is read before its turn") {
  std::string bytes = build_capture(
      "event 100 0 1/1 close fd=1\nevent 90 0 1/1 close fd=2\nblock\n"
      "event 110 0 1/1 close fd=3\nblock\nclose\n");
  auto intact = CaptureReader::of_bytes({bytes.begin(), bytes.end()});
  CaptureItem item;
  REQUIRE((*(*intact)->next(item, {}) && *(*intact)->next(item, {})));
  bytes[item.end_offset - 3] = static_cast<char>(~bytes[item.end_offset - 3]);
  auto reader = CaptureReader::of_bytes({bytes.begin(), bytes.end()});
  REQUIRE(reader.ok());
  EventMerge events(**reader, {});
  EventMerge::Run run;
  REQUIRE(*events.next(run));
  CHECK(run.end == 2);
  CHECK((*reader)->damage().empty());
  CHECK_FALSE(*events.next(run));
  CHECK((*reader)->damage().size() == 1);
}

}  // namespace sysreel
