#include "recorder/probes.h"

#include <bpf/bpf.h>
#include <bpf/libbpf.h>
#include <unistd.h>

#include <algorithm>
#include <bit>
#include <cerrno>
#include <cstdarg>
#include <cstdio>
#include <cstring>

#include "base/scoped_fd.h"
#include "recorder.skel.h"

namespace sysreel {
namespace {

constexpr uint64_t kRingMin = 4096;
constexpr uint64_t kRingMax = 1ULL << 30;

// libbpf talks while it works; of a failure the last lines say why.
class LibraryLog {
 public:
  LibraryLog() {
    previous_ = libbpf_set_print(&LibraryLog::take);
    text().clear();
  }
  ~LibraryLog() { libbpf_set_print(previous_); }
  LibraryLog(const LibraryLog&) = delete;
  LibraryLog& operator=(const LibraryLog&) = delete;

  std::string last_line() const {
    std::string all = text();
    while (!all.empty() && all.back() == '\n') all.pop_back();
    const size_t line = all.rfind('\n');
    return line == std::string::npos ? all : all.substr(line + 1);
  }

 private:
  static std::string& text() {
    thread_local std::string collected;
    return collected;
  }
  static int take(libbpf_print_level level, const char* format, va_list arguments) {
    if (level == LIBBPF_DEBUG) return 0;
    char line[512];
    std::vsnprintf(line, sizeof(line), format, arguments);
    text().append(line);
    if (text().size() > 65536) text().erase(0, 32768);
    return 0;
  }
  libbpf_print_fn_t previous_ = nullptr;
};

Error system_error(std::string what, int error) {
  const ErrorCode code = error == EPERM || error == EACCES ? ErrorCode::kPermission : ErrorCode::kSystem;
  return Error{code, std::move(what) + ": " + std::strerror(error)};
}

}  // namespace

struct Probes::Objects {
  recorder_bpf* skeleton = nullptr;
  std::vector<bpf_link*> links;
  bpf_link* iterator = nullptr;

