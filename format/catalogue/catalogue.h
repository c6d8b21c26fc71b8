// The event catalogue: an event kind is a row of data (DESIGN §3). Everything that knows kinds is driven by
// it: the descriptors that the BPF program follows, the columns of a block, the importers, evt.arg.*, dump,
// the documentation.
//
// Rows live in rows_*.cpp as text, grouped by subject. The first line of a row names it, its parameters
// follow indented:
//
//   openat 257,295,56 file creates_fd,state,security
//     fd:FD=ret dirfd:FD=a0 name:FSRELPATH=str(a1) flags:FLAGS32:open_flags=a2 mode:UINT32.o=openmode(a2,a3)
//     ... +path:FSPATH=file(ret).path
//
// Columns: name; system-call numbers on x86-64, i386 and arm64 ("-": none; "23+213": several native calls
// that are this kind, the usual one first); category; flags, comma-separated, "-" for none. A system call
// (any number given) gets kSyscall by itself. A parameter is
//
//   [~][+]name:TYPE[.format][:flag_domain][=from[?condition]]
//
//   ~  stored in the section that only people read (Section::kRest)
//   +  ours, not Falco's: kept out of evt.args and of evt.arg by index
//   .  x, o, d: printed hexadecimal, octal, decimal, where that is not the type's default
//   =  where the recorder takes it (capture_from.h); without it only importers fill it
//   ?  when it is taken: ?ok (the call did not fail), ?a0:15,16 (argument is one of these), ?a0:!15 (none)
//
// The text is parsed once at start-up; a malformed row is our bug and asserts (catalogue_test.cpp loads them
// all).
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "format/catalogue/event_kind.h"

namespace sysreel {

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
  // Appends a parameter that only a capture's row of this kind has. The text is copied.
  void add_param(KindId kind, const Param& param);
  Catalogue();  // the built-in rows

 private:
  void add(EventKind kind);

  std::vector<EventKind> kinds_;
  std::vector<std::pair<std::string_view, KindId>> by_name_;  // sorted
  std::vector<KindId> by_number_[kArchCount];
  std::vector<std::shared_ptr<const std::string>>
      owned_;  // texts of foreign kinds, shared by copies of the catalogue
};

}  // namespace sysreel
