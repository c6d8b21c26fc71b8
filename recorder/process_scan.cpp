#include "recorder/process_scan.h"

#include <dirent.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <unistd.h>

#include <charconv>
#include <memory>

#include "recorder/small_file.h"

namespace sysreel {
namespace {

constexpr size_t kTextMax = 65536;
constexpr size_t kAreaMax = 16384;  // as the BPF programs cut argument and environment areas
constexpr size_t kMountsTextMax = 4U << 20;
constexpr size_t kThreadsMax = 65536;
constexpr size_t kDescriptorsMax = 65536;
constexpr std::string_view kDeleted = " (deleted)";

struct CloseDirectory {
  void operator()(DIR* directory) const { closedir(directory); }
};

// The entries of a folder that are numbers.
std::vector<int64_t> numbers_in(const std::string& folder, size_t limit) {
  std::vector<int64_t> numbers;
  const std::unique_ptr<DIR, CloseDirectory> directory(opendir(folder.c_str()));
  if (!directory) return numbers;
  while (const dirent* entry = readdir(directory.get())) {
    const std::string_view name = entry->d_name;
    int64_t value = 0;
    const auto result = std::from_chars(name.data(), name.data() + name.size(), value);
    if (result.ec == std::errc() && result.ptr == name.data() + name.size()) numbers.push_back(value);
    if (numbers.size() >= limit) break;
  }
  return numbers;
}

uint64_t nanoseconds(const timespec& time) {
  return static_cast<uint64_t>(time.tv_sec) * 1000000000U + static_cast<uint64_t>(time.tv_nsec);
}

// The kernel's own 32-bit encoding, as the BPF programs give it.
uint32_t encode_device(dev_t device) {
  const uint32_t major_number = major(device);
  const uint32_t minor_number = minor(device);
  return (minor_number & 0xff) | major_number << 8 | (minor_number & ~0xffU) << 12;
}

std::optional<uint32_t> number_in(const std::string& path) {
  const std::string text = read_small_file(path, 64);
  uint32_t value = 0;
  const auto result = std::from_chars(text.data(), text.data() + text.size(), value);
  return result.ec == std::errc() ? std::optional(value) : std::nullopt;
}

}  // namespace

std::vector<int64_t> ProcessScan::processes() const {
  return numbers_in(root_, kThreadsMax * 64);
}

std::optional<int64_t> ProcessScan::parent_of(int64_t pid) const {
  const auto stat = parse_stat(read_small_file(root_ + "/" + std::to_string(pid) + "/stat", kTextMax));
  return stat ? std::optional(stat->ppid) : std::nullopt;
}

void ProcessScan::read_program(const std::string& folder, ScannedThread& thread) const {
  thread.exe_path = read_link(folder + "/exe");
  if (thread.exe_path && thread.exe_path->ends_with(kDeleted))
    thread.exe_path->resize(thread.exe_path->size() - kDeleted.size());
  thread.cwd = read_link(folder + "/cwd");
  thread.root = read_link(folder + "/root");
  thread.args = read_optional_file(folder + "/cmdline", kAreaMax);
  thread.env = read_optional_file(folder + "/environ", kAreaMax);
  thread.kernel_thread = !thread.exe_path && thread.args && thread.args->empty();
  struct stat file {};
  if (stat((folder + "/exe").c_str(), &file) != 0) return;
  thread.exe_ino = file.st_ino;
  thread.exe_dev = encode_device(file.st_dev);
  thread.exe_mode = file.st_mode;
  thread.exe_uid = file.st_uid;
  thread.exe_gid = file.st_gid;
  thread.exe_ctime = nanoseconds(file.st_ctim);
  thread.exe_mtime = nanoseconds(file.st_mtim);
}

void ProcessScan::read_namespaces(const std::string& folder, ScannedThread& thread) const {
  const std::pair<const char*, std::optional<uint64_t>*> links[] = {
      {"/ns/mnt", &thread.ns_mnt},      {"/ns/pid", &thread.ns_pid}, {"/ns/net", &thread.ns_net},
      {"/ns/user", &thread.ns_user},    {"/ns/uts", &thread.ns_uts}, {"/ns/ipc", &thread.ns_ipc},
      {"/ns/cgroup", &thread.ns_cgroup}};
  for (const auto& [name, slot] : links)
    if (const auto link = read_link(folder + name)) *slot = parse_namespace_link(*link);
}

std::optional<ScannedThread> ProcessScan::thread(int64_t pid, int64_t tid) const {
  const std::string folder = root_ + "/" + std::to_string(pid) + "/task/" + std::to_string(tid);
  const auto stat = parse_stat(read_small_file(folder + "/stat", kTextMax));
  if (!stat) return std::nullopt;
  ScannedThread thread;
  thread.tid = tid;
  thread.pid = pid;
  thread.stat = *stat;
  const auto ticks = static_cast<uint64_t>(sysconf(_SC_CLK_TCK));
  thread.thread_start_time = stat->start_ticks * (1000000000U / ticks);
  thread.status = parse_status(read_small_file(folder + "/status", kTextMax));
  read_program(folder, thread);
  read_namespaces(folder, thread);
  if (const auto cgroups = read_optional_file(folder + "/cgroup", kTextMax))
    thread.cgroups = parse_cgroups(*cgroups);
  thread.fdlimit = parse_fdlimit(read_small_file(folder + "/limits", kTextMax));
  thread.loginuid = number_in(folder + "/loginuid");
  thread.sessionid = number_in(folder + "/sessionid");
  return thread;
}

std::vector<ScannedThread> ProcessScan::threads(int64_t pid) {
  std::vector<ScannedThread> result;
  auto leader = thread(pid, pid);
  if (!leader) return result;
  leader->start_time = leader->thread_start_time;
  leader->descriptors = descriptors(pid, leader->ns_net);
  result.push_back(std::move(*leader));
  for (const int64_t tid : numbers_in(root_ + "/" + std::to_string(pid) + "/task", kThreadsMax)) {
    if (tid == pid) continue;
    auto other = thread(pid, tid);
    if (!other) continue;
    other->start_time = result[0].start_time;
    result.push_back(std::move(*other));
  }
  return result;
}

const SocketTable& ProcessScan::sockets_of(int64_t pid, uint64_t net_ns) {
  const auto [table, added] = sockets_.try_emplace(net_ns);
  if (added) table->second.read(root_ + "/" + std::to_string(pid) + "/net");
  return table->second;
}

std::map<uint64_t, ScannedSocket> ProcessScan::listening_sockets(int64_t pid, uint64_t net_ns) {
  return sockets_of(pid, net_ns).listening();
}

std::vector<ScannedMount> ProcessScan::mounts(int64_t pid, size_t limit) const {
  return parse_mountinfo(read_small_file(root_ + "/" + std::to_string(pid) + "/mountinfo", kMountsTextMax),
                         limit);
}

std::vector<ScannedDescriptor> ProcessScan::descriptors(int64_t pid, std::optional<uint64_t> net_ns) {
  std::vector<ScannedDescriptor> result;
  const std::string folder = root_ + "/" + std::to_string(pid);
  for (const int64_t fd : numbers_in(folder + "/fd", kDescriptorsMax)) {
    ScannedDescriptor descriptor;
    descriptor.fd = static_cast<int32_t>(fd);
    const std::string path = folder + "/fd/" + std::to_string(fd);
    const auto link = read_link(path);
    if (!link) continue;
    descriptor.link = *link;
    descriptor.info = parse_fdinfo(read_small_file(folder + "/fdinfo/" + std::to_string(fd), kTextMax));
    struct stat file {};
    if (stat(path.c_str(), &file) == 0) {
      descriptor.mode = file.st_mode;
      descriptor.dev = encode_device(file.st_dev);
      descriptor.ino = file.st_ino;
      descriptor.links = static_cast<uint32_t>(file.st_nlink);
    }
    if (const auto inode = parse_inode_link(*link, "socket")) {
      const SocketTable& table = sockets_of(pid, net_ns.value_or(0));
      if (const ScannedSocket* socket = table.find(*inode)) descriptor.socket = *socket;
    }
    result.push_back(std::move(descriptor));
  }
  return result;
}

std::set<int64_t> ProcessScan::with_descendants(std::set<int64_t> pids) const {
  std::vector<std::pair<int64_t, int64_t>> parents;
  for (const int64_t pid : processes())
    if (const auto parent = parent_of(pid)) parents.emplace_back(pid, *parent);
  for (bool grown = true; grown;) {
    grown = false;
    for (const auto& [pid, parent] : parents)
      if (pids.contains(parent) && pids.insert(pid).second) grown = true;
  }
  return pids;
}

std::set<int64_t> ProcessScan::with_ancestors(std::set<int64_t> pids) const {
  std::set<int64_t> result = pids;
  for (int64_t pid : pids) {
    for (auto parent = parent_of(pid); parent && *parent > 0 && result.insert(*parent).second;)
      parent = parent_of(*parent);
  }
  return result;
}

}  // namespace sysreel
