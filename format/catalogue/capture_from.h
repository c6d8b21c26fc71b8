// Where the recorder takes a parameter from: one opcode per way of reading, so that one BPF program follows a
// table. The text form stands after "=" in a row of the catalogue.
//
// Operands. A call's arguments are a0 … a5, its return value is `ret`. Where a descriptor is wanted, `*aN` is
// the int that lies in user memory behind argument N (pipe). For 32-bit callers arguments are 32 bits wide
// and `long`, pointers, iovec, msghdr and timespec have the compat layout; a structure that is 64-bit
// everywhere (struct rlimit64, clone_args, open_how, if_dqblk) is read with u64.
//
// Results. An integer is cut to capture_width() of the parameter (event_kind.h) and sign-extended if its type
// is signed. Text is bytes without a terminating NUL. Marks (format/event_block.h):
//   kMissing    the condition does not hold, the pointer is NULL, there is no such file, socket or task value
//   kFault      user memory could not be read; of a list or buffer, the part before the fault is given as
//               kTruncated instead
//   kTruncated  cut at the recorder's limit (4096 bytes for paths, strings, arguments, environment; the
//               snapshot length for I/O buffers)
// Everything is read when the call ends (life-cycle kinds: at their hook). The row's task is the thread that
// the event belongs to; of a fork seen from the child, the child.
#pragma once

#include <cstdint>
#include <string_view>

namespace sysreel {

enum class From : uint8_t {
  kNowhere = 0,
  kReturn,         // ret              the return value
  kArg,            // aN               an argument
  kArgInt,         // int(aN)          its low 32 bits, sign-extended
  kArgBits,        // bits(aN,S)       its low 32 bits shifted right by S
  kWideArg,        // wide(aN)         64-bit number: aN; for 32-bit callers aN | a(N+1) << 32
  kConst,          // const(V)         V, 0 … 65535
  kSyscallNumber,  // nr               the native number of the call
  kOpenMode,       // openmode(aF,aM)  aM & 07777 if flags aF hold O_CREAT or O_TMPFILE, else 0

  // Numbers in user memory, `offset` bytes behind the pointer aN; signed ones are sign-extended.
  kUser8,     // u8(aN[,offset])
  kUser16,    // u16(aN[,offset])  i16
  kUser32,    // u32(aN[,offset])  i32
  kUser64,    // u64(aN[,offset])
  kUserLong,  // long(aN[,index])     the index-th long; all ones of a 32-bit one becomes all ones of 64
  kTimespec,  // timespec(aN)         nanoseconds of a struct timespec

  // Bytes in user memory.
  kString,    // str(aN[,offset])     NUL-terminated string
  kBytes,     // buf(aN,aM|ret)       aM or ret bytes (missing if ret < 0), at most the snapshot length
  kIoVector,  // iov(aN,aM)           bytes behind the aM iovecs at aN, in order, at most ret of them (nothing
              // if
              //                      the call failed) and at most the snapshot length
  kIoVectorSize,  // iovsize(aN,aM)   sum of the lengths of the aM iovecs at aN
  kMessage,  // msg(aN[,1])      as iov, of the msghdr at aN. With 1 it is the first mmsghdr of a vector, and
             // its
             //                  msg_len stands for ret
  kMessageSize,  // msgsize(aN)      as iovsize, of the msghdr at aN
  kControl,      // msgcontrol(aN)   msg_control of the msghdr at aN, at most the snapshot length
  kPollFds,  // pollfds(aN,aM)   packed descriptor list (packed_address.h) of the aM pollfds at aN: those that
             // are
             //                  ready (revents) if ret > 0, else those that are waited for (events); at most
             //                  16
  kSockAddr,      // sockaddr(aN,aM)  packed address (packed_address.h) of the sockaddr at aN, aM bytes long
  kSocketOption,  // sockopt(aN,aM)   packed option value (packed_address.h) at aN, aM bytes; level is a1,
                  // name a2.
                  //                  sockopt(aN,*aM): the length lies behind aM

  kDynamic,  // dyn(aN)?COND      packed value (packed_address.h): the string at aN if the condition holds,
             // else aN as a
             //                  number. Here the condition chooses, it does not leave out

