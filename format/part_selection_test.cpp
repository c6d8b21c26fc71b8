// Reading a part of a capture: what is read, what is not, and where reading begins.
#include <doctest/doctest.h>

#include <algorithm>

#include "format/capture_reader.h"
#include "format/testing/frame_cut.h"
#include "format/testing/test_files.h"

namespace sysreel {
namespace {

constexpr uint64_t kSecond = 1'000'000'000;

// A block a second from second 10 to 19 (events with fd = 10 … 19); snapshots as the caller says.
std::string capture_with(const std::vector<std::pair<int, std::string>>& between) {
  std::string text = "snapshot scan 9000000000 9100000000 1/1\nrow 1/1 snapshot.thread comm=\"s9\"\n";
  for (int second = 10; second < 20; ++second) {
    for (const auto& [when, lines] : between)
      if (when == second) text += lines;
    text += "event " + std::to_string(second * kSecond) + " 0 1/1 close fd=" + std::to_string(second) +
            "\nblock\n";
  }
  return build_capture(text + "close\n");
}

std::string snapshot(const char* kind, int second, const char* parts = "1/1") {
  const std::string time = std::to_string(second * kSecond);
  return std::string("snapshot ") + kind + ' ' + time + ' ' + time + ' ' + parts +
         "\nrow 1/1 snapshot.thread comm=\"" + kind[0] + std::to_string(second) + "\"\n";
}

struct Read {
  std::string what;  // "10" an event of fd 10, "s9" a scan of second 9, "c15" a checkpoint
  ReadStart start;
  CaptureState state = CaptureState::kDamaged;
};

Read read(Result<std::unique_ptr<CaptureReader>> reader, const ReadRange& range) {
  REQUIRE(reader.ok());
  Read read;
  read.start = (*reader)->select(range);
  CaptureItem item;
  while (*(*reader)->next(item, {})) {
    const bool is_block = item.kind == CaptureItem::Kind::kBlock;
    if (!is_block && item.kind != CaptureItem::Kind::kSnapshot) continue;
    const EventRef event(is_block ? item.block : item.snapshot.rows, 0);
    const EventKind& kind = (*reader)->catalogue().kind(event.kind());
    const auto param = static_cast<size_t>(kind.param_index(is_block ? "fd" : "comm"));
    read.what += (is_block ? std::to_string(event.integer(param)) : std::string(event.text(param))) + ' ';
  }
  read.state = (*reader)->state();
  return read;
}

Read read(const std::string& bytes, const ReadRange& range) {
  return read(CaptureReader::of_bytes({bytes.begin(), bytes.end()}), range);
}

ReadRange range(int from, int to, bool with_state) {
  return {static_cast<uint64_t>(from) * kSecond, static_cast<uint64_t>(to) * kSecond, with_state};
}

}  // namespace

TEST_CASE("a range without state has its own blocks only") {
  const std::string bytes = capture_with({});
  CHECK(read(bytes, range(13, 15, false)).what == "13 14 ");
  CHECK(read(bytes, {}).what == "s9 10 11 12 13 14 15 16 17 18 19 ");
  CHECK(read(bytes, range(30, 40, false)).what.empty());
}

TEST_CASE("with state, reading begins at the nearest snapshot") {
  const std::string scan15 = snapshot("scan", 15);
  const std::string checkpoint12 = snapshot("checkpoint", 12);
  struct Row {
    const char* what;
    std::vector<std::pair<int, std::string>> between;
    int from;
    const char* expected;
    ReadStart::Kind start;
    uint64_t time;
  };
  using Kind = ReadStart::Kind;
  const Row rows[] = {
      {"only the start scan", {}, 17, "s9 10 11 12 13 14 15 16 17 ", Kind::kBeginning, 0},
      {"a checkpoint", {{12, checkpoint12}}, 17, "c12 12 13 14 15 16 17 ", Kind::kCheckpoint, 12},
      {"a checkpoint that is too late",
       {{12, checkpoint12}},
       11,
       "s9 10 11 12 13 14 15 16 17 ",
       Kind::kBeginning,
       0},
      {"a scan", {{15, scan15}}, 17, "s15 15 16 17 ", Kind::kScan, 15},
      {"a scan written behind events that came while it ran",
       {{16, scan15}},
       17,
       "s15 15 16 17 ",
       Kind::kScan,
       15},
      {"an exact checkpoint rather than a nearer scan",
       {{12, checkpoint12}, {15, scan15}},
       17,
       "c12 12 13 14 s15 15 16 17 ",
       Kind::kCheckpoint,
       12},
      {"a later checkpoint tells nothing new",
       {{12, checkpoint12}, {14, snapshot("checkpoint", 14)}},
       13,
       "c12 12 13 14 15 16 17 ",
       Kind::kCheckpoint,
       12},
      {"a scan whose last part is missing",
       {{15, snapshot("scan", 15, "1/2")}},
       17,
       "s9 10 11 12 13 14 s15 15 16 17 ",
       Kind::kBeginning,
       0},
      {"parts of a checkpoint",
       {{12, snapshot("checkpoint", 12, "1/2") + snapshot("checkpoint", 12, "2/2")}},
       17,
       "c12 c12 12 13 14 15 16 17 ",
       Kind::kCheckpoint,
       12},
  };
  for (const Row& row : rows) {
    CAPTURE(std::string(row.what));
    const Read result = read(capture_with(row.between), range(row.from, 18, true));
    CHECK(result.what == row.expected);
    CHECK(result.start.kind == row.start);
    CHECK(result.start.time == row.time * kSecond);
    CHECK(result.state == CaptureState::kClosed);
  }
}

TEST_CASE("a scan a minute away is nearer than a checkpoint an hour away") {
  std::string text = snapshot("checkpoint", 10);
  text += "event 10000000000 0 1/1 close fd=10\nblock\n" + snapshot("scan", 3000);
  text += "event 3000000000000 0 1/1 close fd=3000\nclose\n";
  CHECK(read(build_capture(text), range(3001, 3002, true)).what == "s3000 3000 ");
  CHECK(read(build_capture(text), range(60, 3002, true)).what == "c10 10 s3000 3000 ");
}

TEST_CASE("a checkpoint at the start is needed, later ones are not, on a pipe as from a file") {
  const std::string bytes =
      build_capture(snapshot("checkpoint", 10) + "event 10000000000 0 1/1 close fd=10\nblock\n" +
                    snapshot("checkpoint", 11) + "event 11000000000 0 1/1 close fd=11\nclose\n");
  const ReadRange all{.with_state = true};
  CHECK(read(bytes, all).what == "c10 10 11 ");
  const PipeFile pipe(bytes);
  CHECK(read(CaptureReader::open(pipe.path()), all).what == "c10 10 11 ");
  CHECK(read(bytes, {}).what == "c10 10 c11 11 ");
}

TEST_CASE("what lies outside of the range is not read") {
  std::vector<std::string> frames = cut_frames(capture_with({{12, snapshot("checkpoint", 12)}}));
  // Header, scan, two blocks, checkpoint, blocks of seconds 12 … 19: all but what 12 … 14 needs is destroyed.
  for (size_t frame = 1; frame < frames.size() - 3; ++frame)
    if (frame < 4 || frame > 6) std::fill(frames[frame].begin(), frames[frame].end(), 'x');
  const Read result = read(join(frames), range(13, 14, true));
  CHECK(result.what == "c12 12 13 ");
  CHECK(result.state == CaptureState::kClosed);
}

TEST_CASE("an index that does not fit its file is not believed") {
  const std::string bytes = capture_with({});
  const std::vector<std::string> frames = cut_frames(bytes);
  // Index and footer of a capture with the same id that has other frames.
  const std::vector<std::string> other = cut_frames(capture_with({{12, snapshot("checkpoint", 12)}}));
  std::vector<std::string> mixed(frames.begin(), frames.end() - 3);
  mixed.insert(mixed.end(), other.end() - 3, other.end());
  CHECK(read(join(mixed), {}).what == read(bytes, {}).what);
  CHECK(read(join(mixed), {}).state != CaptureState::kClosed);
}

}  // namespace sysreel
