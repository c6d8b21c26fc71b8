#include "recorder/call_filter.h"

#include <linux/bpf.h>
#include <sched.h>
#include <seccomp.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <memory>
#include <span>

namespace sysreel {
namespace {

// Whatever their arguments. What they reach is bounded by the capabilities that are left.
constexpr int kAlways[] = {
    // reading /proc and state files
    SCMP_SYS(access), SCMP_SYS(close), SCMP_SYS(faccessat), SCMP_SYS(faccessat2), SCMP_SYS(fcntl),
    SCMP_SYS(fstat), SCMP_SYS(fstatfs), SCMP_SYS(getcwd), SCMP_SYS(getdents64), SCMP_SYS(lseek),
    SCMP_SYS(lstat), SCMP_SYS(newfstatat), SCMP_SYS(open), SCMP_SYS(openat), SCMP_SYS(pread64),
    SCMP_SYS(read), SCMP_SYS(readlink), SCMP_SYS(readlinkat), SCMP_SYS(readv), SCMP_SYS(stat),
    SCMP_SYS(statfs), SCMP_SYS(statx),
    // writing captures
    SCMP_SYS(fallocate), SCMP_SYS(fdatasync), SCMP_SYS(fsync), SCMP_SYS(ftruncate), SCMP_SYS(link),
    SCMP_SYS(linkat), SCMP_SYS(pwrite64), SCMP_SYS(rename), SCMP_SYS(renameat), SCMP_SYS(renameat2),
    SCMP_SYS(unlink), SCMP_SYS(unlinkat), SCMP_SYS(write), SCMP_SYS(writev),
    // memory and threads
    SCMP_SYS(brk), SCMP_SYS(exit), SCMP_SYS(exit_group), SCMP_SYS(futex), SCMP_SYS(getrandom),
    SCMP_SYS(madvise), SCMP_SYS(mremap), SCMP_SYS(munmap), SCMP_SYS(rseq), SCMP_SYS(sched_getaffinity),
    SCMP_SYS(sched_yield), SCMP_SYS(set_robust_list), SCMP_SYS(set_tid_address),
    // time, signals, itself
    SCMP_SYS(clock_getres), SCMP_SYS(clock_gettime), SCMP_SYS(clock_nanosleep), SCMP_SYS(getegid),
    SCMP_SYS(geteuid), SCMP_SYS(getgid), SCMP_SYS(getpid), SCMP_SYS(getppid), SCMP_SYS(getrusage),
    SCMP_SYS(gettid), SCMP_SYS(gettimeofday), SCMP_SYS(getuid), SCMP_SYS(nanosleep), SCMP_SYS(poll),
    SCMP_SYS(ppoll), SCMP_SYS(restart_syscall), SCMP_SYS(rt_sigaction), SCMP_SYS(rt_sigprocmask),
    SCMP_SYS(rt_sigreturn), SCMP_SYS(sigaltstack), SCMP_SYS(sysinfo), SCMP_SYS(time), SCMP_SYS(uname),
    SCMP_SYS(wait4), SCMP_SYS(waitid),
    // conversation with the kernel (addresses of interfaces, audit), and a socket as standard output
    SCMP_SYS(bind), SCMP_SYS(getsockname), SCMP_SYS(getsockopt), SCMP_SYS(recvfrom), SCMP_SYS(recvmsg),
    SCMP_SYS(sendmsg), SCMP_SYS(sendto)};

constexpr int kOfListeners[] = {SCMP_SYS(accept),   SCMP_SYS(accept4), SCMP_SYS(getpeername),
                                SCMP_SYS(pselect6), SCMP_SYS(select),  SCMP_SYS(setsockopt),
                                SCMP_SYS(shutdown)};

constexpr int kOfBpf[] = {BPF_MAP_LOOKUP_ELEM, BPF_MAP_UPDATE_ELEM, BPF_ITER_CREATE};

class Filter {
 public:
  Filter() : context_(seccomp_init(SCMP_ACT_ERRNO(EPERM))), failure_(context_ ? 0 : -ENOMEM) {}

  void allow(std::span<const int> calls) {
    for (const int call : calls) rule(SCMP_ACT_ALLOW, call, {});
  }
  // Where the bits of `mask` of this argument are `value`.
  void allow_if(int call, unsigned argument, uint64_t mask, uint64_t value) {
    const scmp_arg_cmp condition{argument, SCMP_CMP_MASKED_EQ, mask, value};
    rule(SCMP_ACT_ALLOW, call, {&condition, 1});
  }
  void answer(int call, int error) { rule(SCMP_ACT_ERRNO(static_cast<uint32_t>(error)), call, {}); }

  // 0, or a negative error number.
  int load() {
    if (failure_ == 0) failure_ = seccomp_attr_set(context_.get(), SCMP_FLTATR_CTL_TSYNC, 1);
    // A binary search: the calls of a busy recorder are few, but each costs.
    if (failure_ == 0) failure_ = seccomp_attr_set(context_.get(), SCMP_FLTATR_CTL_OPTIMIZE, 2);
    return failure_ == 0 ? seccomp_load(context_.get()) : failure_;
  }

 private:
  struct Release {
    void operator()(void* context) const { seccomp_release(context); }
  };
  void rule(uint32_t action, int call, std::span<const scmp_arg_cmp> conditions) {
    if (failure_ != 0) return;
    failure_ = seccomp_rule_add_array(context_.get(), action, call, static_cast<unsigned>(conditions.size()),
                                      conditions.data());
  }
  std::unique_ptr<void, Release> context_;
  int failure_;
};

constexpr uint64_t kWhole = 0xffffffff;

}  // namespace

Status confine_calls(const CallNeeds& needs) {
  if (!kFiltersCalls) return {};
  Filter filter;
  filter.allow(kAlways);
  // Memory becomes no code; threads, but no processes. What clone3 is asked for cannot be seen by a filter:
  // the C library makes do with clone when there is none.
  for (const int call : {SCMP_SYS(mmap), SCMP_SYS(mprotect)}) filter.allow_if(call, 2, PROT_EXEC, 0);
  filter.allow_if(SCMP_SYS(clone), 0, CLONE_THREAD, CLONE_THREAD);
  filter.answer(SCMP_SYS(clone3), ENOSYS);
  filter.allow_if(SCMP_SYS(tgkill), 0, kWhole, static_cast<uint64_t>(getpid()));  // of abort()
  filter.allow_if(SCMP_SYS(socket), 0, kWhole, AF_NETLINK);
  if (needs.kernel_events)
    for (const int command : kOfBpf)
      filter.allow_if(SCMP_SYS(bpf), 0, kWhole, static_cast<uint64_t>(command));
  if (needs.listens) filter.allow(kOfListeners);
  if (needs.command != 0) filter.allow_if(SCMP_SYS(kill), 0, kWhole, static_cast<uint64_t>(needs.command));
  if (const int error = filter.load(); error != 0)
    return Error{ErrorCode::kSystem, std::string("cannot filter system calls: ") + std::strerror(-error)};
  return {};
}

}  // namespace sysreel
