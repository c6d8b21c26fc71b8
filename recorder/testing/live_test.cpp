// Live tests: sysreel-record on this kernel, around programs that know what they did. Needs root and BPF;
// where that is missing the test is skipped with the reason (exit code 77), or fails when
// SYSREEL_REQUIRE_LIVE=1.
#include <arpa/inet.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <fstream>
#include <iostream>
#include <map>
#include <set>
#include <thread>

#define DOCTEST_CONFIG_IMPLEMENT
#include <doctest/doctest.h>

#include "recorder/testing/live_recording.h"

namespace sysreel::testing {
namespace {

TEST_CASE("what a program did is what the capture holds, call by call") {
  const Folder folder;
  std::string transport;
  SUBCASE("mmap") {
    transport = "mmap";
  }
  SUBCASE("ringbuf") {
    transport = "ringbuf";
  }
  CAPTURE(transport);
  fs::create_directory(folder / "work");
  const Outcome outcome =
      run(folder, recording(folder, {"--transport", transport},
                            {helper("make_calls"), folder / "work", folder / "expected"}));
  INFO(outcome.err);
  REQUIRE(outcome.code == 0);
  const ReadCapture capture = read_capture(folder / "t.reel");
  CHECK(capture.state == CaptureState::kClosed);
  check_balance(capture);

  const std::vector<std::string> expected = split(slurp(folder / "expected"), '\n');
  REQUIRE(expected.size() > 90);
  std::set<std::string> kinds;
  for (const std::string& line : expected) kinds.insert(split(line, '\t')[0]);
  std::vector<const ReadEvent*> recorded;
  bool inside = false;
  for (const ReadEvent& event : capture.events) {
    if (event.kind == "chdir" && event.value("path") == "/sysreel-begin") {
      inside = true;
      continue;
    }
    if (event.kind == "chdir" && event.value("path") == "/sysreel-end") inside = false;
    if (inside && kinds.contains(event.kind)) recorded.push_back(&event);
  }
  CHECK(recorded.size() == expected.size());
  for (size_t i = 0; i < std::min(recorded.size(), expected.size()); ++i) {
    const std::vector<std::string> parts = split(expected[i], '\t');
    CAPTURE(expected[i]);
    REQUIRE(recorded[i]->kind == parts[0]);
    for (size_t part = 1; part < parts.size(); ++part) {
      const size_t equal = parts[part].find('=');
      const std::string name = parts[part].substr(0, equal);
      CAPTURE(name);
      CHECK(recorded[i]->value(name) == parts[part].substr(equal + 1));
    }
  }
  for (size_t i = 1; i < capture.events.size(); ++i) {
    CHECK(capture.events[i].number == capture.events[i - 1].number + 1);
    CHECK(capture.events[i].time >= capture.events[i - 1].time);
  }
}

// What "make_children kinds" told and what the capture holds.
struct Children {
  Folder folder;
  std::map<std::string, std::pair<int64_t, int64_t>> told;  // how -> pid, wait status
  ReadCapture capture;

