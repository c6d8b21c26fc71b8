// EventKind: one row of the event catalogue, as data.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "format/catalogue/arch.h"
#include "format/catalogue/capture_from.h"
#include "format/catalogue/flag_domain.h"
#include "format/catalogue/param_type.h"

namespace sysreel {

// Dense number of a kind within one Catalogue. Never stored in a file: captures carry rows and match them by
// name.
using KindId = uint16_t;
inline constexpr KindId kNoKind = 0xffff;

// Falco's categories, plus ours for snapshot rows. Written into captures: never renumber, only append.
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

// What a kind does; Falco's EF_* and our own. Written into captures: never renumber, only append.
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
  kPlugin = 1U << 13,       // of a source that is a plugin in Falco: evt.type is "pluginevent"
  kGenericForm = 1U << 14,  // a call that has parameters of its own, as older Falco recorded it: without
};

// Names of kGenericForm kinds begin with it: the call's own name belongs to the kind with parameters.
inline constexpr std::string_view kGenericFormPrefix = "generic:";

// How a number is shown.
enum class NumberFormat : uint8_t { kDecimal, kHex, kOctal };

enum class Section : uint8_t { kCore = 0, kTime = 1, kRest = 2 };

struct Param {
  std::string_view name;
  ParamType type = ParamType::kNone;
  FlagDomain domain{};
  NumberFormat format = NumberFormat::kDecimal;
  Section section = Section::kCore;
  bool ours = false;  // not one of Falco's parameters
  CaptureFrom from = {};
};

// Bytes of a recorded number: the type's, but four where the parameter has a flag domain, since the kernel's
// numbers are larger than Falco's (fcntl's F_SETPIPE_SZ does not fit into ENUMFLAGS8). 0 for text.
int capture_width(const Param& param);

struct NativeNumber {
  Arch arch = Arch::kX86_64;
  int32_t number = -1;
};

struct EventKind {
  KindId id = kNoKind;
  std::string_view name;                       // as rules know it
  int32_t numbers[kArchCount] = {-1, -1, -1};  // system-call number by Arch, -1: none
  std::vector<NativeNumber> more_numbers;      // further native calls that are this kind
  Category category = Category::kUnknown;
  uint32_t flags = 0;         // KindFlag
  std::vector<Param> params;  // Falco's first and in Falco's order, then ours

  bool has(KindFlag flag) const { return (flags & flag) != 0; }
  // Index of a parameter, -1 if there is none of that name.
  int param_index(std::string_view param_name) const;
  size_t falco_params() const;  // how many are not ours
  // What evt.type says: the name, but for plugin sources and generic forms.
  std::string_view type_name() const {
    if (has(kGenericForm)) return name.substr(kGenericFormPrefix.size());
    return has(kPlugin) ? "pluginevent" : name;
  }
};

}  // namespace sysreel
