// Bounded disk: rotation, rings, pins, quotas, full disks, readers that stop. The small disks are tmpfs
// mounts of the test's own, which needs root like everything here.
#include <doctest/doctest.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/mount.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <fstream>
#include <set>

#include "format/capture_verify.h"
#include "recorder/testing/live_recording.h"

namespace sysreel::testing {
namespace {

class SmallDisk {
 public:
  explicit SmallDisk(const char* size) {
    const std::string options = std::string("size=") + size;
    mounted_ = mount("tmpfs", folder_.path().c_str(), "tmpfs", 0, options.c_str()) == 0;
  }
  ~SmallDisk() {
    if (mounted_) umount2(folder_.path().c_str(), MNT_DETACH);
  }
  SmallDisk(const SmallDisk&) = delete;
  SmallDisk& operator=(const SmallDisk&) = delete;
  bool mounted() const { return mounted_; }
  fs::path operator/(const std::string& name) const { return folder_ / name; }

 private:
  Folder folder_;
  bool mounted_ = false;
};

std::vector<std::string> names_in(const fs::path& folder) {
  std::vector<std::string> names;
  for (const auto& entry : fs::directory_iterator(folder))
    if (entry.path().filename().string().starts_with("ring.")) names.push_back(entry.path().filename());
  std::sort(names.begin(), names.end());
  return names;
}

// sysreel-record -w FILE OPTIONS -- COMMAND
std::vector<std::string> recording_to(const fs::path& file, const std::vector<std::string>& options,
                                      const std::vector<std::string>& command) {
  std::vector<std::string> all = {recorder_program(), "-w", file.string()};
  all.insert(all.end(), options.begin(), options.end());
  all.push_back("--");
  all.insert(all.end(), command.begin(), command.end());
  return all;
}

// Writes of incompressible bytes, recorded whole: so many half megabytes reach the capture, one every 60 ms.
std::vector<std::string> noise(int halves) {
  return {"/bin/sh", "-c",
          "for i in $(seq " + std::to_string(halves) +
              "); do dd if=/dev/urandom of=/dev/null bs=16384 count=32 status=none; sleep 0.06; done"};
}
const std::vector<std::string> kWhole = {"--profile", "full", "--snaplen", "16384", "--events", "-read"};

std::vector<std::string> with_whole(std::vector<std::string> options) {
  options.insert(options.end(), kWhole.begin(), kWhole.end());
  return options;
}

uint64_t stopped_events(const ReadCapture& capture) {
  uint64_t count = 0;
  for (const LossReport& report : capture.losses)
    for (const LossCount& lost : report.lost)
      if (lost.reason == LossReason::kRecorderStopped) count += lost.count;
  return count;
}

TEST_CASE("parts of one recording: named, chained, each a capture of its own, the newest kept") {
  const Folder folder;
  const Outcome outcome =
      run(folder, recording_to(folder / "ring.reel", with_whole({"-C", "1MiB", "-W", "3"}), noise(14)));
  INFO(outcome.err);
  REQUIRE(outcome.code == 0);
  const std::vector<std::string> names = names_in(folder.path());
  REQUIRE(names.size() == 3);
  CHECK(names[0] != "ring.000001.reel");
  CaptureId recording{};
  std::string previous_hash;
  uint64_t next_number = 0;
  uint32_t part = 0;
  for (const std::string& name : names) {
    CAPTURE(name);
    const ReadCapture capture = read_capture(folder / name);
    const auto verified = verify_capture(folder / name);
    REQUIRE(verified.ok());
    CHECK(verified->verdict == Verdict::kIntact);
    CHECK(capture.state == CaptureState::kClosed);
    CHECK_FALSE(capture.snapshot.empty());
    check_balance(capture);
    REQUIRE_FALSE(capture.events.empty());
    if (part != 0) {
      CHECK(capture.header.part == part + 1);
      CHECK(capture.header.recording_id == recording);
      CHECK(capture.header.previous_part_hash == previous_hash);
      CHECK(capture.events.front().number == next_number);
    }
    part = capture.header.part;
    CHECK(name == "ring.00000" + std::to_string(part) + ".reel");
    recording = capture.header.recording_id;
    previous_hash = verified->final_hash;
    next_number = capture.events.back().number + 1;
    CHECK(fs::file_size(folder / name) < 2U << 20);
  }
  // A second recording goes on behind the first and keeps within the same bounds.
  const Outcome again =
      run(folder, recording_to(folder / "ring.reel", {"-C", "1MiB", "-W", "3"}, {"/bin/true"}));
  CHECK(again.code == 0);
  const ReadCapture newest = read_capture(folder / names_in(folder.path()).back());
  CHECK(newest.header.part == 1);
  CHECK(newest.header.recording_id != recording);
  CHECK(names_in(folder.path()).size() == 3);
}

TEST_CASE("parts by time, and pins before and after a moment") {
  const Folder folder;
  const pid_t recorder =
      start(folder, recording_to(folder / "ring.reel",
                                 {"-G", "0.4", "-W", "2", "--trigger", (folder / "alarm").string(),
                                  "--pin-before", "0.5", "--pin-after", "0.1"},
                                 {"/bin/sh", "-c",
                                  "for i in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do "
                                  "sleep 0.2; [ $i != 6 ] || echo now > " +
                                      (folder / "alarm").string() + "; done"}));
  usleep(3'000'000);
  const Folder elsewhere;
  const Outcome pin = run(elsewhere, {recorder_program(), "pin", folder.path()});
  CHECK(pin.code == 0);
  const Outcome outcome = finish(folder, recorder);
  INFO(outcome.err);
  CHECK(outcome.code == 0);
  size_t pinned = 0;
  size_t plain = 0;
  for (const std::string& name : names_in(folder.path())) {
    (name.find(".pinned.") != std::string::npos ? pinned : plain) += 1;
    CHECK(read_capture(folder / name).state == CaptureState::kClosed);
  }
  CHECK(plain == 2);
  CHECK(pinned >= 3);  // two moments, each in a part and near another
  const Outcome nobody = run(elsewhere, {recorder_program(), "pin", elsewhere.path()});
  CHECK(nobody.code == 3);
  CHECK(nobody.err.find("no recorder keeps a ring") != std::string::npos);
}

TEST_CASE("a full disk ends the recording in order; the command goes on") {
  const SmallDisk disk("3m");
  REQUIRE(disk.mounted());
  const Folder folder;
  const Outcome outcome =
      run(folder, recording_to(disk / "t.reel", kWhole,
                               {"/bin/sh", "-c",
                                "dd if=/dev/urandom of=/dev/null bs=16384 count=512 status=none; echo on > " +
                                    (folder / "went-on").string()}));
  INFO(outcome.err);
  CHECK(outcome.code == 125);
  CHECK(outcome.err.find("no space left") != std::string::npos);
  CHECK(fs::exists(folder / "went-on"));
  const ReadCapture capture = read_capture(disk / "t.reel");
  CHECK(capture.state == CaptureState::kClosed);
  CHECK(capture.damages == 0);
  CHECK(verify_capture(disk / "t.reel")->verdict == Verdict::kIntact);
  CHECK(stopped_events(capture) > 0);
  check_balance(capture);
}

TEST_CASE(
    "a file that cannot be written any more stays a .part up to its last whole frame, and is called so") {
  const Folder folder;
  std::vector<std::string> limited = {"/bin/sh", "-c", "ulimit -f 200; exec \"$@\"", "sh"};
  for (const std::string& word : recording_to(
           folder / "t.reel", kWhole,
           {"/bin/sh", "-c",
            "ulimit -f unlimited; dd if=/dev/urandom of=/dev/null bs=16384 count=64 status=none; sleep 2; "
            "dd if=/dev/urandom of=/dev/null bs=16384 count=64 status=none; echo on > " +
                (folder / "went-on").string()}))
    limited.push_back(word);
  const Outcome outcome = run(folder, limited);
  INFO(outcome.err);
  CHECK(outcome.code == 125);
  CHECK(outcome.err.find("cannot write " + (folder / "t.reel.part").string() + ": File too large") !=
        std::string::npos);
  CHECK(outcome.err.find((folder / "t.reel.part").string() + ": ") != std::string::npos);
  CHECK(outcome.err.find("SHA-256") == std::string::npos);
  CHECK(fs::exists(folder / "went-on"));
  CHECK_FALSE(fs::exists(folder / "t.reel"));
  CHECK(read_capture(folder / "t.reel.part").state == CaptureState::kIncomplete);
}

TEST_CASE("a ring on a small disk lives on its own oldest files") {
  const SmallDisk disk("4m");
  REQUIRE(disk.mounted());
  const Folder folder;
  const Outcome outcome =
      run(folder, recording_to(disk / "ring.reel", with_whole({"-C", "512KiB"}), noise(14)));
  INFO(outcome.err);
  CHECK(outcome.code == 0);
  const std::vector<std::string> names = names_in(disk / "");
  REQUIRE_FALSE(names.empty());
  CHECK(names[0] != "ring.000001.reel");
  for (const std::string& name : names) CHECK(read_capture(disk / name).state == CaptureState::kClosed);
}

TEST_CASE("below --min-free the recording pauses, says so, and goes on when there is room") {
  const SmallDisk disk("40m");
  REQUIRE(disk.mounted());
  const Folder folder;
  const std::string filler = disk / "filler";
  const std::string script = "true; head -c 22m /dev/zero > " + filler +
                             "; for i in 1 2 3 4 5 6; do sleep 0.1; mkdir -p /sysreel-paused/x; done; rm " +
                             filler + "; sleep 0.6; chdir=/; mkdir /sysreel-after/x; exit 7";
  const Outcome outcome =
      run(folder, recording_to(disk / "t.reel", {"--min-free", "20MiB", "--log-format", "json"},
                               {"/bin/sh", "-c", script}));
  INFO(outcome.err);
  CHECK(outcome.code == 7);
  CHECK(outcome.err.find("paused: the disk is short of space") != std::string::npos);
  CHECK(outcome.err.find("recording again") != std::string::npos);
  const ReadCapture capture = read_capture(disk / "t.reel");
  CHECK(capture.state == CaptureState::kClosed);
  CHECK(stopped_events(capture) > 0);
  check_balance(capture);
  bool after = false;
  for (const ReadEvent& event : capture.events) after |= event.value("path") == "/sysreel-after/x";
  CHECK(after);
}

TEST_CASE("a quota ends a recording of one file") {
  const Folder folder;
  const Outcome outcome =
      run(folder, recording_to(folder / "t.reel", with_whole({"--quota", "1MiB"}), noise(14)));
  INFO(outcome.err);
  CHECK(outcome.code == 0);
  const ReadCapture capture = read_capture(folder / "t.reel");
  CHECK(capture.state == CaptureState::kClosed);
  check_balance(capture);
  CHECK(fs::file_size(folder / "t.reel") < 3U << 20);
}

TEST_CASE("a reader that stops does not keep the command nor the recorder") {
  const Folder folder;
  int ends[2];
  REQUIRE(pipe(ends) == 0);
  const pid_t recorder = fork();
  if (recorder == 0) {
    dup2(ends[1], STDOUT_FILENO);
    close(ends[0]);
    close(ends[1]);
    dup2(open((folder / "stderr").c_str(), O_WRONLY | O_CREAT, 0600), STDERR_FILENO);
    const std::string done = "dd if=/dev/urandom of=/dev/null bs=16384 count=256 status=none; echo > " +
                             (folder / "done").string();
    execl(recorder_program().c_str(), "sysreel-record", "-w", "-", "--profile", "full", "--snaplen", "16384",
          "--", "/bin/sh", "-c", done.c_str(), nullptr);
    _exit(99);
  }
  close(ends[1]);
  for (int i = 0; i < 3000 && !fs::exists(folder / "done"); ++i) usleep(10'000);
  CHECK(fs::exists(folder / "done"));
  int status = 0;
  for (int i = 0; i < 1000 && waitpid(recorder, &status, WNOHANG) == 0; ++i) {
    kill(recorder, SIGTERM);
    usleep(50'000);
  }
  close(ends[0]);
  REQUIRE(WIFEXITED(status));
  CHECK(WEXITSTATUS(status) == 125);
  CHECK(slurp(folder / "stderr").find("does not read") != std::string::npos);
}

TEST_CASE("a reader that leaves ends the recording, not the command") {
  const Folder folder;
  const std::string command = recorder_program() +
                              " -w - --profile full --snaplen 16384 -- /bin/sh -c 'dd if=/dev/urandom "
                              "of=/dev/null bs=16384 count=256 status=none; echo > " +
                              (folder / "done").string() +
                              "' | head -c 100000 > /dev/null; exit ${PIPESTATUS[0]}";
  const Outcome outcome = run(folder, {"/bin/bash", "-c", command});
  CHECK(outcome.code == 125);
  CHECK(fs::exists(folder / "done"));
}

TEST_CASE("a ring needs files and bounds that make sense") {
  const Folder folder;
  const std::string file = folder / "ring.reel";
  for (const std::vector<std::string>& options :
       std::vector<std::vector<std::string>>{{"-w", "-", "-C", "1MB"},
                                             {"-w", file, "-W", "3"},
                                             {"-w", file, "--trigger", "SIGUSR1"},
                                             {"-w", file, "-C", "1"},
                                             {"-w", file, "-C", "many"},
                                             {"-w", "/no/such/folder/ring.reel", "-C", "1MB"}}) {
    std::vector<std::string> all = {recorder_program()};
    all.insert(all.end(), options.begin(), options.end());
    all.insert(all.end(), {"--", "/bin/true"});
    const Outcome outcome = run(folder, all);
    CAPTURE(outcome.err);
    CHECK(outcome.code == 3);
  }
}

}  // namespace
}  // namespace sysreel::testing
