#include "recorder/doctor.h"

#include <sys/stat.h>
#include <sys/statvfs.h>
#include <sys/syscall.h>
#include <sys/utsname.h>
#include <time.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <optional>
#include <string>

#include "recorder/audit_state.h"
#include "recorder/event_selection.h"
#include "recorder/host_clock.h"
#include "recorder/probes.h"
#include "recorder/proc_text.h"
#include "recorder/record_options.h"
#include "recorder/small_file.h"
#include "recorder/task_iterators.h"

namespace sysreel {
namespace {

constexpr double kNanoseconds = 1e9;
constexpr double kRecordedFactor = 3;  // docs/performance.md
constexpr size_t kColumn = 14;
constexpr size_t kHookColumn = 30;
constexpr double kMeasurable = 3;  // ns; three loads and a branch take longer
constexpr int kRounds = 9;
constexpr int kCalls = 20'000;
constexpr int kCapDacReadSearch = 2;
constexpr int kCapSysPtrace = 19;
constexpr int kCapSysAdmin = 21;
constexpr int kCapAuditRead = 37;
constexpr int kCapPerfmon = 38;
constexpr int kCapBpf = 39;
constexpr const char* kTypeInformation = "/sys/kernel/btf/vmlinux";

void line(std::ostream& out, std::string_view what, std::string_view verdict, size_t column = kColumn) {
  out << what << std::string(what.size() < column ? column - what.size() : 1, ' ') << verdict << '\n';
}

std::string capability_verdict() {
  const ProcStatus status = parse_status(read_small_file("/proc/self/status", 65536));
  const uint64_t effective = status.cap_effective.value_or(0);
  const auto has = [effective](int bit) { return (effective >> bit & 1) != 0; };
  std::string missing;
  if (!has(kCapBpf) && !has(kCapSysAdmin)) missing += " CAP_BPF";
  if (!has(kCapPerfmon) && !has(kCapSysAdmin)) missing += " CAP_PERFMON";
  if (!has(kCapSysPtrace)) missing += " CAP_SYS_PTRACE (start snapshot of other users' processes)";
  if (!has(kCapDacReadSearch)) missing += " CAP_DAC_READ_SEARCH (what container engines keep)";
  if (!has(kCapAuditRead)) missing += " CAP_AUDIT_READ (--audit)";
  return missing.empty() ? "sufficient" : "missing:" + missing;
}

std::string lockdown_verdict() {
  std::string text = read_small_file("/sys/kernel/security/lockdown", 256);
  while (!text.empty() && text.back() == '\n') text.pop_back();
  if (text.empty()) return "unknown: /sys/kernel/security is not mounted, or the kernel has no lockdown";
  if (text.find("[confidentiality]") != std::string::npos)
    text += ": programs may not read the kernel's memory";
  return text;
}

std::string disk_verdict() {
  struct statvfs here {};
  struct stat own {};
  struct stat root {};
  if (statvfs(".", &here) != 0 || stat(".", &own) != 0 || stat("/", &root) != 0) return "unknown";
  const uint64_t free = static_cast<uint64_t>(here.f_bavail) * here.f_frsize;
  std::string text = std::to_string(free >> 20) + " MiB free here";
  if ((here.f_flag & ST_RDONLY) != 0) text += ", read-only: a capture has to go elsewhere";
  if (own.st_dev == root.st_dev)
    text += ", on the root file system: of a host under suspicion write elsewhere";
  return text;
}

// Of this thread, which others' work does not lengthen.
double cpu_time() {
  timespec time{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
  return static_cast<double>(time.tv_sec) * kNanoseconds + static_cast<double>(time.tv_nsec);
}

// The least of several rounds, so that whatever else runs counts as little as possible.
double call_time() {
  double least = 0;
  for (int round = 0; round < kRounds; ++round) {
    const double begin = cpu_time();
    for (int i = 0; i < kCalls; ++i) syscall(SYS_getppid);
    const double each = (cpu_time() - begin) / kCalls;
    least = round == 0 ? each : std::min(least, each);
  }
  return least;
}

Result<KernelTables> tables_of_all_events() {
  const Catalogue& catalogue = Catalogue::builtin();
  const Result<std::vector<bool>> selected = select_events(catalogue, Profile::kFull, {}, {});
  if (!selected.ok()) return selected.error();
  return make_kernel_tables(catalogue, *selected, RecordOptions{}.snaplen);
}

struct Trial {
  double seconds = 0;  // to load and attach
  double cost = 0;     // what the programs add to a call that is not recorded, ns
  std::vector<MissingHook> missing;
};

// Loads and attaches the real programs with a scope that no process is in.
Result<Trial> try_programs(const KernelTables& tables) {
  Trial trial;
  const double before = call_time();
  const uint64_t begin = boot_time();
  Result<std::unique_ptr<Probes>> probes = Probes::load(tables, ProbeOptions{});
  if (!probes.ok()) return std::move(probes).error();
  SYSREEL_RETURN_IF_ERROR((*probes)->attach());
  trial.seconds = static_cast<double>(boot_time() - begin) / kNanoseconds;
  trial.cost = call_time() - before;
  trial.missing = (*probes)->missing();
  const Result<std::vector<reel_task>> tasks = (*probes)->list_tasks();
  if (!tasks.ok()) return tasks.error();
  return trial;
}

// Each by itself, so that it is plain which of them the kernel refuses. Its words once, and not again for
// those that it refuses alike.
void print_hooks(std::ostream& out, const KernelTables& tables) {
  std::string before;
  for (const HookTrial& trial : Probes::try_each(tables)) {
    const std::string verdict = trial.status.ok() ? "loads and attaches" : trial.status.error().message;
    const bool alike = !trial.status.ok() && verdict == before;
    line(out, trial.hook, alike ? "likewise" : verdict, kHookColumn);
    before = verdict;
  }
}

void print_host(std::ostream& out) {
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
}

std::string overhead_verdict(const Trial& trial) {
  if (trial.cost < kMeasurable)
    return "could not be measured: this host is too busy now, or the programs cost less than it varies";
  char text[160];
  std::snprintf(text, sizeof(text),
                "%.0f ns for each call that is not recorded, about %.0f ns for one that is: %.1f %% and %.1f "
                "%% of a CPU at "
                "100,000 calls/s",
                trial.cost, trial.cost * kRecordedFactor, trial.cost / 1e2,
                trial.cost * kRecordedFactor / 1e2);
  return text;
}

}  // namespace

int diagnose_host(std::ostream& out) {
  print_host(out);
  const Result<KernelTables> tables = tables_of_all_events();
  const Result<Trial> trial = tables.ok() ? try_programs(*tables) : Result<Trial>(tables.error());
  if (tables.ok()) print_hooks(out, *tables);
  const Result<std::unique_ptr<TaskIterators>> iterators = TaskIterators::load();
  line(out, "iter/task_file", iterators.ok() ? "loads and attaches" : iterators.error().message, kHookColumn);
  if (!trial.ok()) {
    line(out, "verdict", "recording is not possible here: " + trial.error().message);
    return kExitCannotRecord;
  }
  line(out, "load time", std::to_string(static_cast<int>(trial->seconds * 1000)) + " ms");
  line(out, "overhead", overhead_verdict(*trial));
  std::string verdict =
      "system calls, 32-bit calls, process life cycle and the start snapshot can be recorded";
  if (!iterators.ok()) verdict += ", the latter from /proc";
  for (const MissingHook& hook : trial->missing) verdict += "; " + hook.kind + " cannot";
  line(out, "verdict", verdict);
  return kExitRecorded;
}

}  // namespace sysreel
