#include "recorder/probes.h"

#include <bpf/bpf.h>
#include <bpf/libbpf.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <map>
#include <string_view>

#include "base/scoped_fd.h"
#include "recorder.skel.h"
#include "recorder/kernel_type_names.h"
#include "recorder/lane_reader.h"
#include "recorder/library_log.h"
#include "recorder_before_6_2_generated.h"

namespace sysreel {
namespace {

constexpr uint64_t kLeastRing = 4096;
constexpr uint64_t kHeadroom = 8;  // the part of a ring that only vital events may use

// The programs for kernels from 6.2 on or, under the same structure, those for kernels before.
recorder_bpf* open_programs(const KernelTypeNames& kernel) {
  std::unique_ptr<recorder_bpf, decltype(&recorder_bpf__destroy)> programs(
      static_cast<recorder_bpf*>(std::calloc(1, sizeof(recorder_bpf))), recorder_bpf__destroy);
  if (!programs || recorder_bpf__create_skeleton(programs.get()) != 0) return nullptr;
  bpf_object_skeleton& skeleton = *programs->skeleton;
  if (!kernel.has("bpf_rdonly_cast")) skeleton.data = recorder_before_6_2_bytes(&skeleton.data_sz);
  if (bpf_object__open_skeleton(&skeleton, nullptr) != 0) return nullptr;
  return programs.release();
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
  // The other way round: a system call must not be seen when the hooks that tell of new tasks are gone.
  void detach() {
    while (!links.empty()) {
      bpf_link__destroy(links.back());
      links.pop_back();
    }
  }
  Status open(const KernelTables& tables, const ProbeOptions& options, const RingLayout& layout,
              const KernelTypeNames& kernel);
  Status load(const LibraryLog& log);
  void configure(const KernelTables& tables, const ProbeOptions& options);
  void lay_out(const RingLayout& layout);

  // A recording can do without these.
  struct OptionalHook {
    const char* kind;
    bool wanted;
    bpf_program* program;
    std::vector<const char*> types;  // that a kernel has if it has the tracepoint, as the program knows it

    bool is_in(const KernelTypeNames& kernel) const {
      return std::all_of(types.begin(), types.end(), [&](const char* type) { return kernel.has(type); });
    }
  };
  std::vector<OptionalHook> optional_hooks(const KernelTables& tables) const;
  // Only the program of this number will be loaded. nullptr: there are fewer.
  const bpf_program* choose(size_t wanted) const;
  // The kernel has this hook under another of its names.
  bool has_other_name(const bpf_program* program, const KernelTables& tables,
                      const KernelTypeNames& kernel) const;
  // `all`: also those that the kernel should have, for `reason`.
  std::vector<MissingHook> leave_out(const KernelTables& tables, const KernelTypeNames& kernel, bool all,
                                     const std::string& reason);
};

void Probes::Objects::configure(const KernelTables& tables, const ProbeOptions& options) {
  auto& rodata = *skeleton->rodata;
  std::memcpy(rodata.descriptors, tables.descriptors.data(),
              tables.descriptors.size() * sizeof(reel_descriptor));
  std::memcpy(rodata.ops, tables.ops.data(), tables.ops.size() * sizeof(reel_op));
  for (size_t number = 0; number < REEL_SYSCALLS; ++number)
    rodata.kinds_of_call[number] =
        tables.kind_of_call[number] | static_cast<uint32_t>(tables.kind_of_i386_call[number]) << 16;
  std::memcpy(rodata.kind_of_socketcall, tables.kind_of_socketcall.data(), sizeof(rodata.kind_of_socketcall));
  rodata.kind_of_exec = tables.kind_of_exec;
  rodata.kind_of_execveat = tables.kind_of_execveat;
  rodata.kind_of_exit = tables.kind_of_exit;
  rodata.kind_of_signal = tables.kind_of_signal;
  rodata.kind_of_uring = tables.kind_of_uring;
  rodata.uring_opcodes = tables.uring_opcodes;
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
}

void Probes::Objects::lay_out(const RingLayout& layout) {
  auto& rodata = *skeleton->rodata;
  const bool mapped = layout.transport == Transport::kMmap;
  const uint64_t ring = mapped ? layout.ring_bytes : 0;
  rodata.ring_mask = mapped ? static_cast<uint32_t>(ring - 1) : 0;
  rodata.lane_limit = rodata.ring_mask + REEL_RECORD_MAX;
  // Room for the lives of processes, whatever else there is.
  uint32_t headroom = static_cast<uint32_t>(ring / kHeadroom);
  for (const reel_descriptor& descriptor : rodata.descriptors)
    if (descriptor.vital != 0) headroom = std::max<uint32_t>(headroom, descriptor.room);
  for (reel_descriptor& descriptor : rodata.descriptors)
    if (mapped && descriptor.vital == 0) descriptor.room += headroom;
  bpf_map__set_max_entries(skeleton->maps.lanes, layout.lanes);
  bpf_map__set_value_size(skeleton->maps.lanes, static_cast<uint32_t>(lane_bytes(ring)));
  bpf_map__set_max_entries(skeleton->maps.ring, static_cast<uint32_t>(layout.shared_bytes));
}

Probes::Probes(std::unique_ptr<Objects> objects) : objects_(std::move(objects)) {}
Probes::~Probes() = default;

Status Probes::Objects::open(const KernelTables& tables, const ProbeOptions& options,
                             const RingLayout& layout, const KernelTypeNames& kernel) {
  skeleton = open_programs(kernel);
  if (skeleton == nullptr) return system_error("cannot open the BPF programs", errno);
  configure(tables, options);
  lay_out(layout);
  return {};
}

Status Probes::Objects::load(const LibraryLog& log) {
  const int status = recorder_bpf__load(skeleton);
  if (status == 0) return {};
  return log.error("the kernel refuses the BPF programs", -status);
}

std::vector<Probes::Objects::OptionalHook> Probes::Objects::optional_hooks(const KernelTables& tables) const {
  const bool uring = tables.kind_of_uring != REEL_NO_KIND;
  return {{"signaldeliver",
           tables.kind_of_signal != REEL_NO_KIND,
           skeleton->progs.on_signal,
           {"btf_trace_signal_deliver"}},
          {"io_uring_submit", uring, skeleton->progs.on_uring_submit, {"btf_trace_io_uring_submit_req"}},
          {"io_uring_submit",
           uring,
           skeleton->progs.on_uring_submit_before,
           {"btf_trace_io_uring_submit_sqe", "io_cmd_data"}}};
}

std::vector<MissingHook> Probes::Objects::leave_out(const KernelTables& tables, const KernelTypeNames& kernel,
                                                    bool all, const std::string& reason) {
  std::map<std::string_view, bool> loaded;  // by kind
  for (const OptionalHook& hook : optional_hooks(tables)) {
    const bool load = hook.wanted && !all && hook.is_in(kernel);
    bpf_program__set_autoload(hook.program, load);
    if (hook.wanted) loaded[hook.kind] |= load;
  }
  std::vector<MissingHook> missing;
  for (const auto& [kind, is_loaded] : loaded)
    if (!is_loaded)
      missing.push_back({std::string(kind), all ? reason : "the kernel has no such tracepoint"});
  return missing;
}

bool Probes::Objects::has_other_name(const bpf_program* program, const KernelTables& tables,
                                     const KernelTypeNames& kernel) const {
  const std::vector<OptionalHook> hooks = optional_hooks(tables);
  const auto own = std::find_if(hooks.begin(), hooks.end(),
                                [program](const OptionalHook& hook) { return hook.program == program; });
  if (own == hooks.end() || own->is_in(kernel)) return false;
  return std::any_of(hooks.begin(), hooks.end(), [&](const OptionalHook& hook) {
    return std::string_view(hook.kind) == own->kind && hook.is_in(kernel);
  });
}

const bpf_program* Probes::Objects::choose(size_t wanted) const {
  const bpf_program* chosen = nullptr;
  size_t number = 0;
  bpf_program* program = nullptr;
  while ((program = bpf_object__next_program(skeleton->obj, program)) != nullptr) {
    const bool is_chosen = number++ == wanted;
    bpf_program__set_autoload(program, is_chosen);
    if (is_chosen) chosen = program;
  }
  return chosen;
}

// With all that the kernel should have; if it refuses that, without what can be done without.
Result<std::unique_ptr<Probes>> Probes::load_with(const KernelTables& tables, const ProbeOptions& options,
                                                  const RingLayout& layout) {
  const KernelTypeNames kernel;
  std::string reason;
  for (const bool all : {false, true}) {
    const LibraryLog log;
    auto objects = std::make_unique<Objects>();
    SYSREEL_RETURN_IF_ERROR(objects->open(tables, options, layout, kernel));
    std::vector<MissingHook> missing = objects->leave_out(tables, kernel, all, reason);
    if (const Status status = objects->load(log); !status.ok()) {
      reason = status.error().message;
      if (all) return status.error();
      continue;
    }
    std::unique_ptr<Probes> probes(new Probes(std::move(objects)));
    probes->layout_ = layout;
    probes->missing_ = std::move(missing);
    return probes;
  }
  return Error{ErrorCode::kSystem, reason};
}

Result<std::unique_ptr<Probes>> Probes::load(const KernelTables& tables, const ProbeOptions& options) {
  const bool may_choose = !options.transport;
  if (const Transport first = options.transport.value_or(Transport::kMmap); first == Transport::kMmap) {
    const auto layout = lay_out_ring(first, options.ring_bytes);
    if (layout) {
      Result<std::unique_ptr<Probes>> probes = load_with(tables, options, *layout);
      if (probes.ok() || !may_choose) return probes;
    } else if (!may_choose) {
      return Error{ErrorCode::kSystem, "the kernel has no memory that a recorder can map (--transport mmap)"};
    }
  }
  const auto layout = lay_out_ring(Transport::kRingbuf, options.ring_bytes);
  if (!layout) return Error{ErrorCode::kSystem, "no ring"};
  return load_with(tables, options, *layout);
}

std::vector<HookTrial> Probes::try_each(const KernelTables& tables) {
  std::vector<HookTrial> trials;
  const KernelTypeNames kernel;
  RingLayout layout;
  layout.shared_bytes = kLeastRing;
  for (size_t wanted = 0;; ++wanted) {
    const LibraryLog log;
    Objects objects;
    if (const Status status = objects.open(tables, {}, layout, kernel); !status.ok()) {
      trials.push_back({"all", status});
      return trials;
    }
    const bpf_program* tried = objects.choose(wanted);
    if (tried == nullptr) return trials;
    if (objects.has_other_name(tried, tables, kernel)) continue;
    Status status = objects.load(log);
    if (status.ok()) {
      bpf_link* link = bpf_program__attach(tried);
      if (link == nullptr)
        status = system_error("loads, but cannot be attached", errno);
      else
        objects.links.push_back(link);
    }
    trials.push_back({bpf_program__section_name(tried), status});
  }
}

Status Probes::attach() {
  const LibraryLog log;
  const auto& programs = objects_->skeleton->progs;
  // fork first: no descendant may slip in between
  bpf_program* const order[] = {programs.on_fork,
                                programs.on_exit,
                                programs.on_exec,
                                programs.on_sys_exit,
                                programs.on_signal,
                                programs.on_uring_submit,
                                programs.on_uring_submit_before};
  for (bpf_program* program : order) {
    if (!bpf_program__autoload(program)) continue;
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

// Tasks that were found out of scope before are asked anew.
void Probes::begin_epoch() {
  std::atomic_ref<decltype(objects_->skeleton->bss->task_epoch)>(objects_->skeleton->bss->task_epoch)
      .fetch_add(1);
}

Status Probes::mark_task(int pidfd) {
  const uint32_t mark = 1;
  const int map = bpf_map__fd(objects_->skeleton->maps.marked);
  if (bpf_map_update_elem(map, &pidfd, &mark, BPF_ANY) != 0)
    return system_error("cannot mark the command", errno);
  begin_epoch();
  return {};
}

Status Probes::add_root(uint32_t pid, uint64_t start_time) {
  const int map = bpf_map__fd(objects_->skeleton->maps.roots);
  if (bpf_map_update_elem(map, &pid, &start_time, BPF_ANY) != 0)
    return system_error("cannot add a process to the scope", errno);
  begin_epoch();
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

// Where programs can be preempted, the kernel does not run one that another task has not left yet on that
// CPU. What it would have filtered is among them.
uint64_t Probes::missed() const {
  uint64_t sum = 0;
  bpf_program* program = nullptr;
  while ((program = bpf_object__next_program(objects_->skeleton->obj, program)) != nullptr) {
    bpf_prog_info about{};
    uint32_t size = sizeof(about);
    if (const int fd = bpf_program__fd(program); fd >= 0 && bpf_obj_get_info_by_fd(fd, &about, &size) == 0)
      sum += about.recursion_misses;
  }
  return sum;
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
  ProcessorCounters elsewhere{kNoProcessor, {}};
  elsewhere.counters.admitted = elsewhere.counters.nested[REEL_CLASS_ANY] = missed();
  result.push_back(elsewhere);
  return result;
}

int Probes::lanes_fd() const {
  return bpf_map__fd(objects_->skeleton->maps.lanes);
}

int Probes::ring_fd() const {
  return bpf_map__fd(objects_->skeleton->maps.ring);
}

}  // namespace sysreel
