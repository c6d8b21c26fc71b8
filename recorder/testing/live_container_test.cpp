// A real container: runc, and a root file system of one busybox. Where Debian's packages runc and
// busybox-static are missing, nothing is tested and a line says so.
#include <doctest/doctest.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <fstream>
#include <iostream>

#include "recorder/testing/live_recording.h"

namespace sysreel::testing {
namespace {

constexpr const char* kRunc = "/usr/sbin/runc";
constexpr const char* kBusybox = "/bin/busybox";

// config.json of the bundle: a shell script, no terminal, no network of its own needed.
std::string spec(const std::string& script, const std::string& cgroup) {
  return R"({"ociVersion":"1.0.2","process":{"terminal":false,"user":{"uid":0,"gid":0},"args":["/bin/sh","-c",")" +
         script +
         R"("],"env":["PATH=/bin"],"cwd":"/","capabilities":{"bounding":["CAP_KILL"]}},"root":{"path":"rootfs","readonly":true},)" +
         R"("hostname":"box","annotations":{"io.kubernetes.cri.container-name":"probe",)" +
         R"("io.kubernetes.cri.image-name":"registry.example/probe:1.2","io.kubernetes.cri.sandbox-name":"probe-0"},)" +
         R"("mounts":[{"destination":"/proc","type":"proc","source":"proc"}],"linux":{"cgroupsPath":")" +
         cgroup +
         R"(","namespaces":[{"type":"pid"},{"type":"ipc"},{"type":"uts"},{"type":"mount"}],"maskedPaths":["/proc/kcore"]}})";
}

class Bundle {
 public:
  Bundle(const std::string& script, const std::string& id) : id_(id) {
    const fs::path bin = folder_ / "rootfs/bin";
    fs::create_directories(bin);
    fs::create_directories(folder_ / "rootfs/proc");
    fs::copy_file(kBusybox, bin / "busybox");
    for (const char* name : {"sh", "sleep", "cat"}) fs::create_symlink("busybox", bin / name);
    std::ofstream(folder_ / "config.json") << spec(script, "/docker/" + id);
  }
  ~Bundle() {
    const Folder unused;
    run(unused, {kRunc, "delete", "--force", id_});
  }
  Bundle(const Bundle&) = delete;
  Bundle& operator=(const Bundle&) = delete;
  std::vector<std::string> command() const { return {kRunc, "run", "--bundle", folder_.path(), id_}; }

 private:
  Folder folder_;
  std::string id_;
};

std::string id_of(char last) {
  std::string id = "5e" + std::to_string(getpid());
  id.resize(63, 'a');
  return id + last;
}

bool can_run_containers() {
  const Folder folder;
  if (access(kRunc, X_OK) != 0 || access(kBusybox, X_OK) != 0) {
    std::cout << "not tested with a container: " << kRunc << " or " << kBusybox << " is missing\n";
    return false;
  }
  const Bundle bundle("exit 7", id_of('0'));
  const Outcome outcome = run(folder, bundle.command());
  if (outcome.code == 7) return true;
  std::cout << "not tested with a container: runc cannot run one here: " << outcome.err << '\n';
  return false;
}

TEST_CASE("a container that begins is told once, before its first program") {
  if (!can_run_containers()) return;
  const std::string id = id_of('1');
  const Bundle bundle("cat /proc/1/comm; sleep 0.1; cat /proc/1/comm", id);
  const Folder folder;
  const Outcome outcome = run(folder, recording(folder, {}, bundle.command()));
  INFO(outcome.err);
  REQUIRE(outcome.code == 0);
  const ReadCapture capture = read_capture(folder / "t.reel");
  check_balance(capture);
  const auto told = events_of(capture, "container");
  REQUIRE(told.size() == 1);
  const std::string json = told[0]->value("json");
  CHECK(json.find("\"full_id\":\"" + id + "\"") != std::string::npos);
  CHECK(json.find("\"name\":\"probe\"") != std::string::npos);
  CHECK(json.find("\"imagerepo\":\"registry.example/probe\"") != std::string::npos);
  CHECK(json.find("\"io.kubernetes.pod.name\":\"probe-0\"") != std::string::npos);
  CHECK(json.find("\"privileged\":false") != std::string::npos);
  for (const ReadEvent* exec : events_of(capture, "execve"))
    if (exec->value("exe") == "/bin/sh") CHECK(exec->number > told[0]->number);
}

TEST_CASE("a container that runs is in the snapshot; --container records it and nothing else") {
  if (!can_run_containers()) return;
  const std::string id = id_of('2');
  const Bundle bundle("while :; do sleep 0.1; done", id);
  const Folder running;
  const pid_t runc = start(running, bundle.command());
  usleep(1'500'000);
  const Folder folder;
  const Outcome outcome =
      run(folder, {recorder_program(), "-w", folder / "t.reel", "--container", id.substr(0, 12), "-M", "1"});
  const Folder unused;
  run(unused, {kRunc, "kill", id, "KILL"});
  finish(running, runc);
  INFO(outcome.err);
  REQUIRE(outcome.code == 0);
  const ReadCapture capture = read_capture(folder / "t.reel");
  check_balance(capture);
  size_t rows = 0;
  for (const ReadEvent& row : capture.snapshot)
    rows += row.kind == "snapshot.container" && row.value("json").find(id) != std::string::npos;
  CHECK(rows == 1);
  REQUIRE_FALSE(events_of(capture, "execve").empty());
  for (const ReadEvent* exec : events_of(capture, "execve")) CHECK(exec->value("exe") == "sleep");
}

}  // namespace
}  // namespace sysreel::testing
