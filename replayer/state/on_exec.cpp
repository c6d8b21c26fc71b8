#include "replayer/state/container_id.h"
#include "replayer/state/handlers.h"
#include "replayer/state/path.h"

namespace sysreel {
namespace {

constexpr int64_t kExeWritable = 1;
constexpr int64_t kExeUpperLayer = 2;
constexpr int64_t kExeFromMemfd = 4;
constexpr int64_t kExeLowerLayer = 8;
constexpr std::string_view kDeleted = " (deleted)";

uint64_t unsigned_of(const Step& step, P param) {
  return static_cast<uint64_t>(step.number(param));
}

void take_program(const State& state, const Step& step, const Image& old, Image& image) {
  image.exe = step.text(P::kExe);
  image.arguments = arguments_in(step.event.block(), step.text(P::kArgs));
  image.environment = step.has(P::kEnv) ? std::string(step.text(P::kEnv)) : old.environment;
  if (step.has(P::kTrustedExepath)) {
    image.path = without_deleted(step.text(P::kTrustedExepath));
  } else if (step.has(P::kFilename)) {  // captures from before the kernel was asked
    std::string buffer;
    const std::string_view base =
        state.base_directory(step.thread, step.number_or(P::kDirfd, kAtFdcwd), buffer);
    join_path(image.path, base, step.text(P::kFilename));
  } else {
    image.path = old.path;
  }
  const int64_t flags = step.number(P::kFlags);
  image.writable = (flags & kExeWritable) != 0;
  image.upper_layer = (flags & kExeUpperLayer) != 0;
  image.lower_layer = (flags & kExeLowerLayer) != 0;
  image.from_memfd = (flags & kExeFromMemfd) != 0;
  image.inode = unsigned_of(step, P::kExeIno);
  image.inode_ctime = unsigned_of(step, P::kExeInoCtime);
  image.inode_mtime = unsigned_of(step, P::kExeInoMtime);
}

void take_identity(const Step& step, Thread& thread) {
  if (step.has(P::kTty)) thread.tty = static_cast<uint32_t>(step.number(P::kTty));
  if (step.has(P::kVpgid)) thread.vpgid = step.number(P::kVpgid);
  if (step.has(P::kPgid)) thread.pgid = step.number(P::kPgid);
  if (step.has(P::kSid)) thread.sid = step.number(P::kSid);
  if (step.has(P::kLoginuid)) thread.login_uid = static_cast<uint32_t>(step.number(P::kLoginuid));
  if (step.has(P::kUid)) thread.uid = static_cast<uint32_t>(step.number(P::kUid));
  if (step.has(P::kGid)) thread.gid = static_cast<uint32_t>(step.number(P::kGid));
  if (step.has(P::kCapEffective)) {
    thread.capabilities = {unsigned_of(step, P::kCapInheritable), unsigned_of(step, P::kCapPermitted),
                           unsigned_of(step, P::kCapEffective)};
  }
  if (step.has(P::kVtid)) thread.vtid = step.number(P::kVtid);
  if (step.has(P::kVpid)) thread.vpid = step.number(P::kVpid);
}

void take_measures(const Step& step, Thread& thread) {
  if (step.has(P::kFdlimit)) thread.fd_limit = step.number(P::kFdlimit);
  if (step.has(P::kVmSwap)) {
    thread.major_faults = unsigned_of(step, P::kPgftMaj);
    thread.minor_faults = unsigned_of(step, P::kPgftMin);
    thread.vm_size = unsigned_of(step, P::kVmSize);
    thread.vm_rss = unsigned_of(step, P::kVmRss);
    thread.vm_swap = unsigned_of(step, P::kVmSwap);
  }
  if (thread.image->inode_ctime != 0 && thread.clone_time != 0) {
    thread.exe_ctime_to_start = static_cast<int64_t>(thread.clone_time - thread.image->inode_ctime);
  }
  thread.exe_ctime_after_pidns =
      thread.pidns_start_time != 0 && thread.image->inode_ctime > thread.pidns_start_time
          ? static_cast<int64_t>(thread.image->inode_ctime - thread.pidns_start_time)
          : 0;
}

// A thread of which nothing was known learns its parent, too.
void take_place(State& state, const Step& step, Thread& thread) {
  if (step.has(P::kPid) && step.number(P::kPid) > 0) state.threads.set_group(thread, step.number(P::kPid));
  if (thread.known) return;
  if (step.has(P::kPtid)) {
    Thread* parent = state.threads.find(step.number(P::kPtid));
    state.threads.set_parent(thread, parent != &thread ? parent : nullptr);
  }
  if (thread.vtid < 0 && !thread.in_pid_namespace) {
    thread.vtid = thread.tid;
    thread.vpid = thread.pid;
  }
}

// What chdir calls have told is kept: it is what relative names are resolved by in Falco, too.
void take_directory(State& state, const Step& step, Thread& thread) {
  WorkingDirectory& directory = state.directory_of(thread);
  const bool ours =
      step.event.block().numbers == NumberSpace::kKernel;  // what Falco's captures have, it ignores
  if (!ours || !directory.current.empty() || step.text(P::kCwd).empty()) return;
  directory.current = step.text(P::kCwd);
  if (directory.current.back() != '/') directory.current += '/';
}

}  // namespace

std::string_view arguments_in(const EventBlock& block, std::string_view raw) {
  const bool one_empty = raw.size() == 1 && raw.front() == '\0';
  return one_empty && block.numbers == NumberSpace::kPortable ? std::string_view{} : raw;
}

std::string_view without_deleted(std::string_view path) {
  if (path.size() > kDeleted.size() && path.ends_with(kDeleted)) path.remove_suffix(kDeleted.size());
  return path;
}

void take_cgroups(Thread& thread, std::string_view raw) {
  if (thread.cgroups && thread.cgroups->raw == raw) return;
  auto cgroups = Ref<CgroupText>::make();
  cgroups->raw = raw;
  cgroups->container_id = container_of(raw);
  thread.cgroups = cgroups;
}

void on_exec(State& state, Step& step) {
  if (!step.has_result() || step.result() < 0) return;
  Thread& thread = *step.thread;
  if (thread.dead && thread.leader == &thread) ++thread.group_size;  // a thread that execs becomes the leader
  thread.dead = false;
  take_place(state, step, thread);
  auto image = Ref<Image>::make();
  const Image no_image;
  take_program(state, step, thread.image ? *thread.image : no_image, *image);
  thread.image = image;
  thread.comm = step.has(P::kComm) ? step.text(P::kComm) : std::string_view(image->exe);
  thread.exec_time = step.wall_time;
  take_directory(state, step, thread);
  if (step.has(P::kCgroups)) take_cgroups(thread, step.text(P::kCgroups));
  take_identity(step, thread);
  take_measures(step, thread);
  if (thread.descriptors) {
    if (thread.descriptors->shared()) {
      thread.descriptors = Ref<DescriptorTable>::make(*thread.descriptors);  // the kernel unshares it
    }
    thread.descriptors->erase_close_on_exec();
  }
  thread.known = true;
  thread.from_snapshot = false;
  state.threads.remove_other_threads(thread);
  state.threads.touch(thread);
}

}  // namespace sysreel
