// Both sources of a snapshot, the BPF iterators and /proc, on the same processes. Needs root and BPF: else
// skipped with the reason (exit code 77), or failed when SYSREEL_REQUIRE_LIVE=1.
//
// Not compared, since they differ on purpose: start times (/proc knows hundredths of a second), memory sizes
// and faults (they move), cgroups (where a controller belongs to version 2, /proc does not say whose setting
// holds), environments of programs that write over it, of unix sockets the peer.
#include <fcntl.h>
#include <netinet/in.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdlib>
#include <iostream>
#include <map>

#define DOCTEST_CONFIG_IMPLEMENT
#include <doctest/doctest.h>

#include "recorder/task_iterators.h"

namespace sysreel {
namespace {

std::unique_ptr<TaskIterators>& iterators() {
  static std::unique_ptr<TaskIterators> loaded;
  return loaded;
}

// A process with a descriptor of every sort that waits to be ended.
pid_t start_target() {
  int ready[2];
  REQUIRE(pipe(ready) == 0);
  const pid_t child = fork();
  if (child == 0) {
    open("/etc/passwd", O_RDONLY | O_CLOEXEC);
    open("/tmp", O_RDONLY | O_DIRECTORY);
    memfd_create("name", 0);
    const int listener = socket(AF_INET, SOCK_STREAM, 0);
    listen(listener, 1);
    socket(AF_INET6, SOCK_DGRAM, 0);
    int pair[2];
    (void)socketpair(AF_UNIX, SOCK_STREAM, 0, pair);
    (void)chdir("/usr/bin");
    (void)!write(ready[1], "x", 1);
    execl("/bin/sleep", "sleep", "600", nullptr);
    _exit(99);
  }
  char byte = 0;
  REQUIRE(read(ready[0], &byte, 1) == 1);
  close(ready[0]);
  close(ready[1]);
  while (ProcessScan().threads(child).at(0).stat.comm != "sleep") usleep(10'000);
  return child;
}

void check_thread(const ScannedThread& bpf, const ScannedThread& proc) {
  CHECK(bpf.tid == proc.tid);
  CHECK(bpf.stat.comm == proc.stat.comm);
  CHECK(bpf.stat.ppid == proc.stat.ppid);
  CHECK(bpf.stat.pgid == proc.stat.pgid);
  CHECK(bpf.stat.sid == proc.stat.sid);
  CHECK(bpf.stat.tty == proc.stat.tty);
  CHECK(bpf.exe_path == proc.exe_path);
  CHECK(bpf.cwd == proc.cwd);
  CHECK(bpf.root == proc.root);
  CHECK(bpf.args == proc.args);
  CHECK(bpf.env == proc.env);
  CHECK(bpf.fdlimit == proc.fdlimit);
  CHECK(bpf.loginuid == proc.loginuid);
  CHECK(bpf.exe_ino == proc.exe_ino);
  CHECK(bpf.exe_dev == proc.exe_dev);
  CHECK(bpf.exe_mode == proc.exe_mode);
  CHECK(bpf.exe_ctime == proc.exe_ctime);
  CHECK(bpf.exe_mtime == proc.exe_mtime);
  CHECK(bpf.ns_mnt == proc.ns_mnt);
  CHECK(bpf.ns_pid == proc.ns_pid);
  CHECK(bpf.ns_net == proc.ns_net);
  CHECK(bpf.ns_user == proc.ns_user);
  CHECK(bpf.ns_cgroup == proc.ns_cgroup);
}

void check_status(const ProcStatus& bpf, const ProcStatus& proc) {
  CHECK(bpf.vpid == proc.vpid);
  CHECK(bpf.vtid == proc.vtid);
  CHECK(bpf.ruid == proc.ruid);
  CHECK(bpf.uid == proc.uid);
  CHECK(bpf.fsgid == proc.fsgid);
  CHECK(bpf.cap_effective == proc.cap_effective);
  CHECK(bpf.cap_permitted == proc.cap_permitted);
  CHECK(bpf.cap_bounding == proc.cap_bounding);
  CHECK(bpf.seccomp == proc.seccomp);
  CHECK(bpf.no_new_privs == proc.no_new_privs);
  CHECK(bpf.in_pidns == proc.in_pidns);
}

void check_descriptor(const ScannedDescriptor& bpf, const ScannedDescriptor& proc) {
  CAPTURE(proc.link);
  CHECK(bpf.link == proc.link);
  CHECK(bpf.info.flags == proc.info.flags);
  CHECK(bpf.info.position == proc.info.position);
  CHECK(bpf.info.mount_id == proc.info.mount_id);
  CHECK(bpf.mode == proc.mode);
  CHECK(bpf.dev == proc.dev);
  CHECK(bpf.ino == proc.ino);
  CHECK(bpf.links == proc.links);
  REQUIRE((!proc.socket || bpf.socket));
  if (!proc.socket) return;
  CHECK(bpf.socket->family == proc.socket->family);
  CHECK(bpf.socket->type == proc.socket->type);
  CHECK(bpf.socket->protocol == proc.socket->protocol);
  if (proc.socket->family != AF_UNIX) CHECK(bpf.socket->tuple == proc.socket->tuple);
}

TEST_CASE("the iterators tell of a process what /proc tells") {
  const pid_t target = start_target();
  const Result<TaskScan> scan = iterators()->take(std::set<int64_t>{target, getpid()});
  ProcessScan proc;
  REQUIRE(scan.ok());
  std::map<int64_t, const ScannedThread*> found;
  for (const ScannedThread& thread : scan->threads) found.emplace(thread.tid, &thread);
  CHECK(found.size() == 2);
  for (const pid_t pid : {target, getpid()}) {
    CAPTURE(pid);
    REQUIRE(found.contains(pid));
    const ScannedThread expected = proc.threads(pid).at(0);
    check_thread(*found.at(pid), expected);
    check_status(found.at(pid)->status, expected.status);
    std::map<int32_t, const ScannedDescriptor*> descriptors;
    for (const ScannedDescriptor& each : found.at(pid)->descriptors) descriptors.emplace(each.fd, &each);
    for (const ScannedDescriptor& each : expected.descriptors) {
      if (pid == getpid() && !descriptors.contains(each.fd)) continue;  // the scans' own
      REQUIRE(descriptors.contains(each.fd));
      check_descriptor(*descriptors.at(each.fd), each);
    }
  }
  bool listens = false;
  for (const TaskScan::Listener& each : scan->listeners)
    listens |= each.net_namespace == found.at(target)->ns_net && each.socket.family == AF_INET;
  CHECK(listens);
  kill(target, SIGKILL);
  waitpid(target, nullptr, 0);
}

}  // namespace
}  // namespace sysreel

int main(int argc, char** argv) {
  auto loaded = sysreel::TaskIterators::load();
  if (!loaded.ok()) {
    std::cout << "skipped: " << loaded.error().message << '\n';
    const char* required = std::getenv("SYSREEL_REQUIRE_LIVE");
    return required != nullptr && std::string_view(required) == "1" ? 1 : 77;
  }
  sysreel::iterators() = std::move(loaded).value();
  doctest::Context context(argc, argv);
  const int code = context.run();
  sysreel::iterators().reset();
  return code;
}