  Objects() = default;
  Objects(const Objects&) = delete;
  Objects& operator=(const Objects&) = delete;
  ~Objects() {
    detach();
    if (iterator != nullptr) bpf_link__destroy(iterator);
    if (skeleton != nullptr) recorder_bpf__destroy(skeleton);
  }
  void detach() {
    for (bpf_link* link : links) bpf_link__destroy(link);
    links.clear();
  }
  void configure(const KernelTables& tables, const ProbeOptions& options);
};

void Probes::Objects::configure(const KernelTables& tables, const ProbeOptions& options) {
  auto& rodata = *skeleton->rodata;
  std::memcpy(rodata.descriptors, tables.descriptors.data(),
              tables.descriptors.size() * sizeof(reel_descriptor));
  std::memcpy(rodata.ops, tables.ops.data(), tables.ops.size() * sizeof(reel_op));
  std::memcpy(rodata.kind_of_call, tables.kind_of_call.data(), sizeof(rodata.kind_of_call));
  std::memcpy(rodata.kind_of_i386_call, tables.kind_of_i386_call.data(), sizeof(rodata.kind_of_i386_call));
  std::memcpy(rodata.kind_of_socketcall, tables.kind_of_socketcall.data(), sizeof(rodata.kind_of_socketcall));
  rodata.kind_of_exec = tables.kind_of_exec;
  rodata.kind_of_execveat = tables.kind_of_execveat;
  rodata.kind_of_exit = tables.kind_of_exit;
  rodata.snaplen = std::min<uint32_t>(options.snaplen, REEL_SNAPLEN_MAX);
  rodata.own_pid = static_cast<uint32_t>(getpid());
  rodata.whole_host = options.whole_host;
  rodata.has_roots = options.roots;
  if (options.cgroup) {
    rodata.scope_cgroup = options.cgroup->id;
    rodata.scope_cgroup_level = options.cgroup->level;
    rodata.scope_cgroup_in = options.cgroup->hierarchy;
  }
  rodata.has_comm = !options.comm.empty();
  std::memcpy(rodata.scope_comm, options.comm.data(),
              std::min(options.comm.size(), sizeof(rodata.scope_comm) - 1));
  const int cpus = libbpf_num_possible_cpus();
  bpf_map__set_max_entries(skeleton->maps.scratches, static_cast<uint32_t>(std::max(cpus, 1)));
}

Probes::Probes(std::unique_ptr<Objects> objects) : objects_(std::move(objects)) {}
Probes::~Probes() = default;

Result<std::unique_ptr<Probes>> Probes::load(const KernelTables& tables, const ProbeOptions& options) {
  const LibraryLog log;
  auto objects = std::make_unique<Objects>();
  objects->skeleton = recorder_bpf__open();
  if (objects->skeleton == nullptr) return system_error("cannot open the BPF programs", errno);
  objects->configure(tables, options);
  const uint64_t ring = std::bit_ceil(std::clamp(options.ring_bytes, kRingMin, kRingMax));
  bpf_map__set_max_entries(objects->skeleton->maps.ring, static_cast<uint32_t>(ring));
  if (const int status = recorder_bpf__load(objects->skeleton); status != 0) {
    Error error = system_error("the kernel refuses the BPF programs", -status);
    if (const std::string line = log.last_line(); !line.empty()) error.message += " (" + line + ")";
    return error;
  }
  std::unique_ptr<Probes> probes(new Probes(std::move(objects)));
  probes->ring_bytes_ = ring;
  return probes;
}

Status Probes::attach() {
  const LibraryLog log;
  const auto& programs = objects_->skeleton->progs;
  // fork first: no descendant may slip in between
  for (bpf_program* program : {programs.on_fork, programs.on_exit, programs.on_exec, programs.on_sys_exit}) {
    bpf_link* link = bpf_program__attach(program);
    if (link == nullptr)
      return system_error("cannot attach " + std::string(bpf_program__section_name(program)), errno);
    objects_->links.push_back(link);
  }
  if (objects_->iterator == nullptr) objects_->iterator = bpf_program__attach(programs.list_tasks);
  if (objects_->iterator == nullptr) return system_error("cannot attach the task iterator", errno);
  return {};
}

void Probes::detach() {
  objects_->detach();
}

Status Probes::mark_task(int pidfd) {
  const uint32_t mark = 1;
  const int map = bpf_map__fd(objects_->skeleton->maps.marked);
  if (bpf_map_update_elem(map, &pidfd, &mark, BPF_ANY) != 0)
    return system_error("cannot mark the command", errno);
  return {};
}

Status Probes::add_root(uint32_t pid, uint64_t start_time) {
  const int map = bpf_map__fd(objects_->skeleton->maps.roots);
  if (bpf_map_update_elem(map, &pid, &start_time, BPF_ANY) != 0)
    return system_error("cannot add a process to the scope", errno);
  return {};
}

Result<std::vector<reel_task>> Probes::list_tasks() const {
  const ScopedFd fd(bpf_iter_create(bpf_link__fd(objects_->iterator)));
  if (!fd.valid()) return system_error("cannot start the task iterator", errno);
  std::vector<uint8_t> bytes;
  uint8_t chunk[16384];
  for (;;) {
    const ssize_t got = read(fd.get(), chunk, sizeof(chunk));
    if (got < 0 && (errno == EINTR || errno == EAGAIN)) continue;
    if (got < 0) return system_error("cannot read the task iterator", errno);
    if (got == 0) break;
    bytes.insert(bytes.end(), chunk, chunk + got);
  }
  std::vector<reel_task> tasks(bytes.size() / sizeof(reel_task));
  std::memcpy(tasks.data(), bytes.data(), tasks.size() * sizeof(reel_task));
  return tasks;
}

std::vector<ProcessorCounters> Probes::counters() const {
  const int cpus = std::max(libbpf_num_possible_cpus(), 1);
  std::vector<reel_counters> values(static_cast<size_t>(cpus));
  const uint32_t zero = 0;
  const int map = bpf_map__fd(objects_->skeleton->maps.counters);
  if (bpf_map_lookup_elem(map, &zero, values.data()) != 0) return {};
  std::vector<ProcessorCounters> result;
  for (size_t cpu = 0; cpu < values.size(); ++cpu)
    result.push_back({static_cast<uint16_t>(cpu), values[cpu]});
  return result;
}

int Probes::ring_fd() const {
  return bpf_map__fd(objects_->skeleton->maps.ring);
}

}  // namespace sysreel
