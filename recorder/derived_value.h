// Values of a call that follow from its registers: the BPF programs hand over the registers, the recorder
// works out the rest. One decision for both: what is derived here has no operation there.
#pragma once

#include <array>
#include <cstdint>
#include <optional>

#include "bpf/event_abi.h"
#include "format/catalogue/event_kind.h"

namespace sysreel {

// Recorded where a system call ends: it has a number on some machine.
bool is_call(const EventKind& kind);

// Of a kind that is_call(). `snaplen`: without any, nothing of a buffer is read either.
bool is_derived(const Param& param, uint32_t snaplen);

// How many of the call's arguments a derived value follows from.
int arguments_of(const CaptureFrom& from);

struct CallRegisters {
  std::array<uint64_t, REEL_CALL_ARGS> args{};
  int count = 0;  // of args; a successful exec has none
  int64_t result = 0;
  uint16_t number = 0;
  bool compat = false;  // a 32-bit call
};

struct DerivedValue {
  uint64_t number = 0;
  bool truncated = false;  // of a buffer that is not recorded
};

// Nothing: the value is missing.
std::optional<DerivedValue> derive(const CaptureFrom& from, const CallRegisters& call);

}  // namespace sysreel