  // Packed socket tuple (packed_address.h) of the socket behind a descriptor, after the call. `.out`: local
  // end first, `.in`: peer first (what Falco calls source). If an address operand is given and not NULL, it
  // replaces the peer where the socket itself has none. Missing if the call failed (-EINPROGRESS is no
  // failure) or the descriptor is no socket of family unix, inet or inet6.
  kTuple,         // tuple(fd[,aN,aM]).out|in     aN: sockaddr, aM: its length; *aM: the length lies behind aM
  kMessageTuple,  // msgtuple(fd,aN).out|in       the sockaddr is msg_name of the msghdr at aN

  kFile,  // file(fd).X          dev ino path mode flags state mnt_id: of the open file (numbers 0 if there is
          // none)
  kSocket,  // sock(fd).X          family type protocol queuelen queuemax queuepct: of the socket
  kTask,    // task.X              of the row's task, after the call: TaskMember below
  kExec,  // exec(aN).X          arg0 args env filename: of the new program (its mm; filename as passed to the
          //                     call); if the call failed, from the argument aN as passed
  kExit,  // exit.X              status (task's exit code), ret (status >> 8 & 255), sig (status & 127), core
          //                     (bit 7 of status), reaper (thread that children go to, 0 if none), group_dead
  kSignal,  // signal.X            spid dpid sig: of a signal delivered
};

// file(fd).state: what open flags cannot say. Bits, the same in every capture.
inline constexpr uint8_t kFileCreated = 1;      // this open made the file
inline constexpr uint8_t kFileUpperLayer = 2;   // overlayfs: in the upper directory
inline constexpr uint8_t kFileLowerLayer = 4;   // overlayfs: in a lower directory
inline constexpr uint8_t kFileCloseOnExec = 8;  // of the descriptor
inline constexpr uint8_t kFileUnlinked = 16;    // no link left: path is what it was
inline constexpr uint8_t kFileMemfd = 32;       // memfd or other unnamed shmem file

// Members of task.X, all of them:
//   tid pid ptid sid pgid         ids in the initial namespace; pid: thread group
//   vtid vpid vpgid vsid          the same in the task's own pid namespace
//   pidns_init_start_ts           CLOCK_BOOTTIME ns at which init of that namespace started
//   start_time thread_start_time  CLOCK_BOOTTIME ns at which the group's leader, the thread started
//   child_in_pidns                1 if its pid namespace is not the initial one
//   tty comm cwd root             tty: device number as in stat(2), 0 none
//   exe_path exe_ino exe_dev      of mm's executable
//   exe_ctime exe_mtime exe_mode  times: CLOCK_REALTIME ns
//   exe_flags                     Falco's bits: 1 writable by the task, 2 upper layer, 4 memfd, 8 lower layer
//   exe args env                  argv[0], the further arguments, the environment, each string with its NUL
//   uid gid                       effective ids (what Falco calls uid), in the initial user namespace
//   ruid rgid suid sgid fsuid fsgid                   the others
//   loginuid sessionid            all ones: not set
//   cap_inheritable cap_permitted cap_effective cap_bounding cap_ambient
//   fdlimit                       soft RLIMIT_NOFILE
//   cgroups cgroup_id             cgroups: "controller=path" strings, each with its NUL; id: of cgroup v2
//   ns_mnt ns_pid ns_net ns_user ns_uts ns_ipc ns_cgroup      inode numbers of the namespaces
//   vm_size vm_rss vm_swap        KiB
//   pgft_maj pgft_min             page faults of the thread
//   seccomp no_new_privs dumpable subreaper

inline constexpr uint8_t kFromReturn = 6;     // operand: the return value
inline constexpr uint8_t kNoOperand = 0xff;   // operand: none
inline constexpr uint8_t kFromMemory = 0x10;  // operand flag: the int behind argument N

// When the value is taken. Values ≥ 64 are never in the set.
enum class When : uint8_t {
  kAlways,
  kSucceeded,  // ?ok               ret is no error
  kIn,         // ?aN:1,2           argument N is one of `set`
  kNotIn,      // ?aN:!1,2          argument N is none of `set`
};

struct CaptureFrom {
  From op = From::kNowhere;
  uint8_t arg = kNoOperand;      // first operand
  uint8_t length = kNoOperand;   // second operand where the op has one
  uint8_t length2 = kNoOperand;  // third operand: tuple's length of the address in `length`
  uint16_t offset = 0;  // kUser*, kString: byte offset; kUserLong: index; kArgBits: shift; kConst: value
  std::string_view member = {};  // what stands behind the dot
  When when = When::kAlways;
  uint8_t when_arg = 0;
  uint64_t when_set = 0;  // bit N: value N
};

}  // namespace sysreel
