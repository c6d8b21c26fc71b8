// Signals, and requests that pass by every system call.
#include <doctest/doctest.h>
#include <fcntl.h>
#include <signal.h>
#include <unistd.h>

#include <iostream>

#include "recorder/testing/live_recording.h"

namespace sysreel::testing {
namespace {

TEST_CASE("signals that arrive, with who sent them") {
  const Folder folder;
  // Caught, ended by, and ignored: what is ignored does not arrive.
  const Outcome outcome =
      run(folder, recording(folder, {"--profile", "full"},
                            {"/bin/sh", "-c",
                             "trap 'echo caught' USR1; kill -USR1 $$; trap '' USR2; kill -USR2 $$; "
                             "sleep 20 & kill -TERM $!; wait $!; echo $$ $!"}));
  INFO(outcome.err);
  REQUIRE(outcome.code == 0);
  const std::vector<std::string> lines = split(outcome.out, '\n');
  REQUIRE(lines.size() == 2);
  const std::string shell = split(lines[1], ' ')[0];
  const std::string sleeper = split(lines[1], ' ')[1];
  const ReadCapture capture = read_capture(folder / "t.reel");
  check_balance(capture);
  size_t caught = 0;
  size_t ended = 0;
  size_t children = 0;
  for (const ReadEvent* event : events_of(capture, "signaldeliver")) {
    CHECK(event->value("dpid") == std::to_string(event->pid));
    const std::string number = event->value("sig");
    CHECK(number != std::to_string(SIGUSR2));
    if (number == std::to_string(SIGUSR1)) {
      ++caught;
      CHECK(event->value("spid") == shell);
      CHECK(event->value("dpid") == shell);
    }
    // What ends a process is delivered to each of its threads as SIGKILL, of which the kernel knows no
    // sender.
    if (event->value("dpid") == sleeper) {
      ++ended;
      CHECK(number == std::to_string(SIGKILL));
      CHECK(event->value("spid") == "0");
    }
    if (number == std::to_string(SIGCHLD)) {
      ++children;
      CHECK(event->value("dpid") == shell);
    }
  }
  CHECK(caught == 1);
  CHECK(ended == 1);
  CHECK(children <= 1);  // dash handles it, or does not
  run(folder, recording(folder, {"--force"}, {"/bin/sh", "-c", "trap : USR1; kill -USR1 $$"}));
  CHECK(events_of(read_capture(folder / "t.reel"), "signaldeliver").empty());
}

const ReadEvent* request(const std::vector<const ReadEvent*>& events, int opcode) {
  for (const ReadEvent* event : events)
    if (event->value("op") == std::to_string(opcode)) return event;
  return nullptr;
}

void check_requests(const Folder& folder, const std::string& how) {
  CAPTURE(how);
  const Outcome outcome =
      run(folder, recording(folder, {"--force"}, {helper("make_requests"), folder.path().string(), how}));
  if (outcome.code == 77) {
    std::cout << "not tested: " << outcome.err << '\n';
    return;
  }
  INFO(outcome.err);
  REQUIRE(outcome.code == 0);
  const ReadCapture capture = read_capture(folder / "t.reel");
  check_balance(capture);
  const auto events = events_of(capture, "io_uring_submit", std::stoi(outcome.out));
  REQUIRE(events.size() == 4);
  const ReadEvent* opened = request(events, 18);
  REQUIRE(opened != nullptr);
  CHECK(opened->value("name") == (folder / "made").string());
  CHECK(opened->value("fd") == std::to_string(AT_FDCWD));
  CHECK((std::stoi(opened->value("flags")) & (O_WRONLY | O_CREAT)) == (O_WRONLY | O_CREAT));
  CHECK(opened->value("user_data") == "7");
  const ReadEvent* renamed = request(events, 35);
  REQUIRE(renamed != nullptr);
  CHECK(renamed->value("name") == (folder / "made").string());
  CHECK(renamed->value("newname") == (folder / "moved").string());
  const ReadEvent* connected = request(events, 16);
  REQUIRE(connected != nullptr);
  CHECK(connected->value("addr").find("127.0.0.1") != std::string::npos);
  CHECK(std::stoi(connected->value("fd")) > 2);
  const ReadEvent* unlinked = request(events, 36);
  REQUIRE(unlinked != nullptr);
  CHECK(unlinked->value("name") == (folder / "moved").string());
}

TEST_CASE("requests of an io_uring, whoever takes them") {
  const Folder folder;
  for (const char* how : {"enter", "poll"}) check_requests(folder, how);
}

}  // namespace
}  // namespace sysreel::testing
