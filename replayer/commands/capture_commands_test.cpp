// info, dump and verify as a user meets them: output, warnings, exit codes.
#include <doctest/doctest.h>

#include <algorithm>

#include "format/testing/test_files.h"
#include "replayer/commands/dump.h"
#include "replayer/commands/info.h"
#include "replayer/commands/verify.h"
#include "replayer/import/testing/scap_file.h"
#include "replayer/testing/command_run.h"

namespace sysreel {
namespace {

constexpr std::string_view kText =
    "header host=\"h\x1b[1m\" boot=1000000000 wall=1700000000000000000 recorded=\"close\"\n"
    "loss syscall 1000000000 2000000000 seen=3 recorded=2 ring_full=1\n"
    "event 1500000000 0 1/1 close fd=3 res=0\n"
    "event 2500000000 0 1/1 close fd=4 res=0\n"
    "loss syscall 2200000000 3000000000 seen=0\n";

std::string whole() {
  return build_capture(std::string(kText) + "close\n");
}

size_t lines(const std::string& text) {
  return static_cast<size_t>(std::count(text.begin(), text.end(), '\n'));
}

}  // namespace

TEST_CASE("info counts the events of each source") {
  const TempFile file(build_capture(read_test_file("captures/two_sources.txt")));
  const CommandRun text = run_command(run_info, InfoOptions{{file.path()}, false, false});
  CHECK(text.out.find("sources       k8s_audit 2, linux_audit 3, syscall 6\n") != std::string::npos);
  const CommandRun json = run_command(run_info, InfoOptions{{file.path()}, true, false});
  CHECK(json.out.find(R"("events_by_source":{"k8s_audit":2,"linux_audit":3,"syscall":6})") !=
        std::string::npos);
  const TempFile one(whole());
  CHECK(run_command(run_info, InfoOptions{{one.path()}, false, false}).out.find("sources") ==
        std::string::npos);
}

TEST_CASE("info shows loss, unwatched time and nothing that acts on a terminal") {
  const TempFile file(whole());
  const CommandRun text = run_command(run_info, InfoOptions{{file.path()}, false, false});
  CHECK(text.code == kExitDone);
  CHECK(text.err.empty());
  CHECK(text.out.find("ring_full 1") != std::string::npos);
  CHECK(text.out.find("2023-11-14T22:13:21.000000000Z to 2023-11-14T22:13:21.200000000Z") !=
        std::string::npos);
  CHECK(text.out.find('\x1b') == std::string::npos);

  const CommandRun json = run_command(run_info, InfoOptions{{file.path()}, true, false});
  CHECK(lines(json.out) == 1);
  CHECK(json.out.find(R"("state":"closed")") != std::string::npos);
  CHECK(json.out.find(R"("events_by_type":{"close":2})") != std::string::npos);
  CHECK(json.out.find(R"("lost":{"total":1,"by_reason":{"ring_full":1},"by_type":{"any":1}})") !=
        std::string::npos);
  CHECK(
      json.out.find(
          R"("not_watched":[{"from":"2023-11-14T22:13:21.000000000Z","to":"2023-11-14T22:13:21.200000000Z"}])") !=
      std::string::npos);
}

TEST_CASE("an incomplete capture is used, said to be incomplete, and fails only --strict") {
  const TempFile file(build_capture(kText));
  const CommandRun info = run_command(run_info, InfoOptions{{file.path()}, true, false});
  CHECK(info.code == kExitDone);
  CHECK(info.out.find(R"("state":"incomplete")") != std::string::npos);
  CHECK(info.out.find(R"({"from":"2023-11-14T22:13:22.000000000Z","to":null}])") != std::string::npos);
  CHECK(info.err.find("is incomplete") != std::string::npos);
  CHECK(run_command(run_info, InfoOptions{{file.path()}, true, true}).code == kExitGate);
  DumpOptions dump;
  dump.captures = {file.path()};
  CHECK(lines(run_command(run_dump, dump).out) == 2);
  CHECK(run_command(run_dump, dump).code == kExitDone);
  dump.strict = true;
  CHECK(run_command(run_dump, dump).code == kExitGate);
  CHECK(run_command(run_verify, VerifyOptions{{file.path()}, true}).code == kExitGate);
}

TEST_CASE("dump selects by time and count") {
  const TempFile file(whole());
  DumpOptions options;
  options.captures = {file.path()};
  options.json = true;
  CHECK(lines(run_command(run_dump, options).out) == 2);
  options.count = 1;
  CHECK(lines(run_command(run_dump, options).out) == 1);
  options.count = 0;
  options.from = TimePoint{true, 500'000'001};
  const CommandRun later = run_command(run_dump, options);
  CHECK(lines(later.out) == 1);
  CHECK(later.out.find(R"("num":2)") != std::string::npos);
  options.from.reset();
  options.to = TimePoint{false, 1700000000'500000000};  // exclusive
  CHECK(run_command(run_dump, options).out.empty());
}

TEST_CASE("verify tells the verdict by its exit code") {
  std::string bytes = whole();
  const TempFile file(bytes);
  const CommandRun intact = run_command(run_verify, VerifyOptions{{file.path()}, true});
  CHECK(intact.code == kExitDone);
  CHECK(intact.out.find(R"("verdict":"intact","damage":[],"signature":"none","key":null,"sha256":")") !=
        std::string::npos);
  bytes[bytes.size() / 2] = static_cast<char>(bytes[bytes.size() / 2] ^ 1);
  file.write(bytes);
  const CommandRun damaged = run_command(run_verify, VerifyOptions{{file.path()}, false});
  CHECK(damaged.code == kExitGate);
  CHECK(damaged.out.find(": damaged\n  bytes ") != std::string::npos);
}

TEST_CASE("what cannot be used at all is exit code 3 with a reason") {
  const TempFile empty;
  const TempFile foreign("#!/bin/sh\n");
  for (const std::string& path : {empty.path(), foreign.path(), std::string("/nonexistent")}) {
    CAPTURE(path);
    DumpOptions dump;
    dump.captures = {path};
    CHECK(run_command(run_dump, dump).code == kExitUnusable);
    CHECK(run_command(run_info, InfoOptions{{path}, false, false}).code == kExitUnusable);
    const CommandRun verify = run_command(run_verify, VerifyOptions{{path}, false});
    CHECK(verify.code == kExitUnusable);
    CHECK(verify.err.starts_with("sysreel: " + path + ": "));
  }
}

TEST_CASE("a capture of another tool has nothing to verify, and is told from what is no capture") {
  const TempFile foreign(ScapFile().section().machine("web1").bytes());
  const CommandRun verify = run_command(run_verify, VerifyOptions{{foreign.path()}, false});
  CHECK(verify.code == kExitUnusable);
  CHECK(verify.err.find("`sysreel import` makes a capture of it") != std::string::npos);
}

}  // namespace sysreel