  Children() {
    const Outcome outcome = run(folder, recording(folder, {}, {helper("make_children"), "kinds"}));
    INFO(outcome.err);
    REQUIRE(outcome.code == 0);
    capture = read_capture(folder / "t.reel");
    check_balance(capture);
    for (const std::string& line : split(outcome.out, '\n')) {
      const auto words = split(line, ' ');
      REQUIRE(words.size() >= 2);
      told[words[0]] = {std::stoll(words[1]), words.size() > 2 ? std::stoll(words[2]) : 0};
    }
  }
  // The only event of this kind in the process that was made like this.
  const ReadEvent& only(const std::string& kind, const std::string& how) const {
    const auto found = events_of(capture, kind, told.at(how).first);
    CAPTURE(kind);
    CAPTURE(how);
    REQUIRE(found.size() == 1);
    return *found[0];
  }
};

void check_creation(const Children& children, const std::string& how) {
  CAPTURE(how);
  const auto [pid, status] = children.told.at(how);
  const ReadEvent& child_side = children.only(how, how);
  CHECK(child_side.value("res") == "0");
  size_t parent_side = 0;
  for (const ReadEvent* event : events_of(children.capture, how))
    parent_side += event->value("res") == std::to_string(pid);
  CHECK(parent_side == 1);
  const ReadEvent& end = children.only("procexit", how);
  CHECK(end.value("status") == std::to_string(status));
  CHECK(end.value("ret") == std::to_string(status >> 8));
  CHECK(end.value("group_dead") == "1");
  CHECK(end.start_time == child_side.start_time);
}

void check_threads(const Children& children) {
  std::vector<const ReadEvent*> ends;
  for (const ReadEvent& event : children.capture.events)
    if (event.kind == "procexit" && event.tid == children.told.at("thread").first) ends.push_back(&event);
  REQUIRE(ends.size() == 1);
  CHECK(ends[0]->pid != ends[0]->tid);
  CHECK(ends[0]->value("group_dead") == "0");
}

std::string nanoseconds_of(const timespec& time) {
  return std::to_string(static_cast<uint64_t>(time.tv_sec) * 1'000'000'000 +
                        static_cast<uint64_t>(time.tv_nsec));
}

void check_programs(const Children& children) {
  const std::string path = fs::canonical(helper("make_children"));
  const ReadEvent& by_name = children.only("execve", "execve");
  CHECK(by_name.value("exe") == "new-name");
  CHECK(by_name.value("args") == "exit|9|");
  CHECK(by_name.value("env") == "ONLY=this|");
  CHECK(by_name.value("comm") == "make_children");
  CHECK(by_name.value("trusted_exepath") == path);
  CHECK(by_name.value("filename") == path);
  struct stat program {};
  REQUIRE(stat(path.c_str(), &program) == 0);
  CHECK(by_name.value("exe_ino") == std::to_string(program.st_ino));
  CHECK(by_name.value("exe_ino_ctime") == nanoseconds_of(program.st_ctim));
  CHECK(by_name.value("exe_ino_mtime") == nanoseconds_of(program.st_mtim));
  const ReadEvent& by_descriptor = children.only("execveat", "execveat");
  CHECK(by_descriptor.value("exe") == "by-descriptor");
  CHECK(by_descriptor.value("args") == "exit|10|");
  const ReadEvent& from_thread = children.only("execve", "fromthread");
  CHECK(from_thread.tid == from_thread.pid);
  CHECK(from_thread.value("exe") == "from-thread");
}

void check_credentials(const Children& children) {
  CHECK(children.only("setresgid", "ids").value("cred_egid") == "1235");
  const ReadEvent& dropped = children.only("setreuid", "ids");
  CHECK(dropped.value("cred_euid") == "4321");
  CHECK(dropped.value("cap_effective") == "0");
  CHECK(children.only("setuid", "ids").value("res") == "-1");
  CHECK(children.only("unshare", "ids").value("flags") == "268435456");
  CHECK(children.only("prctl", "ids").value("arg2_str") == "other-name");
}

TEST_CASE("every way to make a process and to run a program") {
  const Children children;
  for (const std::string how : {"fork", "vfork", "clone", "clone3"}) check_creation(children, how);
  check_threads(children);
  check_programs(children);
  check_credentials(children);
  CHECK(children.only("procexit", "killed").value("sig") == "9");
}

TEST_CASE("no short-lived descendant is missed") {
  const Folder folder;
  const Outcome outcome = run(folder, recording(folder, {}, {helper("make_children"), "race", "2000"}));
  INFO(outcome.err);
  REQUIRE(outcome.code == 0);
  const ReadCapture capture = read_capture(folder / "t.reel");
  check_balance(capture);
  std::map<std::string, size_t> ends;
  for (const ReadEvent* event : events_of(capture, "procexit")) ++ends[event->value("ret")];
  CHECK(ends["5"] == 2000);
  CHECK(ends["7"] == 2000);
  CHECK(events_of(capture, "setsid").size() == 4000);
}

TEST_CASE("unrelated processes and the recorder itself are not recorded") {
  const Folder folder;
  const pid_t stranger = start(folder, {helper("make_children"), "fork", "300"});
  const Outcome outcome = run(folder, recording(folder, {}, {helper("make_children"), "fork", "100"}));
  waitpid(stranger, nullptr, 0);
  REQUIRE(outcome.code == 0);
  const ReadCapture capture = read_capture(folder / "t.reel");
  check_balance(capture);
  CHECK(events_of(capture, "setsid").size() == 100);
  CHECK(events_of(capture, "procexit").size() == 101);
  for (const ReadEvent& event : capture.events) CHECK(event.pid != stranger);
}

// How old what is missing may be is measured by tools/soak.
TEST_CASE("SIGKILL leaves a capture that can be read") {
  constexpr uintmax_t kSeveralBlocks = 300'000;
  const Folder folder;
  const pid_t recorder = start(folder, recording(folder, {}, {helper("make_children"), "fork", "1000000"}));
  std::error_code not_there_yet;
  while (waitpid(recorder, nullptr, WNOHANG) == 0) {
    const uintmax_t size = fs::file_size(folder / "t.reel.part", not_there_yet);
    if (!not_there_yet && size > kSeveralBlocks) break;
    std::this_thread::sleep_for(std::chrono::milliseconds(50));
  }
  kill(recorder, SIGKILL);
  waitpid(recorder, nullptr, 0);
  CHECK_FALSE(fs::exists(folder / "t.reel"));
  const ReadCapture capture = read_capture(folder / "t.reel.part");
  CHECK(capture.state == CaptureState::kIncomplete);
  CHECK(capture.damages <= 1);  // a last frame cut short
  REQUIRE(capture.events.size() > 100);
  int64_t command = capture.events.front().pid;
  kill(static_cast<pid_t>(command), SIGKILL);
}

TEST_CASE("the snapshot holds the command and its ancestors") {
  const Folder folder;
  const Outcome outcome = run(folder, recording(folder, {}, {"/bin/true"}));
  REQUIRE(outcome.code == 0);
  const ReadCapture capture = read_capture(folder / "t.reel");
  std::map<int64_t, const ReadEvent*> threads;
  size_t users = 0;
  for (const ReadEvent& row : capture.snapshot) {
    if (row.kind == "snapshot.thread") threads[row.tid] = &row;
    users += row.kind == "snapshot.user";
  }
  CHECK(users > 0);
  REQUIRE_FALSE(capture.events.empty());
  const ReadEvent& exec = capture.events.front();
  CHECK(exec.kind == "execve");
  REQUIRE(threads.contains(exec.pid));
  CHECK(threads.at(exec.pid)->start_time == exec.start_time);
  CHECK(threads.at(exec.pid)->value("cgroups") == exec.value("cgroups"));
  CHECK(threads.at(exec.pid)->value("cap_effective") == exec.value("cap_effective"));
  CHECK(threads.at(exec.pid)->value("ns_mnt") == exec.value("ns_mnt"));
  CHECK(threads.contains(getpid()));
  CHECK(threads.contains(1));
}

TEST_CASE("the snapshot holds mounts, addresses and who listens") {
  const Folder folder;
  const Outcome outcome = run(folder, recording(folder, {}, {"/bin/true"}));
  INFO(outcome.err);
  REQUIRE(outcome.code == 0);
  const ReadCapture capture = read_capture(folder / "t.reel");
  const std::string mounts = slurp("/proc/self/mountinfo");
  size_t mount_rows = 0;
  bool root = false;
  bool loopback = false;
  for (const ReadEvent& row : capture.snapshot) {
    if (row.kind == "snapshot.mount") ++mount_rows;
    root |= row.kind == "snapshot.mount" && row.value("dir") == "/";
    loopback |= row.kind == "snapshot.interface" && row.value("name") == "lo" &&
                row.value("address") == std::string("\x7f||\x01");
  }
  CHECK(root);
  CHECK(loopback);
  CHECK(mount_rows >= static_cast<size_t>(std::count(mounts.begin(), mounts.end(), '\n')));
}

TEST_CASE("listening sockets of processes out of scope are in the snapshot") {
  const int listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof(address);
  REQUIRE(bind(listener, reinterpret_cast<sockaddr*>(&address), size) == 0);
  REQUIRE(listen(listener, 1) == 0);
  REQUIRE(getsockname(listener, reinterpret_cast<sockaddr*>(&address), &size) == 0);
  const std::string expected = "127.0.0.1:" + std::to_string(ntohs(address.sin_port)) + ">0.0.0.0:0";
  // Held by a process that is no ancestor of the command: there the descriptor's own row would name it.
  const pid_t owner = fork();
  if (owner == 0) {
    pause();
    _exit(0);
  }
  close(listener);
  const Folder folder;
  const Outcome outcome = run(folder, recording(folder, {}, {"/bin/true"}));
  kill(owner, SIGKILL);
  waitpid(owner, nullptr, 0);
  REQUIRE(outcome.code == 0);
  size_t found = 0;
  for (const ReadEvent& row : read_capture(folder / "t.reel").snapshot) {
    if (row.kind != "snapshot.socket" || row.value("tuple") != expected) continue;
    ++found;
    CHECK(row.value("role") == std::to_string('l'));
    CHECK(row.value("uid") == std::to_string(getuid()));
  }
  CHECK(found == 1);
}

TEST_CASE("descendants that outlive the command are recorded to their end, and no longer than --linger") {
  const Folder folder;
  const std::string made = folder / "made";
  const std::vector<std::string> leaves_work = {"/bin/sh", "-c",
                                                "(sleep 0.5; touch " + made + "; exit 9) & exit 4"};
  const Outcome whole = run(folder, recording(folder, {"-v"}, leaves_work));
  INFO(whole.err);
  CHECK(whole.code == 4);
  CHECK(whole.err.find("of its descendants are recorded while they run") != std::string::npos);
  CHECK(whole.err.find("no longer recorded") == std::string::npos);
  const ReadCapture capture = read_capture(folder / "t.reel");
  check_balance(capture);
  size_t touches = 0;
  for (const ReadEvent* exec : events_of(capture, "execve")) touches += exec->value("exe") == "touch";
  CHECK(touches == 1);
  CHECK(fs::exists(made));

  const std::vector<std::string> leaves_daemon = {"/bin/sh", "-c",
                                                  "sleep 20 & echo $! >" + made + "; exit 4"};
  for (const std::string linger : {"0", "0.3"}) {
    const Outcome cut = run(folder, recording(folder, {"--force", "--linger", linger}, leaves_daemon));
    CHECK(cut.code == 4);
    CHECK(cut.err.find("1 descendant still runs and is no longer recorded") != std::string::npos);
    kill(std::stoi(slurp(made)), SIGKILL);
  }
  // A signal does not wait for descendants.
  fs::remove(made);
  const pid_t recorder = start(folder, recording(folder, {"--force", "--linger", "1000"}, leaves_daemon));
  while (slurp(made).empty()) usleep(20'000);
  usleep(200'000);
  kill(recorder, SIGTERM);
  CHECK(finish(folder, recorder).code == 4);
  kill(std::stoi(slurp(made)), SIGKILL);
  const Outcome quiet = run(folder, recording(folder, {"--force"}, {"/bin/sh", "-c", "/bin/true; exit 4"}));
  CHECK(quiet.err.find("still runs") == std::string::npos);
  CHECK(run(folder, {recorder_program(), "--linger", "3"}).code == 3);
}

TEST_CASE("exit codes, files and messages") {
  const Folder folder;
  CHECK(run(folder, recording(folder, {}, {"/bin/sh", "-c", "exit 42"})).code == 42);
  struct stat status {};
  REQUIRE(stat((folder / "t.reel").c_str(), &status) == 0);
  CHECK((status.st_mode & 07777) == 0600);
  const Outcome exists = run(folder, recording(folder, {}, {"/bin/true"}));
  CHECK(exists.code == 3);
  CHECK(exists.err.starts_with("sysreel-record:"));
  CHECK(run(folder, recording(folder, {"--force"}, {"/bin/sh", "-c", "kill -9 $$"})).code == 128 + 9);
  CHECK(run(folder, recording(folder, {"--force"}, {"sysreel-no-such-program"})).code == 127);
  CHECK(run(folder, recording(folder, {"--force"}, {"/etc/passwd"})).code == 126);
  CHECK(run(folder, recording(folder, {"--force", "--events", "+nonsense"}, {"/bin/true"})).code == 3);
  const Outcome limited =
      run(folder, recording(folder, {"--force", "-n", "3"}, {"/bin/sh", "-c", "ls /; exit 5"}));
  CHECK(limited.code == 5);
  const ReadCapture capture = read_capture(folder / "t.reel");
  CHECK(capture.events.size() == 3);
  check_balance(capture);
  const Outcome piped = run(folder, {recorder_program(), "-w", "-", "--", "/bin/echo", "hello"});
  CHECK(piped.code == 0);
  CHECK(piped.err.find("hello\n") != std::string::npos);
  CHECK(piped.out.find("hello\n") == std::string::npos);
  CHECK(read_capture(folder / "stdout").state == CaptureState::kClosed);
  const Outcome full = run(folder, {recorder_program(), "-w", "/dev/full", "--", "/bin/true"});
  CHECK(full.code != 0);
  CHECK(run(folder, {recorder_program(), "doctor"}).code == 0);
  for (const char* word : {"doctor", "pin"}) {
    const Outcome help = run(folder, {recorder_program(), word, "--help"});
    CHECK(help.code == 0);
    CHECK(help.out.find(std::string("Example: sysreel-record ") + word) != std::string::npos);
  }
}

TEST_CASE("a process that already runs, and its later children") {
  const Folder folder;
  const std::string signal = folder / "signal";
  REQUIRE(mkfifo(signal.c_str(), 0600) == 0);
  const pid_t target =
      start(folder, {"/bin/sh", "-c", "read word < " + signal + "; /bin/true; /bin/true; exit 0"});
  const pid_t recorder = start(folder, {recorder_program(), "-w", folder / "t.reel", "--pid",
                                        std::to_string(target), "--stats", "0.1"});
  // The first line of --stats: from here on it is recorded, however long loading took.
  for (int look = 0; look < 600 && slurp(folder / "stderr").empty(); ++look)
    std::this_thread::sleep_for(std::chrono::milliseconds(100));
  std::ofstream(signal) << "go\n";
  const Outcome outcome = finish(folder, recorder);
  waitpid(target, nullptr, 0);
  INFO(outcome.err);
  CHECK(outcome.code == 0);
  const ReadCapture capture = read_capture(folder / "t.reel");
  check_balance(capture);
  CHECK(events_of(capture, "execve").size() >= 2);
  CHECK(events_of(capture, "procexit", target).size() == 1);
}

}  // namespace
}  // namespace sysreel::testing

int main(int argc, char** argv) {
  using namespace sysreel::testing;
  set_build_directory(argc > 1 ? argv[1] : ".");
  {
    const Folder folder;
    const Outcome outcome = run(folder, {recorder_program(), "doctor"});
    if (outcome.code != 0) {
      std::cout << "skipped: recording is not possible here\n" << outcome.out << outcome.err;
      const char* required = std::getenv("SYSREEL_REQUIRE_LIVE");
      return required != nullptr && std::string(required) == "1" ? 1 : 77;
    }
  }
  doctest::Context context;
  context.applyCommandLine(argc - 1, argv + 1);
  return context.run();
}
