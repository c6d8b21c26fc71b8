#include "recorder/call_filter.h"

#include <doctest/doctest.h>
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/ptrace.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <functional>
#include <string>
#include <thread>

#include "recorder/interface_scan.h"
#include "recorder/proc_text.h"
#include "recorder/small_file.h"

namespace sysreel {
namespace {

// In a child, since a filter is for good.
bool holds_confined(const CallNeeds& needs, const std::function<bool()>& check) {
  const pid_t child = fork();
  if (child == 0) _exit(confine_calls(needs).ok() && check() ? 0 : 1);
  int status = 0;
  return waitpid(child, &status, 0) == child && status == 0;
}

bool refused(long result) {
  return result == -1 && errno == EPERM;
}

bool may_execute() {
  char name[] = "/bin/true";
  char* const arguments[] = {name, nullptr};
  return !refused(execv(name, arguments));
}

TEST_CASE("what a recording does not do is refused, in threads as well") {
  if (!kFiltersCalls) return;
  const std::pair<const char*, std::function<bool()>> cases[] = {
      {"a program", [] { return !may_execute(); }},
      {"a process", [] { return refused(fork()); }},
      {"the network", [] { return refused(socket(AF_INET, SOCK_STREAM, 0)); }},
      {"a local socket", [] { return refused(socket(AF_UNIX, SOCK_STREAM, 0)); }},
      {"connections", [] { return refused(accept(0, nullptr, nullptr)); }},
      {"another process", [] { return refused(ptrace(PTRACE_ATTACH, getppid(), nullptr, nullptr)); }},
      {"a signal", [] { return refused(kill(getppid(), 0)); }},
      {"maps", [] { return refused(syscall(SYS_bpf, 1, nullptr, 0)); }},
      {"code",
       [] {
         return mmap(nullptr, 4096, PROT_READ | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0) == MAP_FAILED;
       }},
      {"mounts", [] { return refused(syscall(SYS_umount2, "/nowhere", 0)); }},
      {"users", [] { return refused(setuid(65534)); }},
      {"modes", [] { return refused(chmod("/nowhere", 0777)); }},
  };
  for (const auto& [what, is_refused] : cases) {
    CAPTURE(what);
    CHECK(holds_confined({false, false, 0}, is_refused));
    CHECK(holds_confined({false, false, 0}, [&check = is_refused] {
      bool in_thread = false;
      std::thread([&] { in_thread = check(); }).join();
      return in_thread;
    }));
  }
}

TEST_CASE("threads that run already are confined, too, and /proc says so") {
  if (!kFiltersCalls) return;
  const pid_t child = fork();
  if (child == 0) {
    std::atomic<bool> confined = false;
    bool in_thread = false;
    std::thread other([&] {
      while (!confined) std::this_thread::yield();
      in_thread = refused(socket(AF_INET, SOCK_STREAM, 0));
    });
    const bool loaded = confine_calls({}).ok();
    confined = true;
    other.join();
    const ProcStatus status = parse_status(read_small_file("/proc/self/status", 65536));
    _exit(loaded && in_thread && status.seccomp == 2 && status.no_new_privs == 1 ? 0 : 1);
  }
  int status = 0;
  CHECK(waitpid(child, &status, 0) == child);
  CHECK(status == 0);
}

TEST_CASE("what a recording does is possible") {
  if (!kFiltersCalls) return;
  CHECK(holds_confined({}, [] {
    const int fd = open("/proc/self/status", O_RDONLY);
    char byte = 0;
    return fd >= 0 && read(fd, &byte, 1) == 1 && close(fd) == 0;
  }));
  CHECK(holds_confined({}, [before = scan_interfaces()] {
    const std::vector<ScannedInterface> after = scan_interfaces();
    for (const ScannedInterface& interface : after)
      if (interface.index == 0) return false;
    return !after.empty() && after.size() == before.size();
  }));
  CHECK(holds_confined({}, [] { return socket(AF_NETLINK, SOCK_RAW, 0) >= 0; }));
  CHECK(holds_confined({}, [] { return syscall(SYS_bpf, 1, nullptr, 0) == -1 && errno != EPERM; }));
  CHECK(holds_confined({}, [] { return refused(syscall(SYS_bpf, 5, nullptr, 0)); }));  // loads a program
  CHECK(holds_confined({false, true, 0}, [] { return accept(0, nullptr, nullptr) == -1 && errno != EPERM; }));
  CHECK(holds_confined({false, false, getpid()},
                       [own = getpid()] { return kill(own, 0) == 0 && refused(kill(1, 0)); }));
}

}  // namespace
}  // namespace sysreel
