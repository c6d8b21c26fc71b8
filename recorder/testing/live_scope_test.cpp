// Who is recorded: by cgroup, by container id, by name; and what is recorded: by plan. Each test makes its
// own processes and its own cgroup.
#include <doctest/doctest.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <fstream>
#include <set>

#include "recorder/testing/live_recording.h"

namespace sysreel::testing {
namespace {

// A cgroup of the first hierarchy in which one can be made.
class Cgroup {
 public:
  explicit Cgroup(const std::string& name) {
    for (const char* mount : {"/sys/fs/cgroup/unified", "/sys/fs/cgroup", "/sys/fs/cgroup/memory"}) {
      const fs::path path = fs::path(mount) / name;
      std::error_code error;
      if (fs::exists(fs::path(mount) / "cgroup.procs") && fs::create_directory(path, error)) {
        path_ = path;
        return;
      }
    }
  }
  ~Cgroup() {
    if (path_.empty()) return;
    for (int i = 0; i < 100 && rmdir(path_.c_str()) != 0; ++i) usleep(20'000);
  }
  Cgroup(const Cgroup&) = delete;
  Cgroup& operator=(const Cgroup&) = delete;
  const fs::path& path() const { return path_; }
  void add(pid_t pid) const { std::ofstream(path_ / "cgroup.procs") << pid << std::flush; }

 private:
  fs::path path_;
};

void wait_for(const fs::path& path) {
  for (int i = 0; i < 1000 && !fs::exists(path); ++i) usleep(10'000);
}

// Starts a recorder and returns when its hooks stand: the snapshot follows them, the file holds it.
pid_t start_recorder(const Folder& folder, const std::vector<std::string>& options) {
  std::vector<std::string> all = {recorder_program(), "-w", (folder / "t.reel").string()};
  all.insert(all.end(), options.begin(), options.end());
  const pid_t recorder = start(folder, all);
  wait_for(folder / "t.reel.part");
  for (int i = 0; i < 1000 && fs::exists(folder / "t.reel.part"); ++i) {
    if (!read_capture((folder / "t.reel.part").string()).snapshot.empty()) break;
    usleep(10'000);
  }
  return recorder;
}

std::vector<std::string> shell(const std::string& script) {
  return {"/bin/sh", "-c", script};
}

std::set<std::string> programs_run(const ReadCapture& capture) {
  std::set<std::string> programs;
  for (const ReadEvent* event : events_of(capture, "execve")) programs.insert(event->value("exe"));
  return programs;
}

TEST_CASE("a cgroup: its members, who joins it, and their descendants, though they leave") {
  const Cgroup cgroup("sysreel-test-" + std::to_string(getpid()));
  const Cgroup other("sysreel-other-" + std::to_string(getpid()));
  REQUIRE_FALSE(cgroup.path().empty());
  for (const bool by_id : {false, true}) {
    CAPTURE(by_id);
    const Folder folder;
    const Folder outside;
    const std::string go = folder / "go";
    const pid_t member =
        start(folder, shell("while [ ! -e " + go + " ]; do sleep 0.05; done; echo $$ > " +
                            (other.path() / "cgroup.procs").string() + "; exec env after-leaving=1 true"));
    cgroup.add(member);
    const Folder files;
    const std::string name = cgroup.path().filename();
    const pid_t recorder =
        start_recorder(files, by_id ? std::vector<std::string>{"--container", name.substr(0, name.size() - 1)}
                                    : std::vector<std::string>{"--cgroup", cgroup.path()});
    const pid_t stranger = start(outside, shell("env stranger=1 true"));
    waitpid(stranger, nullptr, 0);
    const pid_t joins = start(
        outside, shell("echo $$ > " + (cgroup.path() / "cgroup.procs").string() + "; env joined=1 false"));
    waitpid(joins, nullptr, 0);
    std::ofstream(go).put('1');
    waitpid(member, nullptr, 0);
    kill(recorder, SIGTERM);
    const Outcome outcome = finish(files, recorder);
    INFO(outcome.err);
    REQUIRE(outcome.code == 0);
    const ReadCapture capture = read_capture(files / "t.reel");
    check_balance(capture);
    std::string arguments;
    for (const ReadEvent* event : events_of(capture, "execve")) arguments += event->value("args");
    CHECK(arguments.find("joined=1") != std::string::npos);
    CHECK(arguments.find("after-leaving=1") != std::string::npos);
    CHECK(arguments.find("stranger=1") == std::string::npos);
    CHECK(events_of(capture, "procexit", member).size() == 1);
    for (const ReadEvent& event : capture.events) {
      CHECK(event.pid != stranger);
      CHECK(event.pid != recorder);
    }
  }
}

TEST_CASE("a recording of a cgroup ends when the cgroup is removed") {
  const Folder folder;
  pid_t recorder = 0;
  {
    const Cgroup cgroup("sysreel-gone-" + std::to_string(getpid()));
    recorder = start_recorder(folder, {"--cgroup", cgroup.path()});
  }
  CHECK(finish(folder, recorder).code == 0);
  CHECK(read_capture(folder / "t.reel").state == CaptureState::kClosed);
}

TEST_CASE("a name: processes that have it, get it, or descend from one that had it") {
  const Folder folder;
  const std::string name = "sysreel-" + std::to_string(getpid() % 1000000);
  fs::create_symlink("/bin/sh", folder / name);
  const Folder running;
  const std::string go = folder / "go";
  const pid_t before =
      start(running, {(folder / name).string(), "-c",
                      "while [ ! -e " + go + " ]; do sleep 0.05; done; env of-before=1 true; :"});
  const pid_t recorder = start_recorder(folder, {"--comm", name});
  const Folder outside;
  waitpid(start(outside, shell("env stranger=1 true; " + (folder / name).string() +
                               " -c 'env child=1 env grandchild=1 true; :'; env stranger=2 true")),
          nullptr, 0);
  std::ofstream(go).put('1');
  waitpid(before, nullptr, 0);
  kill(recorder, SIGINT);
  const Outcome outcome = finish(folder, recorder);
  INFO(outcome.err);
  REQUIRE(outcome.code == 0);
  const ReadCapture capture = read_capture(folder / "t.reel");
  check_balance(capture);
  std::string arguments;
  for (const ReadEvent* event : events_of(capture, "execve")) arguments += event->value("args");
  CHECK(arguments.find("child=1") != std::string::npos);
  CHECK(arguments.find("grandchild=1") != std::string::npos);
  CHECK(arguments.find("of-before=1") != std::string::npos);
  CHECK(arguments.find("stranger=") == std::string::npos);
  CHECK(programs_run(capture).contains((folder / name).string()));
}

TEST_CASE("what does not exist or does not go together is refused before anything is written") {
  const Folder folder;
  const std::string file = folder / "t.reel";
  for (const std::vector<std::string>& options :
       std::vector<std::vector<std::string>>{{"--cgroup", "/no/such/cgroup"},
                                             {"--container", "0123456789ab"},
                                             {"--comm", "a-name-of-more-than-fifteen-bytes"},
                                             {"--comm", "sh", "--pid", "1"},
                                             {"--profile", "plan"},
                                             {"--plan", "/no/such/plan"},
                                             {"--profile", "security", "--plan", "/no/such/plan"}}) {
    CAPTURE(options[0] + " " + options[1]);
    std::vector<std::string> all = {recorder_program(), "-w", file, "-M", "1"};
    all.insert(all.end(), options.begin(), options.end());
    const Outcome outcome = run(folder, all);
    CHECK(outcome.code == 3);
    CHECK(outcome.err.starts_with("sysreel-record: "));
    CHECK_FALSE(fs::exists(file + ".part"));
  }
}

TEST_CASE("a plan: its events and those of state, nothing else") {
  const Folder folder;
  std::ofstream(folder / "plan.yaml") << "version: 1\nevents: [mkdirat, mkdir]\ngenerated_from: [my.yaml]\n";
  const Outcome outcome =
      run(folder, recording(folder, {"--plan", folder / "plan.yaml"},
                            shell("mkdir " + (folder / "new").string() + "; mv " + (folder / "new").string() +
                                  " " + (folder / "old").string())));
  INFO(outcome.err);
  REQUIRE(outcome.code == 0);
  const ReadCapture capture = read_capture(folder / "t.reel");
  CHECK(events_of(capture, "mkdir").size() + events_of(capture, "mkdirat").size() == 1);
  CHECK(events_of(capture, "rename").size() + events_of(capture, "renameat2").size() == 0);
  CHECK_FALSE(events_of(capture, "execve").empty());
  const auto& lines = capture.header.configuration;
  CHECK(std::find(lines.begin(), lines.end(), "profile=plan") != lines.end());
  CHECK(std::find(lines.begin(), lines.end(), "plan-from=my.yaml") != lines.end());
}

}  // namespace
}  // namespace sysreel::testing
