// Many captures in one run: the same output for any number of threads, nothing of one capture in another, the
// parts of one recording as one stream.
#include "replayer/commands/replay_batch.h"

#include <doctest/doctest.h>

#include <sstream>

#include "format/testing/test_files.h"
#include "replayer/commands/replay.h"

namespace sysreel {
namespace {

const std::string kRules = R"(- rule: opened
  desc: d
  condition: evt.type = openat
  output: opened (file=%fd.name process=%proc.name n=%evt.num)
  priority: NOTICE
)";

// Opens by thread 11, of whose program only a capture with `exec` tells.
std::string opens(int count, bool exec, const std::string& header = "") {
  std::string text = "header boot=1000 wall=1700000000000001000 " + header + "\n";
  if (exec) text += "event 2000 0 11/11@1900 execve res=0 exe=\"tee\" args=[] comm=\"tee\"\n";
  for (int i = 0; i < count; ++i)
    text += "event " + std::to_string(2001 + i) + " 0 11/11@1900 openat fd=3 dirfd=-100 name=\"/f" +
            std::to_string(i) + "\" flags=0\n";
  return text + "close\n";
}

struct RunResult {
  int code = 0;
  std::string out;
  std::string err;
  bool operator==(const RunResult&) const = default;
};

RunResult replay(const std::vector<std::string>& captures, size_t threads) {
  const TempFile rules(kRules);
  ReplayCommand command;
  command.captures = captures;
  command.rules = {rules.path()};
  command.threads = threads;
  std::ostringstream out;
  std::ostringstream err;
  Console console{out, err};
  RunResult outcome;
  outcome.code = run_replay(command, console);
  outcome.out = out.str();
  outcome.err = err.str();
  return outcome;
}

size_t count(const std::string& text, std::string_view part) {
  size_t found = 0;
  for (size_t at = text.find(part); at != std::string::npos; at = text.find(part, at + 1)) ++found;
  return found;
}

}  // namespace

TEST_CASE("any number of threads gives the same output, also when findings must wait") {
  const TempFile large(build_capture(opens(3000, true)));
  const TempFile small(build_capture(opens(2, false)));
  const TempFile garbage("no capture");
  std::vector<std::string> captures;
  for (int i = 0; i < 4; ++i) {
    captures.push_back(small.path());
    captures.push_back(large.path());
    captures.push_back(small.path());
  }
  captures.insert(captures.begin() + 5, garbage.path());
  const RunResult one = replay(captures, 1);
  CHECK(one.code == kExitUnusable);  // one of them could not be used
  CHECK(count(one.out, "opened (") == 4 * 3004);
  CHECK(count(one.out, "process=tee") == 4 * 3000);  // nothing of a capture is left for the next
  CHECK(count(one.err, garbage.path()) == 1);
  for (const size_t threads : {2, 3, 16}) {
    CAPTURE(threads);
    CHECK(replay(captures, threads) == one);
  }
}

TEST_CASE("one capture with a thread that reads ahead gives the same output") {
  const TempFile capture(build_capture(opens(5000, true)));
  const RunResult one = replay({capture.path()}, 1);
  CHECK(one.code == kExitDone);
  CHECK(count(one.out, "opened (") == 5000);
  CHECK(replay({capture.path()}, 2) == one);
}

TEST_CASE("the parts of one recording go on with its state, on any thread") {
  const TempFile first(build_capture(opens(700, true, "part=1")));
  const TempFile second(build_capture(opens(700, false, "part=2")));
  const TempFile other(build_capture(opens(1, false)));
  const std::vector<std::string> captures = {other.path(), first.path(), second.path(), other.path()};
  const RunResult one = replay(captures, 1);
  CHECK(count(one.out, "process=tee") == 1400);
  for (const size_t threads : {2, 4}) {
    CAPTURE(threads);
    CHECK(replay(captures, threads) == one);
  }
}

}  // namespace sysreel
