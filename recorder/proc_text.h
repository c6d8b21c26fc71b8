// The texts of /proc, parsed. Each function takes one file's content and believes none of it: what does not
// parse is left at its default.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sysreel {

struct ProcStat {
  std::string comm;
  int64_t ppid = 0;
  int64_t pgid = 0;
  int64_t sid = 0;
  uint32_t tty = 0;  // as stat(2) has device numbers
  uint64_t minor_faults = 0;
  uint64_t major_faults = 0;
  uint64_t start_ticks = 0;
};
std::optional<ProcStat> parse_stat(std::string_view text);

struct ProcStatus {
  std::optional<int64_t> pid, vpid, vtid, vpgid, vsid;  // Tgid; the v* are the innermost namespace's
  std::optional<uint32_t> ruid, uid, suid, fsuid;
  std::optional<uint32_t> rgid, gid, sgid, fsgid;
  std::optional<uint64_t> cap_inheritable, cap_permitted, cap_effective, cap_bounding, cap_ambient;
  std::optional<uint64_t> vm_size, vm_rss, vm_swap;  // KiB
  std::optional<uint32_t> seccomp, no_new_privs;
  bool in_pidns = false;
};
ProcStatus parse_status(std::string_view text);

// Soft limit of open files.
std::optional<uint64_t> parse_fdlimit(std::string_view limits);

// /proc/PID/cgroup → "controller=path" strings, each with its NUL, as the BPF programs give them.
std::string parse_cgroups(std::string_view text);

struct ProcFdInfo {
  std::optional<uint64_t> position;
  std::optional<uint32_t> flags;
  std::optional<uint32_t> mount_id;
  std::optional<int64_t> pid;           // of a pidfd
  std::optional<int64_t> event_target;  // first descriptor of an epoll
};
ProcFdInfo parse_fdinfo(std::string_view text);

// "net:[4026531840]" → 4026531840.
std::optional<uint64_t> parse_namespace_link(std::string_view link);

// "socket:[1234]" with the word "socket" → 1234.
std::optional<uint64_t> parse_inode_link(std::string_view link, std::string_view word);

struct AccountUser {
  std::string name, home, shell;
  uint32_t uid = 0;
  uint32_t gid = 0;
};
struct AccountGroup {
  std::string name;
  uint32_t gid = 0;
};
std::vector<AccountUser> parse_passwd(std::string_view text);
std::vector<AccountGroup> parse_group(std::string_view text);

// A list of CPUs, "0-3,8" → 9: how many the last number counts; 0 if it is no list.
uint32_t numbered_cpus(std::string_view list);

}  // namespace sysreel
