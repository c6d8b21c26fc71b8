#include "recorder/task_iterators.h"

#include <bpf/bpf.h>
#include <bpf/libbpf.h>
#include <unistd.h>

#include <cerrno>
#include <utility>

#include "base/scoped_fd.h"
#include "recorder/library_log.h"
#include "recorder/small_file.h"
#include "snapshot.skel.h"

namespace sysreel {
namespace {

constexpr size_t kScanMax = 1U << 30;  // bytes of one pass
constexpr size_t kChunk = 65536;
constexpr size_t kInfoMax = 65536;

struct DestroyLink {
  void operator()(bpf_link* link) const { bpf_link__destroy(link); }
};
using Link = std::unique_ptr<bpf_link, DestroyLink>;

// All that one pass over the host writes.
Result<std::vector<uint8_t>> read_pass(const Link& link) {
  const ScopedFd fd(bpf_iter_create(bpf_link__fd(link.get())));
  if (!fd.valid()) return system_error("cannot start an iterator", errno);
  std::vector<uint8_t> bytes;
  for (;;) {
    const size_t used = bytes.size();
    bytes.resize(used + kChunk);
    const ssize_t got = read(fd.get(), bytes.data() + used, kChunk);
    bytes.resize(used + static_cast<size_t>(got > 0 ? got : 0));
    if (got < 0 && (errno == EINTR || errno == EAGAIN)) continue;
    if (got < 0) return system_error("cannot read an iterator", errno);
    if (got == 0) return bytes;
    if (bytes.size() > kScanMax) return Error{ErrorCode::kLimit, "an iterator wrote too much"};
  }
}

// What only fdinfo tells: whom a pidfd means, what an epoll waits for first.
void add_targets(ScannedThread& thread) {
  for (ScannedDescriptor& descriptor : thread.descriptors) {
    const std::string& link = descriptor.link;
    if (!link.starts_with("anon_inode:[pidfd]") && !link.starts_with("pidfd:") &&
        !link.starts_with("anon_inode:[eventpoll]"))
      continue;
    const ProcFdInfo info = parse_fdinfo(read_small_file(
        "/proc/" + std::to_string(thread.tid) + "/fdinfo/" + std::to_string(descriptor.fd), kInfoMax));
    descriptor.info.pid = info.pid;
    descriptor.info.event_target = info.event_target;
  }
}

}  // namespace

struct TaskIterators::Objects {
  snapshot_bpf* skeleton = nullptr;
  Link tasks, environments, files;

  Objects() = default;
  Objects(const Objects&) = delete;
  Objects& operator=(const Objects&) = delete;
  ~Objects() {
    for (Link* link : {&tasks, &environments, &files}) link->reset();
    if (skeleton != nullptr) snapshot_bpf__destroy(skeleton);
  }
  Status want(const std::optional<std::set<int64_t>>& pids);
};

TaskIterators::TaskIterators(std::unique_ptr<Objects> objects) : objects_(std::move(objects)) {}
TaskIterators::~TaskIterators() = default;

Result<std::unique_ptr<TaskIterators>> TaskIterators::load() {
  const LibraryLog log;
  auto objects = std::make_unique<Objects>();
  objects->skeleton = snapshot_bpf__open();
  if (objects->skeleton == nullptr) return system_error("cannot open the snapshot's programs", errno);
  if (const int status = snapshot_bpf__load(objects->skeleton); status != 0)
    return log.error("the kernel refuses the snapshot's programs", -status);
  const auto& programs = objects->skeleton->progs;
  const std::pair<Link*, bpf_program*> all[] = {{&objects->tasks, programs.scan_tasks},
                                                {&objects->environments, programs.scan_environments},
                                                {&objects->files, programs.scan_files}};
  for (const auto& [link, program] : all) {
    link->reset(bpf_program__attach(program));
    if (!*link) return log.error("cannot attach " + std::string(bpf_program__section_name(program)), errno);
  }
  return std::unique_ptr<TaskIterators>(new TaskIterators(std::move(objects)));
}

Status TaskIterators::Objects::want(const std::optional<std::set<int64_t>>& pids) {
  skeleton->bss->scan_all = pids ? 0 : 1;
  const uint32_t number = ++skeleton->bss->scan_number;
  if (!pids) return {};
  const int map = bpf_map__fd(skeleton->maps.wanted);
  for (const int64_t wide : *pids) {
    const auto pid = static_cast<uint32_t>(wide);
    if (bpf_map_update_elem(map, &pid, &number, BPF_ANY) != 0)
      return system_error("cannot name a process to the iterators", errno);
  }
  return {};
}

Result<TaskScan> TaskIterators::take(const std::optional<std::set<int64_t>>& pids) {
  const std::lock_guard lock(one_scan_);
  SYSREEL_RETURN_IF_ERROR(objects_->want(pids));
  const Result<std::vector<uint8_t>> tasks = read_pass(objects_->tasks);
  if (!tasks.ok()) return tasks.error();
  TaskScan scan;
  scan.threads = read_task_records(*tasks);
  const Result<std::vector<uint8_t>> environments = read_pass(objects_->environments);
  if (!environments.ok()) return environments.error();
  std::map<int64_t, std::string> texts = read_environment_records(*environments);
  for (ScannedThread& thread : scan.threads)
    if (const auto text = texts.find(thread.tid); text != texts.end()) thread.env = std::move(text->second);
  const Result<std::vector<uint8_t>> files = read_pass(objects_->files);
  if (!files.ok()) return files.error();
  read_file_records(*files, scan);
  for (ScannedThread& thread : scan.threads) add_targets(thread);
  return scan;
}

}  // namespace sysreel
