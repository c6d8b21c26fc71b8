#include "recorder/proc_text.h"

#include <array>
#include <charconv>

namespace sysreel {
namespace {

constexpr size_t kAccountsMax = 65536;

std::string_view cut(std::string_view& text, char separator) {
  const size_t end = text.find(separator);
  const std::string_view head = text.substr(0, end);
  text = end == std::string_view::npos ? std::string_view{} : text.substr(end + 1);
  return head;
}

std::string_view word(std::string_view& text) {
  const size_t begin = text.find_first_not_of(" \t");
  if (begin == std::string_view::npos) return text = {};
  text.remove_prefix(begin);
  const size_t end = std::min(text.find_first_of(" \t"), text.size());
  const std::string_view head = text.substr(0, end);
  text.remove_prefix(end);
  return head;
}

template <typename T>
std::optional<T> number(std::string_view text, int base = 10) {
  T value{};
  const auto result = std::from_chars(text.data(), text.data() + text.size(), value, base);
  if (text.empty() || result.ec != std::errc() || result.ptr != text.data() + text.size())
    return std::nullopt;
  return value;
}

template <typename T>
std::optional<T> next_number(std::string_view& text, int base = 10) {
  return number<T>(word(text), base);
}

// The last of several numbers: the innermost namespace's.
std::optional<int64_t> innermost(std::string_view text) {
  std::optional<int64_t> last;
  for (std::string_view part = word(text); !part.empty(); part = word(text)) last = number<int64_t>(part);
  return last;
}

void take_ids(std::string_view rest, std::optional<uint32_t>& real, std::optional<uint32_t>& effective,
              std::optional<uint32_t>& saved, std::optional<uint32_t>& file_system) {
  real = next_number<uint32_t>(rest);
  effective = next_number<uint32_t>(rest);
  saved = next_number<uint32_t>(rest);
  file_system = next_number<uint32_t>(rest);
}

void take_status_line(std::string_view key, std::string_view rest, ProcStatus& status) {
  const std::array<std::pair<std::string_view, std::optional<uint64_t>*>, 5> capabilities = {{
      {"CapInh", &status.cap_inheritable},
      {"CapPrm", &status.cap_permitted},
      {"CapEff", &status.cap_effective},
      {"CapBnd", &status.cap_bounding},
      {"CapAmb", &status.cap_ambient},
  }};
  for (const auto& [name, slot] : capabilities)
    if (key == name) *slot = next_number<uint64_t>(rest, 16);
  const std::array<std::pair<std::string_view, std::optional<uint64_t>*>, 3> sizes = {{
      {"VmSize", &status.vm_size},
      {"VmRSS", &status.vm_rss},
      {"VmSwap", &status.vm_swap},
  }};
  for (const auto& [name, slot] : sizes)
    if (key == name) *slot = next_number<uint64_t>(rest);
  if (key == "Tgid") status.pid = next_number<int64_t>(rest);
  if (key == "Uid") take_ids(rest, status.ruid, status.uid, status.suid, status.fsuid);
  if (key == "Gid") take_ids(rest, status.rgid, status.gid, status.sgid, status.fsgid);
  if (key == "NStgid") status.vpid = innermost(rest);
  if (key == "NSpgid") status.vpgid = innermost(rest);
  if (key == "NSsid") status.vsid = innermost(rest);
  if (key == "Seccomp") status.seccomp = next_number<uint32_t>(rest);
  if (key == "NoNewPrivs") status.no_new_privs = next_number<uint32_t>(rest);
  if (key == "NSpid") {
    status.vtid = innermost(rest);
    word(rest);
    status.in_pidns = !word(rest).empty();
  }
}

// In the order in which the BPF programs give them.
constexpr std::string_view kControllers[] = {"cpuset", "cpu", "cpuacct", "io", "memory", "unified"};

void append_cgroup(std::string_view name, std::string_view path, std::string& out) {
  out.append(name);
  out.push_back('=');
  out.append(path);
  out.push_back('\0');
}

}  // namespace

std::optional<ProcStat> parse_stat(std::string_view text) {
  // The name may hold spaces and parentheses: it ends at the last one.
  const size_t open = text.find('(');
  const size_t close = text.rfind(')');
  if (open == std::string_view::npos || close == std::string_view::npos || close < open) return std::nullopt;
  ProcStat stat;
  stat.comm = text.substr(open + 1, close - open - 1);
  std::string_view rest = text.substr(close + 1);
  if (const size_t newline = rest.find('\n'); newline != std::string_view::npos)
    rest = rest.substr(0, newline);
  std::array<std::string_view, 22> fields;  // from field 3 on
  for (auto& field : fields) field = word(rest);
  const auto start = number<uint64_t>(fields[19]);
  if (!start) return std::nullopt;
  stat.ppid = number<int64_t>(fields[1]).value_or(0);
  stat.pgid = number<int64_t>(fields[2]).value_or(0);
  stat.sid = number<int64_t>(fields[3]).value_or(0);
  stat.tty = number<uint32_t>(fields[4]).value_or(0);
  stat.minor_faults = number<uint64_t>(fields[7]).value_or(0);
  stat.major_faults = number<uint64_t>(fields[9]).value_or(0);
  stat.start_ticks = *start;
  return stat;
}

ProcStatus parse_status(std::string_view text) {
  ProcStatus status;
  while (!text.empty()) {
    std::string_view line = cut(text, '\n');
    const std::string_view key = cut(line, ':');
    take_status_line(key, line, status);
  }
  return status;
}

std::optional<uint64_t> parse_fdlimit(std::string_view limits) {
  while (!limits.empty()) {
    std::string_view line = cut(limits, '\n');
    if (!line.starts_with("Max open files")) continue;
    line.remove_prefix(std::string_view("Max open files").size());
    const std::string_view soft = word(line);
    return soft == "unlimited" ? ~uint64_t{0} : number<uint64_t>(soft);
  }
  return std::nullopt;
}

std::string parse_cgroups(std::string_view text) {
  std::array<std::string_view, std::size(kControllers)> paths;
  while (!text.empty()) {
    std::string_view line = cut(text, '\n');
    cut(line, ':');
    std::string_view names = cut(line, ':');
    if (names.empty()) names = "unified";
    while (!names.empty()) {
      std::string_view name = cut(names, ',');
      if (name == "blkio") name = "io";
      for (size_t i = 0; i < paths.size(); ++i)
        if (name == kControllers[i]) paths[i] = line;
    }
  }
  std::string out;
  for (size_t i = 0; i < paths.size(); ++i)
    if (!paths[i].empty()) append_cgroup(kControllers[i], paths[i], out);
  return out;
}

ProcFdInfo parse_fdinfo(std::string_view text) {
  ProcFdInfo info;
  while (!text.empty()) {
    std::string_view line = cut(text, '\n');
    const std::string_view key = cut(line, ':');
    if (key == "pos") info.position = next_number<uint64_t>(line);
    if (key == "flags") info.flags = next_number<uint32_t>(line, 8);
    if (key == "mnt_id") info.mount_id = next_number<uint32_t>(line);
    if (key == "Pid") info.pid = next_number<int64_t>(line);
    if (key == "tfd" && !info.event_target) info.event_target = next_number<int64_t>(line);
  }
  return info;
}

std::optional<uint64_t> parse_inode_link(std::string_view link, std::string_view name) {
  if (!link.starts_with(name)) return std::nullopt;
  link.remove_prefix(name.size());
  if (!link.starts_with(":[") || !link.ends_with("]")) return std::nullopt;
  return number<uint64_t>(link.substr(2, link.size() - 3));
}

std::optional<uint64_t> parse_namespace_link(std::string_view link) {
  const size_t colon = link.find(':');
  if (colon == std::string_view::npos) return std::nullopt;
  return parse_inode_link(link, link.substr(0, colon));
}

std::vector<AccountUser> parse_passwd(std::string_view text) {
  std::vector<AccountUser> users;
  while (!text.empty() && users.size() < kAccountsMax) {
    std::string_view line = cut(text, '\n');
    AccountUser user;
    user.name = cut(line, ':');
    cut(line, ':');
    const auto uid = number<uint32_t>(cut(line, ':'));
    const auto gid = number<uint32_t>(cut(line, ':'));
    cut(line, ':');
    user.home = cut(line, ':');
    user.shell = line;
    if (user.name.empty() || !uid || !gid) continue;
    user.uid = *uid;
    user.gid = *gid;
    users.push_back(std::move(user));
  }
  return users;
}

std::vector<AccountGroup> parse_group(std::string_view text) {
  std::vector<AccountGroup> groups;
  while (!text.empty() && groups.size() < kAccountsMax) {
    std::string_view line = cut(text, '\n');
    AccountGroup group;
    group.name = cut(line, ':');
    cut(line, ':');
    const auto gid = number<uint32_t>(cut(line, ':'));
    if (group.name.empty() || !gid) continue;
    group.gid = *gid;
    groups.push_back(std::move(group));
  }
  return groups;
}

uint32_t numbered_cpus(std::string_view list) {
  while (!list.empty() && (list.back() < '0' || list.back() > '9')) list.remove_suffix(1);
  const size_t before = list.find_last_not_of("0123456789");
  if (before != std::string_view::npos) list.remove_prefix(before + 1);
  uint32_t last = 0;
  const auto [end, error] = std::from_chars(list.data(), list.data() + list.size(), last);
  return error == std::errc{} && last < 65536 ? last + 1 : 0;
}

}  // namespace sysreel
