// The event catalogue: an event kind is a row of data (DESIGN §3). Everything that knows kinds is driven by
// it: the descriptors that the BPF program follows, the columns of a block, the importers, evt.arg.*, dump,
// the documentation.
//
// Rows live in rows_*.cpp, one line of text each:
//
//   {"openat", {257, 295, 56}, Category::kFile, kCreatesFd | kModifiesState | kSyscall,
//    "fd:FD=ret dirfd:FD=a0 name:FSRELPATH=str(a1) flags:FLAGS32:open_flags=a2 mode:UINT32=open_mode(a3)
//    ..."},
//
// A parameter is  [~][+]name:TYPE[:flag_domain][=from].
//   ~  stored in the section that only people read (Section::kRest)
//   +  ours, not Falco's: kept out of evt.args and of evt.arg by index
//   =  where the recorder takes it (CaptureFrom); without it only importers fill it
// The text is parsed once at start-up; a malformed row is our bug and asserts (catalogue_test.cpp loads them
// all).
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "format/catalogue/param_type.h"

namespace sysreel {

// Dense number of a kind within one Catalogue. Never stored in a file: captures carry rows and match them by
// name.
using KindId = uint16_t;
inline constexpr KindId kNoKind = 0xffff;

enum class Arch : uint8_t { kX86_64 = 0, kI386 = 1, kArm64 = 2 };
inline constexpr int kArchCount = 3;

// Falco's categories (evt.category prints the lower-case word), plus ours for snapshot rows.
enum class Category : uint8_t {
  kUnknown,
  kOther,
  kFile,
  kNet,
  kIpc,
  kWait,
  kSignal,
  kSleep,
  kTime,
  kProcess,
  kScheduler,
  kMemory,
  kUser,
  kSystem,
  kIoRead,
  kIoWrite,
  kIoOther,
  kInternal,
  kSnapshot,
};

// What a kind does; Falco's EF_* and our own.
enum KindFlag : uint32_t {
  kCreatesFd = 1U << 0,
  kDestroysFd = 1U << 1,
  kUsesFd = 1U << 2,
  kReadsFromFd = 1U << 3,
  kWritesToFd = 1U << 4,
  kModifiesState = 1U << 5,
  kWaits = 1U << 6,
  kSyscall = 1U << 7,       // the exit of a system call
  kGeneric = 1U << 8,       // a system call without parameters of its own (ID, nativeID)
  kEnterCoded = 1U << 9,    // evt.dir is ">": procexit, signaldeliver …
  kMeta = 1U << 10,         // not something that happened on the host: container, useradded …
  kSecurity = 1U << 11,     // in the recorder's security profile
  kSnapshotRow = 1U << 12,  // a row of a snapshot, not an event
};

// Which numbers a flags or enum parameter is made of. Blocks recorded by us hold the kernel's own numbers,
// imported .scap blocks hold Falco's portable ones (NumberSpace in event_block.h); flags.h converts and names
// both.
enum class FlagDomain : uint8_t;

// Where the recorder takes a parameter from. One opcode per way of reading; operands are system-call argument
// numbers 0..5 or kFromReturn.
enum class From : uint8_t {
  kNowhere = 0,
  kReturn,       // ret
  kArg,          // aN
  kString,       // str(aN)            user string
  kBytes,        // buf(aN,aM|ret)     user bytes, length from M
  kIoVector,     // iov(aN,aM)         bytes behind an iovec array of aM entries
  kMessage,      // msg(aN)            bytes behind a msghdr
  kMessageSize,  // msgsize(aN)
  kControl,      // msgcontrol(aN)
  kSockAddr,     // sockaddr(aN,aM)    packed socket address
  kTuple,        // tuple(aN|ret[,aM])  socket tuple of a descriptor; aM: user address it may name
  kUser32,       // u32(aN,offset) i32(aN,offset)   number in user memory
  kUser64,       // u64(aN,offset)
  kUser16,       // u16(aN,offset)
  kUser8,        // u8(aN,offset)
  kFile,         // file(aN|ret).X     X of the open file behind a descriptor: dev ino path mode flags overlay
  kTask,         // task.X             X of the current task
  kChild,        // child.X            X of the task just created
  kExec,         // exec.X             X of the new program image
  kExit,         // exit.X
  kSignal,       // signal.X
  kSyscallNumber,  // nr              native number
  kSyscallId,      // id                 Falco's portable system-call id
  kSocketOption,   // sockopt(aN,aM)  DYN value
  kConst,          // const(N)
};
inline constexpr uint8_t kFromReturn = 6;

struct CaptureFrom {
  From op = From::kNowhere;
  uint8_t arg = 0;               // operand: argument number or kFromReturn
  uint8_t length = 0;            // second operand where the op has one
  uint16_t offset = 0;           // kUser*: byte offset; kConst: the value
  std::string_view member = {};  // kFile, kTask, kChild, kExec, kExit, kSignal: X
};

enum class Section : uint8_t { kCore = 0, kTime = 1, kRest = 2 };

struct Param {
  std::string_view name;
  ParamType type = ParamType::kNone;
  FlagDomain domain{};
  Section section = Section::kCore;
  bool ours = false;  // not one of Falco's parameters
  CaptureFrom from = {};
};

struct EventKind {
  KindId id = kNoKind;
  std::string_view name;                       // as rules know it
  int32_t numbers[kArchCount] = {-1, -1, -1};  // system-call number by Arch, -1: none
  Category category = Category::kUnknown;
  uint32_t flags = 0;         // KindFlag
  std::vector<Param> params;  // Falco's first and in Falco's order, then ours

  bool has(KindFlag flag) const { return (flags & flag) != 0; }
  // Index of a parameter, -1 if there is none of that name.
  int param_index(std::string_view param_name) const;
  size_t falco_params() const;  // how many are not ours
};

// Immutable after construction. The built-in one holds views into static row text; a Catalogue read from a
// capture owns its names (see format/capture_catalogue).
class Catalogue {
 public:
  static const Catalogue& builtin();

  std::span<const EventKind> kinds() const { return kinds_; }
  const EventKind& kind(KindId id) const { return kinds_[id]; }
  size_t size() const { return kinds_.size(); }
  KindId find(std::string_view name) const;            // kNoKind if unknown
  KindId by_syscall(Arch arch, int32_t number) const;  // kNoKind if unknown

  // Adds a kind that this build does not know, taken from a capture's header. The texts are copied.
  KindId add_foreign(const EventKind& kind);
  Catalogue();  // the built-in rows

 private:
  struct Lookup;
  std::vector<EventKind> kinds_;
  std::vector<std::pair<std::string_view, KindId>> by_name_;  // sorted
  std::vector<KindId> by_number_[kArchCount];
  std::vector<std::shared_ptr<const std::string>>
      owned_;  // texts of foreign kinds, shared by copies of the catalogue
};

}  // namespace sysreel
