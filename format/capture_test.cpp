// Whole captures: written, read back, compared.
#include <doctest/doctest.h>
#include <unistd.h>

#include <cstdlib>

#include "format/capture_reader.h"
#include "format/capture_writer.h"
#include "format/column_needs.h"
#include "format/testing/capture_dump.h"
#include "format/testing/test_files.h"

namespace sysreel {
namespace {

std::string sample() {
  return build_capture(read_test_file("captures/sample.txt"));
}

int run(const std::string& command) {
  return std::system(command.c_str());
}  // NOLINT(concurrency-mt-unsafe)

}  // namespace

TEST_CASE("what is written is read back, from a file and from a pipe alike") {
  const std::string bytes = sample();
  const TempFile file(bytes);
  const CaptureDump from_file = dump_capture(file.path());
  CHECK(from_file.error.empty());
  CHECK(from_file.state == CaptureState::kClosed);
  CHECK(from_file.damage.empty());
  CHECK_FALSE(from_file.torn);
  CHECK(from_file.header.host == "web1");
  CHECK(from_file.header.command == std::vector<std::string>{"sh", "-c"});
  CHECK(from_file.header.recorded_types.size() == 7);
  CHECK(from_file.text == read_test_file("captures/sample.expected.txt"));

  const PipeFile pipe(bytes);
  const CaptureDump from_pipe = dump_capture(pipe.path());
  CHECK(from_pipe.error.empty());
  CHECK(from_pipe.state == CaptureState::kClosed);
  CHECK(from_pipe.text == from_file.text);
}

TEST_CASE("the same text gives the same bytes") {
  CHECK(sample() == sample());
}

TEST_CASE("zstd accepts every file that we write") {
  for (const bool closed : {true, false}) {
    std::string text = read_test_file("captures/sample.txt");
    if (!closed) text.resize(text.find("close\n", text.find("loss syscall 1000000000")));
    const TempFile file(build_capture(text));
    CHECK(run("zstd -q -t < " + file.path()) == 0);
    CHECK(run("zstd -q -dc < " + file.path() + " > /dev/null") == 0);
  }
}

TEST_CASE("sections that are not wanted stay empty") {
  const TempFile file(sample());
  auto reader = CaptureReader::open(file.path());
  REQUIRE(reader.ok());
  CaptureItem item;
  uint64_t events = 0;
  uint64_t blocks = 0;
  while (*(*reader)->next(item, {.time = false, .rest = false})) {
    if (item.kind != CaptureItem::Kind::kBlock) continue;
    CHECK(item.block_number == ++blocks);
    CHECK(item.end_offset > item.offset);
    CHECK(item.block.time.empty());
    CHECK(item.block.cpu.empty());
    events += item.block.size();
    for (size_t i = 0; i < item.block.size(); ++i) {
      const EventRef event(item.block, i);
      const EventKind& kind = (*reader)->catalogue().kind(event.kind());
      if (kind.name == "frobnicate") CHECK_FALSE(event.has(static_cast<size_t>(kind.param_index("payload"))));
    }
  }
  CHECK(events == 12);
  REQUIRE((*reader)->footer().has_value());
  CHECK((*reader)->footer()->events == 12);
  CHECK((*reader)->footer()->blocks == 4);
  CHECK((*reader)->footer()->snapshots == 1);
  CHECK((*reader)->footer()->lost == 1);
  CHECK((*reader)->footer()->first_time == 1000000000);
  CHECK((*reader)->footer()->last_time == 1000009000);
}

TEST_CASE("where nobody asks for CPUs, times are decoded without them") {
  const TempFile file(sample());
  auto reader = CaptureReader::open(file.path());
  REQUIRE(reader.ok());
  ColumnNeeds needs;
  needs.need_no_cpu();
  CaptureItem item;
  uint64_t events = 0;
  while (*(*reader)->next(item, {.columns = &needs})) {
    if (item.kind != CaptureItem::Kind::kBlock) continue;
    CHECK(item.block.cpu.empty());
    REQUIRE(item.block.time.size() == item.block.size());
    events += item.block.size();
    CHECK(EventRef(item.block, 0).cpu() == 0);
    CHECK(EventRef(item.block, 0).time() >= item.first_time);
  }
  CHECK(events == 12);
}

TEST_CASE("parts of several sources come in the order of their times") {
  const TempFile file(
      build_capture("source k8s_audit\n"
                    "event 500 0 0/0 close fd=1\n"
                    "block\n"
                    "event 900 0 0/0 close fd=2\n"
                    "block\n"
                    "source syscall\n"
                    "event 100 0 1/1 close fd=3\n"
                    "block\n"
                    "event 700 0 1/1 close fd=4\n"
                    "block\n"
                    "event 600 0 1/1 close fd=5\n"  // late: its source's order stays
                    "close\n"));
  const std::string text = dump_capture(file.path()).text;
  std::string order;
  for (size_t at = text.find("fd="); at != std::string::npos; at = text.find("fd=", at + 1))
    order += text[at + 3];
  CHECK(order == "31452");
}

TEST_CASE("a block beyond the limits is refused and the capture stays whole") {
  std::string bytes;
  struct Sink final : ByteSink {
    explicit Sink(std::string& its_out) : out(its_out) {}
    Status write(std::span<const uint8_t> range) override {
      if (fail) return Error{ErrorCode::kSystem, "disk full"};
      out.append(reinterpret_cast<const char*>(range.data()), range.size());
      return {};
    }
    std::string& out;
    bool fail = false;
  } sink(bytes);
  auto writer = CaptureWriter::create(sink, CaptureHeader{}, {});
  REQUIRE(writer.ok());
  CHECK((*writer)->capture_id() != CaptureId{});
  EventBlock block;
  block.add_kind(Catalogue::builtin().find("close"), 0).rows = 1U << 19;
  block.slot.resize(1U << 19);
  CHECK((*writer)->write_block(block).error().code == ErrorCode::kLimit);
  block.clear();
  CHECK((*writer)->write_block(block).ok());  // nothing to write
  CHECK((*writer)->totals().blocks == 0);
  CHECK((*writer)->close().ok());
  CHECK((*writer)->totals().bytes == bytes.size());
  const TempFile file(bytes);
  CHECK(dump_capture(file.path()).state == CaptureState::kClosed);
  CHECK(run("test \"$(sha256sum < " + file.path() + ")\" = '" + (*writer)->file_sha256() + "  -'") == 0);

  sink.fail = true;
  CHECK((*writer)->write_loss({}).error().message == "disk full");
  sink.fail = false;
  CHECK((*writer)->close().error().message == "disk full");
}

}  // namespace sysreel
