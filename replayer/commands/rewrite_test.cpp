// slice, merge, index, repack and repair as a user meets them. That copies replay to the same findings is
// tools/compare_rewrite.py's business.
#include "replayer/commands/rewrite.h"

#include <doctest/doctest.h>

#include <sstream>

#include "format/capture_verify.h"
#include "format/event_merge.h"
#include "format/testing/capture_dump.h"
#include "format/testing/frame_cut.h"
#include "format/testing/test_files.h"

namespace sysreel {
namespace {

struct Outcome {
  int code = 0;
  std::string err;
  CaptureDump copy;
};

Outcome rewrite(RewriteOptions options, const std::vector<std::string>& sources) {
  const TempFile copy;
  std::vector<std::unique_ptr<TempFile>> files;
  for (const std::string& source : sources) {
    files.push_back(std::make_unique<TempFile>(source));
    options.captures.push_back(files.back()->path());
  }
  if (options.output.empty()) {
    options.output = copy.path();
    options.force = true;
  }
  std::ostringstream out;
  std::ostringstream err;
  Console console{out, err};
  Outcome outcome;
  outcome.code = run_rewrite(options, console);
  outcome.err = err.str();
  if (outcome.code != kExitDone) return outcome;
  outcome.copy = dump_capture(options.output);
  const auto verified = verify_capture(options.output);
  REQUIRE(verified.ok());
  CHECK(verified->verdict == Verdict::kIntact);
  return outcome;
}

std::string part(int number, const std::string& recording, const std::string& events) {
  return build_capture("header id=\"" + std::string(32, static_cast<char>('0' + number)) + "\" recording=\"" +
                       recording + "\" part=" + std::to_string(number) + "\n" + events + "close\n");
}

std::string numbers_in_order(const std::string& path) {
  auto reader = CaptureReader::open(path);
  REQUIRE(reader.ok());
  EventMerge events(**reader, {});
  EventMerge::Run run;
  std::string order;
  while (*events.next(run)) {
    if (run.item->kind != CaptureItem::Kind::kBlock) continue;
    for (size_t i = run.begin; i < run.end; ++i) order += std::to_string(run.item->block.number_of(i)) + ' ';
  }
  return order;
}

const std::string kRecording(32, 'a');

}  // namespace

TEST_CASE("kinds and parameters of a later version, marks and numbers come along") {
  const std::string source = build_capture(
      "kind frobnicate \"fd:FD $why:CHARBUF\"\n"
      "kind close \"res:ERRNO fd:FD +$how:CHARBUF\"\n"
      "event 100 1 1/1@7 frobnicate fd=3 why=\"because\"\n"
      "number 9\n"
      "event 101 0 1/1@7 close res=0 fd=3 how=\"politely\"\n"
      "event 102 0 2/2 openat fd=!fault name=\"/long\"!\n"
      "close\n");
  const std::string expected = dump_bytes(source).text;
  for (const RewriteCommand command :
       {RewriteCommand::kRepack, RewriteCommand::kRepair, RewriteCommand::kIndex})
    CHECK(rewrite({.command = command}, {source}).copy.text == expected);
}

TEST_CASE("a copy of several sources can be read from a pipe in the same order") {
  const TempFile source(build_capture(read_test_file("captures/two_sources.txt")));
  const TempFile copy;
  std::ostringstream out;
  Console console{out, out};
  const RewriteOptions options{
      .command = RewriteCommand::kRepack, .captures = {source.path()}, .output = copy.path(), .force = true};
  REQUIRE(run_rewrite(options, console) == kExitDone);
  const std::string expected = numbers_in_order(source.path());
  CHECK(numbers_in_order(copy.path()) == expected);
  const PipeFile pipe(read_whole_file(copy.path()));
  CHECK(numbers_in_order(pipe.path()) == expected);
}

TEST_CASE("the origin names each source, its final hash and its own origin") {
  const std::string source =
      build_capture("header origin=\"{\\\"command\\\":\\\"redact\\\"}\"\nevent 1 0 1/1 close fd=3\nclose\n");
  const auto verified = verify_bytes({source.begin(), source.end()});
  REQUIRE(verified.ok());
  const Outcome outcome = rewrite({.command = RewriteCommand::kRepair}, {source});
  CHECK(outcome.copy.header.origin ==
        R"({"command":"repair","sources":[{"capture":"000102030405060708090a0b0c0d0e0f","final_hash":")" +
            verified->final_hash + R"(","part":1,"origin":{"command":"redact"}}]})");
  CHECK(outcome.copy.header.capture_id != verified->capture);
  const std::string hostile = build_capture("header origin=\"{\\\"a\"\nevent 1 0 1/1 close fd=3\nclose\n");
  CHECK(rewrite({.command = RewriteCommand::kRepair}, {hostile})
            .copy.header.origin.find(R"("origin":"{\"a")") != std::string::npos);
}

TEST_CASE("what a damaged block held is loss in the repaired copy") {
  std::vector<std::string> frames =
      cut_frames(build_capture("event 100 0 1/1 close fd=1\nblock\n"
                               "event 101 0 1/1 close fd=2\nevent 102 0 1/1 close fd=3\nblock\n"
                               "event 103 0 1/1 close fd=4\nclose\n"));
  frames[2].back() = static_cast<char>(frames[2].back() ^ 1);
  const Outcome outcome = rewrite({.command = RewriteCommand::kRepair}, {join(frames)});
  CHECK(outcome.code == kExitDone);
  CHECK(outcome.err.find("skipped") != std::string::npos);
  CHECK(outcome.copy.events == 2);
  CHECK(outcome.copy.text.find("loss syscall 100 103 seen=2 filtered=0 recorded=0 damaged=2\n") !=
        std::string::npos);
  RewriteOptions strict{.command = RewriteCommand::kRepair, .strict = true};
  CHECK(rewrite(strict, {join(frames)}).code == kExitGate);
}

TEST_CASE("merge joins the parts of a recording in their order, and shows a missing one as loss") {
  const std::string one = part(1, kRecording, "event 100 0 1/1 close fd=1\n");
  const std::string two = part(2, kRecording, "number 2\nevent 200 0 1/1 close fd=2\n");
  const std::string three = part(3, kRecording, "number 3\nevent 300 0 1/1 close fd=3\n");
  const RewriteOptions merge{.command = RewriteCommand::kMerge};
  const Outcome whole = rewrite(merge, {two, one, three});
  CHECK(whole.copy.events == 3);
  CHECK(whole.copy.text.find("loss") == std::string::npos);
  CHECK(whole.copy.header.part == 1);
  const Outcome gap = rewrite(merge, {one, three});
  CHECK(gap.copy.events == 2);
  CHECK(gap.copy.text.find("loss syscall 100 300 seen=1 filtered=0 recorded=0 missing_part=1\n") !=
        std::string::npos);
  CHECK(rewrite(merge, {one, one}).err.find("the same part of the recording as") != std::string::npos);
  const Outcome foreign = rewrite(merge, {one, part(2, std::string(32, 'b'), "event 1 0 1/1 close fd=1\n")});
  CHECK(foreign.code == kExitUnusable);
  CHECK(foreign.err.find("not a part of the same recording") != std::string::npos);
}

TEST_CASE("a slice has the events of its time, of a process only those of its tree and of its ancestors") {
  std::string text = "header boot=0 wall=1000000000\n";
  text += "event 1000000000 0 10/10 openat fd=3 dirfd=-100 name=\"/early\" flags=0\n";
  text += "event 2000000000 0 10/10 clone res=11 exe=\"a\" args=[\"a\"] tid=10 pid=10 ptid=1 flags=0\n";
  text += "event 2100000000 0 11/11 openat fd=4 dirfd=-100 name=\"/child\" flags=0\n";
  text += "event 2200000000 0 20/20 openat fd=4 dirfd=-100 name=\"/stranger\" flags=0\n";
  text += "event 3000000000 0 10/10 close res=0 fd=3\nclose\n";
  RewriteOptions slice{
      .command = RewriteCommand::kSlice, .from = parse_time_point("+2s"), .to = parse_time_point("+3s")};
  const Outcome all = rewrite(slice, {build_capture(text)});
  CHECK(all.copy.events == 3);
  CHECK(all.copy.text.starts_with("snapshot checkpoint 2000000000 2000000000 1/1\n"));
  slice.pid = 11;
  const Outcome one = rewrite(slice, {build_capture(text)});
  CHECK(one.copy.events == 2);
  CHECK(one.copy.text.find("/stranger") == std::string::npos);
  slice.pid = 4711;
  CHECK(rewrite(slice, {build_capture(text)}).err.find("no process 4711 in this time") != std::string::npos);
}

TEST_CASE("an output that exists is not overwritten, and nothing is left of a copy that fails") {
  const TempFile there("precious");
  RewriteOptions options{.command = RewriteCommand::kRepack, .output = there.path()};
  const std::string source = build_capture("event 1 0 1/1 close fd=1\nclose\n");
  CHECK(rewrite(options, {source}).code == kExitUnusable);
  CHECK(read_whole_file(there.path()) == "precious");
  options.captures = {"/does/not/exist.reel"};
  CHECK(rewrite(options, {}).code == kExitUnusable);
}

}  // namespace sysreel
