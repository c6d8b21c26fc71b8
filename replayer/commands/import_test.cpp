#include "replayer/commands/import.h"

#include <doctest/doctest.h>

#include <sstream>
#include <string>
#include <vector>

#include "format/testing/capture_dump.h"
#include "format/testing/test_files.h"
#include "replayer/import/open_capture.h"
#include "replayer/import/testing/scap_file.h"

namespace sysreel {
namespace {

struct Outcome {
  int code = 0;
  std::string messages;
};

Outcome import_files(std::vector<std::string> files, const std::string& output, bool force = true,
                     bool strict = false) {
  std::ostringstream out, err;
  Console console{out, err};
  const int code = run_import({std::move(files), output, force, strict}, console);
  CHECK(out.str().empty());
  return {code, err.str()};
}

ScapFile some_events() {
  ScapFile file;
  file.section().machine("web1").block(scap::kUsers1, n8(1) + n32(6) + sized("g"));
  file.event(1700000000000000001, 7, 2, {zstring("/x"), n32(1), n32(0)});
  file.event(1700000000000000002, 7, 3, {n64(3), zstring("/x"), n32(1), n32(0)});
  file.event(1700000000000000009, 7, 275, {n64(7)});
  return file;
}

TEST_CASE("an imported capture holds the events of its source, with numbers and wall time") {
  const TempFile source(some_events().bytes());
  const TempFile target;
  const Outcome outcome = import_files({source.path()}, target.path());
  CHECK(outcome.code == kExitDone);
  CHECK(outcome.messages.find(": 2 events, ") != std::string::npos);
  const CaptureDump dump = dump_capture(target.path());
  CHECK(dump.error.empty());
  CHECK(dump.state == CaptureState::kClosed);
  CHECK(dump.events == 2);
  CHECK(dump.header.host == "web1");
  CHECK(dump.header.numbers == NumberSpace::kPortable);
  CHECK(dump.header.wall_time == dump.header.boot_time);
  CHECK(dump.header.origin.find("\"command\":\"import\"") != std::string::npos);
  CHECK(dump.text.find("snapshot.group") != std::string::npos);

  auto reader = open_any_capture(target.path());
  REQUIRE(reader.ok());
  CaptureItem item;
  do REQUIRE(*(*reader)->next(item, {}));
  while (item.kind != CaptureItem::Kind::kBlock);
  CHECK(item.block.number_of(0) == 2);  // the hidden enter was 1
  CHECK(item.block.number_of(1) == 3);
  CHECK(item.block.time[1] == 1700000000000000009);
}

TEST_CASE("events of a second file go on behind the first's") {
  const TempFile source(some_events().bytes());
  const TempFile target;
  CHECK(import_files({source.path(), source.path()}, target.path()).code == kExitDone);
  auto reader = open_any_capture(target.path());
  REQUIRE(reader.ok());
  std::vector<uint64_t> numbers;
  for (CaptureItem item; *(*reader)->next(item, {});)
    for (size_t i = 0; item.kind == CaptureItem::Kind::kBlock && i < item.block.size(); ++i)
      numbers.push_back(item.block.number_of(i));
  CHECK(numbers == std::vector<uint64_t>{2, 3, 5, 6});
}

TEST_CASE("a damaged source gives its readable part, a warning and a loss report") {
  const std::string bytes = some_events().bytes();
  const TempFile source(bytes.substr(0, bytes.size() - 3));
  const TempFile target;
  const Outcome outcome = import_files({source.path()}, target.path());
  CHECK(outcome.code == kExitDone);
  CHECK(outcome.messages.find("warning") != std::string::npos);
  const CaptureDump dump = dump_capture(target.path());
  CHECK(dump.events == 1);
  CHECK(dump.state == CaptureState::kClosed);
  CHECK(dump.text.find("loss") != std::string::npos);
  CHECK(import_files({source.path()}, target.path(), true, true).code == kExitGate);
}

TEST_CASE("what cannot be imported ends with 3 and a reason") {
  const TempFile text("{\"kind\":\"Event\"}\n");
  const TempFile other("plain text\n");
  const TempFile broken("\n\r\r\ngarbage garbage garbage");
  const TempFile source(some_events().bytes());
  const TempFile target;
  struct Row {
    std::string input;
    const char* message;
  };
  const Row rows[] = {{text.path(), "JSON without a Kubernetes audit event"},
                      {other.path(), "not a format that can be imported"},
                      {broken.path(), "not a Falco or sysdig capture"},
                      {"/nonexistent/x.scap", "/nonexistent/x.scap"}};
  for (const Row& row : rows) {
    CAPTURE(row.input);
    const Outcome outcome = import_files({row.input}, target.path());
    CHECK(outcome.code == kExitUnusable);
    CHECK(outcome.messages.find(row.message) != std::string::npos);
  }
  const Outcome exists = import_files({source.path()}, target.path(), false);
  CHECK(exists.code == kExitUnusable);
  CHECK(exists.messages.find("exist") != std::string::npos);
}

TEST_CASE("the format is told by content, of a pipe too") {
  const std::string bytes = some_events().bytes();
  const TempFile scap(bytes);
  const TempFile reel(build_capture("close\n"));
  CHECK(capture_format_of(scap.path()) == CaptureFormat::kForeign);
  CHECK(capture_format_of(reel.path()) == CaptureFormat::kReel);
  CHECK(capture_format_of("/nonexistent") == CaptureFormat::kReel);
  const PipeFile pipe(bytes);
  CHECK(capture_format_of(pipe.path()) == CaptureFormat::kForeign);
  auto reader = open_any_capture(pipe.path());
  REQUIRE(reader.ok());
  CHECK((*reader)->header().host == "web1");
  CHECK_FALSE(open_any_capture("/nonexistent").ok());
}

}  // namespace
}  // namespace sysreel
