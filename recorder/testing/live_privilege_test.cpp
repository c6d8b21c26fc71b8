// What a recorder may still do once it records, and what it needs in order to begin.
#include <doctest/doctest.h>
#include <signal.h>
#include <sys/stat.h>
#include <unistd.h>

#include <fstream>

#include "recorder/testing/live_recording.h"

namespace sysreel::testing {
namespace {

constexpr uint64_t kDacOverride = 1U << 1;
constexpr uint64_t kKill = 1U << 5;
constexpr uint64_t kAlways =
    1ULL << 38 | 1ULL << 39 | 1U << 19 | 1U << 2;  // PERFMON, BPF, SYS_PTRACE, DAC_READ_SEARCH

// Of each thread the value behind `name` in its status.
std::vector<std::string> of_threads(pid_t pid, const std::string& name) {
  std::vector<std::string> values;
  for (const auto& thread : fs::directory_iterator("/proc/" + std::to_string(pid) + "/task")) {
    std::ifstream status(thread.path() / "status");
    for (std::string line; std::getline(status, line);)
      if (line.starts_with(name + ":")) values.push_back(line.substr(line.find_last_of(" \t") + 1));
  }
  return values;
}

void check_all(pid_t pid, const std::string& name, const std::string& wanted) {
  CAPTURE(name);
  const std::vector<std::string> values = of_threads(pid, name);
  CHECK(values.size() >= 2);
  for (const std::string& value : values) CHECK(value == wanted);
}

std::string hex(uint64_t capabilities) {
  char text[32];
  std::snprintf(text, sizeof(text), "%016llx", static_cast<unsigned long long>(capabilities));
  return text;
}

// The recorder is at work when what it recorded says so.
bool await(const fs::path& path) {
  for (int i = 0; i < 600 && !fs::exists(path); ++i) usleep(50'000);
  return fs::exists(path);
}

TEST_CASE("a recorder at work has given up what it does not need; its command has not") {
  const Folder folder;
  const std::string ready = folder / "ready";
  const pid_t recorder =
      start(folder, recording(folder, {"-C", "64KiB"},
                              {"/bin/sh", "-c",
                               "grep -E '^(CapEff|Seccomp|NoNewPrivs):' /proc/self/status; "
                               "touch " +
                                   ready + "; exec sleep 60"}));
  REQUIRE(await(ready));
  usleep(300'000);  // the filter comes when the command has begun
  check_all(recorder, "CapEff", hex(kAlways | kKill));
  check_all(recorder, "CapPrm", hex(kAlways | kKill));
  check_all(recorder, "CapBnd", hex(kAlways | kKill));
  check_all(recorder, "CapInh", hex(0));
  check_all(recorder, "CapAmb", hex(0));
  check_all(recorder, "Seccomp", "2");
  check_all(recorder, "NoNewPrivs", "1");
  kill(recorder, SIGTERM);
  const Outcome outcome = finish(folder, recorder);
  INFO(outcome.err);
  CHECK(outcome.code == 128 + SIGTERM);
  std::ifstream own("/proc/self/status");
  std::string wanted;
  for (std::string line; std::getline(own, line);)
    for (const char* name : {"CapEff:", "Seccomp:", "NoNewPrivs:"})
      if (line.starts_with(name)) wanted += line + "\n";
  // In the order of the file, as grep gave them.
  CHECK(outcome.out == wanted);
}

TEST_CASE("in the folder of somebody else the privilege remains that writes there") {
  const Folder folder;
  REQUIRE(chown(folder.path().c_str(), 65534, 65534) == 0);
  REQUIRE(chmod(folder.path().c_str(), 0755) == 0);
  const std::string ready = folder / "ready";
  const pid_t recorder =
      start(folder, recording(folder, {}, {"/bin/sh", "-c", "touch " + ready + "; exec sleep 60"}));
  REQUIRE(await(ready));
  usleep(300'000);
  check_all(recorder, "CapEff", hex(kAlways | kKill | kDacOverride));
  kill(recorder, SIGTERM);
  const Outcome outcome = finish(folder, recorder);
  INFO(outcome.err);
  CHECK(outcome.code == 128 + SIGTERM);
  CHECK(fs::exists(folder / "t.reel"));
}

TEST_CASE("any user with four capabilities records; without CAP_BPF it is exit code 4") {
  const Folder folder;
  REQUIRE(chown(folder.path().c_str(), 65534, 65534) == 0);
  const auto as_nobody = [&](const std::string& capabilities) {
    std::vector<std::string> all = {"/usr/bin/setpriv",
                                    "--reuid=65534",
                                    "--regid=65534",
                                    "--clear-groups",
                                    "--inh-caps=-all," + capabilities,
                                    "--ambient-caps=-all," + capabilities};
    for (const std::string& word : recording(folder, {"--force"}, {"/bin/true"})) all.push_back(word);
    return run(folder, all);
  };
  const Outcome outcome = as_nobody("+bpf,+perfmon,+sys_ptrace,+dac_read_search");
  INFO(outcome.err);
  CHECK(outcome.code == 0);
  check_balance(read_capture(folder / "t.reel"));
  const Outcome refused = as_nobody("+perfmon,+sys_ptrace,+dac_read_search");
  INFO(refused.err);
  CHECK(refused.code == 4);
}

TEST_CASE("doctor tells each hook and, where the kernel refuses, in its words") {
  const Folder folder;
  constexpr const char* kHooks[] = {"tp_btf/sys_exit",           "tp_btf/sched_process_exec",
                                    "tp_btf/sched_process_fork", "tp_btf/sched_process_exit",
                                    "tp_btf/signal_deliver",     "iter/task"};
  const Outcome good = run(folder, {recorder_program(), "doctor"});
  CHECK(good.code == 0);
  for (const char* what :
       {"kernel ", "types (BTF)", "capabilities", "lockdown", "audit", "disk", "overhead", "verdict"})
    CHECK(good.out.find(std::string("\n") + what) + 1 + (good.out.starts_with(what) ? 1 : 0) > 0);
  for (const char* hook : kHooks) {
    const size_t at = good.out.find(hook);
    CAPTURE(hook);
    REQUIRE(at != std::string::npos);
    CHECK(good.out.substr(at, good.out.find('\n', at) - at).ends_with("loads and attaches"));
  }
  const Outcome bad = run(folder, {"/usr/bin/setpriv", "--reuid=65534", "--regid=65534", "--clear-groups",
                                   "--inh-caps=-all", "--bounding-set=-all", recorder_program(), "doctor"});
  CHECK(bad.code == 4);
  CHECK(bad.out.find("missing: CAP_BPF CAP_PERFMON") != std::string::npos);
  CHECK(bad.out.find("CAP_AUDIT_READ (--audit)") != std::string::npos);
  CHECK(bad.out.find("Operation not permitted") != std::string::npos);
  CHECK(bad.out.find("likewise") != std::string::npos);
  CHECK(bad.out.find("recording is not possible here") != std::string::npos);
  for (const char* hook : kHooks) CHECK(bad.out.find(hook) != std::string::npos);
}

}  // namespace
}  // namespace sysreel::testing
