#include "replayer/fields/process_text.h"

#include <algorithm>
#include <array>

namespace sysreel {
namespace {

constexpr std::string_view kCapabilities[] = {
    "CAP_CHOWN",
    "CAP_DAC_OVERRIDE",
    "CAP_DAC_READ_SEARCH",
    "CAP_FOWNER",
    "CAP_FSETID",
    "CAP_KILL",
    "CAP_SETGID",
    "CAP_SETUID",
    "CAP_SETPCAP",
    "CAP_LINUX_IMMUTABLE",
    "CAP_NET_BIND_SERVICE",
    "CAP_NET_BROADCAST",
    "CAP_NET_ADMIN",
    "CAP_NET_RAW",
    "CAP_IPC_LOCK",
    "CAP_IPC_OWNER",
    "CAP_SYS_MODULE",
    "CAP_SYS_RAWIO",
    "CAP_SYS_CHROOT",
    "CAP_SYS_PTRACE",
    "CAP_SYS_PACCT",
    "CAP_SYS_ADMIN",
    "CAP_SYS_BOOT",
    "CAP_SYS_NICE",
    "CAP_SYS_RESOURCE",
    "CAP_SYS_TIME",
    "CAP_SYS_TTY_CONFIG",
    "CAP_MKNOD",
    "CAP_LEASE",
    "CAP_AUDIT_WRITE",
    "CAP_AUDIT_CONTROL",
    "CAP_SETFCAP",
    "CAP_MAC_OVERRIDE",
    "CAP_MAC_ADMIN",
    "CAP_SYSLOG",
    "CAP_WAKE_ALARM",
    "CAP_BLOCK_SUSPEND",
    "CAP_AUDIT_READ",
    "CAP_PERFMON",
    "CAP_BPF",
    "CAP_CHECKPOINT_RESTORE",
};

std::string_view falco_subsystem(std::string_view raw, std::string& storage) {
  storage = raw;
  const size_t at = storage.find("_cgroup");
  if (at != std::string::npos) storage.erase(at, 7);
  if (storage == "perf") return "perf_event";
  if (storage == "mem") return "memory";
  if (storage == "io") return "blkio";
  return storage;
}

}  // namespace

// Environments are long and joined after every exec: copied whole, then corrected.
void append_joined(std::string& out, std::string_view nul_separated) {
  if (nul_separated.ends_with('\0')) nul_separated.remove_suffix(1);
  const auto begin = static_cast<ptrdiff_t>(out.size());
  out += nul_separated;
  std::transform(out.begin() + begin, out.end(), out.begin() + begin,
                 [](char c) { return c == '\0' ? ' ' : c; });
}

void append_command_line(std::string& out, const Thread& thread) {
  out += thread.comm;
  if (!thread.image || thread.image->arguments.empty()) return;
  out += ' ';
  append_joined(out, thread.image->arguments);
}

std::string_view environment_value(std::string_view environment, std::string_view name) {
  std::string_view found;
  for_each_text(environment, [&](std::string_view text) {
    if (text.size() <= name.size() + 1 || text[name.size()] != '=' || !text.starts_with(name)) return true;
    std::string_view value = text.substr(name.size() + 1);
    const size_t first = value.find_first_not_of(' ');
    if (first == std::string_view::npos) return false;
    found = value.substr(first, value.find_last_not_of(' ') - first + 1);
    return false;
  });
  return found;
}

void append_capabilities(std::string& out, uint64_t set) {
  constexpr uint64_t kAll = (uint64_t{1} << std::size(kCapabilities)) - 1;
  if ((set & kAll) == kAll) {  // root's, which most processes of a host may have
    static const std::string kAllNames = [] {
      std::string text;
      for (const std::string_view name : kCapabilities) (text += text.empty() ? "" : " ") += name;
      return text;
    }();
    out += kAllNames;
    return;
  }
  bool first = true;
  for (size_t bit = 0; bit < std::size(kCapabilities); ++bit) {
    if ((set >> bit & 1) == 0) continue;
    if (!first) out += ' ';
    first = false;
    out += kCapabilities[bit];
  }
}

void append_cgroups(std::string& out, std::string_view raw) {
  bool first = true;
  std::string storage;
  for_each_text(raw, [&](std::string_view text) {
    const size_t equals = text.find('=');
    if (equals == std::string_view::npos) return true;
    if (!first) out += ' ';
    first = false;
    out += falco_subsystem(text.substr(0, equals), storage);
    out += text.substr(equals);
    return true;
  });
}

bool cgroup_of(std::string_view raw, std::string_view subsystem, std::string_view& path) {
  bool found = false;
  std::string storage;
  for_each_text(raw, [&](std::string_view text) {
    const size_t equals = text.find('=');
    if (equals == std::string_view::npos || falco_subsystem(text.substr(0, equals), storage) != subsystem)
      return true;
    path = text.substr(equals + 1);
    found = true;
    return false;
  });
  return found;
}

}  // namespace sysreel
