#include "recorder/doctor.h"

#include <sys/stat.h>
#include <sys/statvfs.h>
#include <sys/syscall.h>
#include <sys/utsname.h>
#include <unistd.h>

#include <algorithm>
#include <optional>
#include <string>

#include "recorder/audit_state.h"
#include "recorder/event_selection.h"
#include "recorder/host_clock.h"
#include "recorder/probes.h"
#include "recorder/proc_text.h"
#include "recorder/record_options.h"
#include "recorder/small_file.h"

namespace sysreel {
namespace {

constexpr int kRounds = 9;
constexpr int kCalls = 20'000;
constexpr int kCapSysPtrace = 19;
constexpr int kCapSysAdmin = 21;
constexpr int kCapPerfmon = 38;
constexpr int kCapBpf = 39;
constexpr const char* kTypeInformation = "/sys/kernel/btf/vmlinux";

void line(std::ostream& out, std::string_view what, std::string_view verdict) {
  out << what << std::string(what.size() < 14 ? 14 - what.size() : 1, ' ') << verdict << '\n';
}

std::string capability_verdict() {
  const ProcStatus status = parse_status(read_small_file("/proc/self/status", 65536));
  const uint64_t effective = status.cap_effective.value_or(0);
  const auto has = [effective](int bit) { return (effective >> bit & 1) != 0; };
  std::string missing;
  if (!has(kCapBpf) && !has(kCapSysAdmin)) missing += " CAP_BPF";
  if (!has(kCapPerfmon) && !has(kCapSysAdmin)) missing += " CAP_PERFMON";
  if (!has(kCapSysPtrace)) missing += " CAP_SYS_PTRACE (start snapshot of other users' processes)";
  return missing.empty() ? "sufficient" : "missing:" + missing;
}

std::string lockdown_verdict() {
  std::string text = read_small_file("/sys/kernel/security/lockdown", 256);
  while (!text.empty() && text.back() == '\n') text.pop_back();
  return text.empty() ? "not reported by the kernel" : text;
}

std::string disk_verdict() {
  struct statvfs here {};
  struct stat own {};
  struct stat root {};
  if (statvfs(".", &here) != 0 || stat(".", &own) != 0 || stat("/", &root) != 0) return "unknown";
  const uint64_t free = static_cast<uint64_t>(here.f_bavail) * here.f_frsize;
  std::string text = std::to_string(free >> 20) + " MiB free here";
  if (own.st_dev == root.st_dev)
    text += ", on the root file system: of a host under suspicion write elsewhere";
  return text;
}

// The least of several rounds, so that whatever else runs counts as little as possible.
double call_time() {
  double least = 0;
  for (int round = 0; round < kRounds; ++round) {
    const uint64_t begin = boot_time();
    for (int i = 0; i < kCalls; ++i) syscall(SYS_getppid);
    const double each = static_cast<double>(boot_time() - begin) / kCalls;
    least = round == 0 ? each : std::min(least, each);
  }
  return least;
}

// Loads and attaches the real programs with a scope that no process is in. `cost`: what they add to a call
// that is not recorded, ns.
Status try_programs(double& seconds, double& cost) {
  const double before = call_time();
  const Catalogue& catalogue = Catalogue::builtin();
  Result<std::vector<bool>> selected = select_events(catalogue, Profile::kFull, {}, {});
  if (!selected.ok()) return std::move(selected).error();
  Result<KernelTables> tables = make_kernel_tables(catalogue, *selected);
  if (!tables.ok()) return std::move(tables).error();
  const uint64_t begin = boot_time();
  Result<std::unique_ptr<Probes>> probes = Probes::load(*tables, ProbeOptions{});
  if (!probes.ok()) return std::move(probes).error();
  SYSREEL_RETURN_IF_ERROR((*probes)->attach());
  seconds = static_cast<double>(boot_time() - begin) / 1e9;
  cost = std::max(call_time() - before, 0.0);
  Result<std::vector<reel_task>> tasks = (*probes)->list_tasks();
  if (!tasks.ok()) return std::move(tasks).error();
  return {};
}

}  // namespace

int diagnose_host(std::ostream& out) {
  utsname names{};
  uname(&names);
  line(out, "kernel", std::string(names.release) + " " + names.machine);
  line(out, "types (BTF)",
       access(kTypeInformation, R_OK) == 0
           ? "present"
           : std::string(kTypeInformation) + " is missing: a kernel with CONFIG_DEBUG_INFO_BTF is needed");
  line(out, "capabilities", capability_verdict());
  line(out, "lockdown", lockdown_verdict());
  line(out, "audit", describe_audit(ask_audit_state()));
  line(out, "disk", disk_verdict());
  double seconds = 0;
  double cost = 0;
  const Status status = try_programs(seconds, cost);
  if (!status.ok()) {
    line(out, "programs", status.error().message);
    line(out, "verdict", "recording is not possible here");
    return kExitCannotRecord;
  }
  line(out, "programs",
       "sys_exit, exec, fork, exit and the task iterator load and attach in " +
           std::to_string(static_cast<int>(seconds * 1000)) + " ms");
  line(out, "overhead",
       "about " + std::to_string(static_cast<int>(cost)) +
           " ns for a call that is not recorded, three times that for one that is");
  line(out, "verdict",
       "system calls, 32-bit calls, process life cycle and the start snapshot can be recorded");
  return kExitRecorded;
}

}  // namespace sysreel
