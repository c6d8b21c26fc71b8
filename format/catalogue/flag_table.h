// The tables behind flags.h: the constants of each domain.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "format/catalogue/flag_domain.h"

namespace sysreel {

inline constexpr uint32_t kNoKernelNumber = 0xfffffffe;

struct FlagRow {
  std::string_view name;
  uint32_t portable = 0;
  uint32_t kernel = kNoKernelNumber;
  uint32_t kernel_arm64 = kNoKernelNumber;  // where it differs from x86
};

// How a kernel number becomes a portable one.
enum class FlagConversion : uint8_t {
  kIdentity,   // the same number
  kBits,       // each row whose kernel bits overlap the number gives its portable bits; others are dropped
  kEnum,       // the row whose kernel number it is, else `fallback`
  kOpen,       // kBits, but the access mode is an enum in the low two bits
  kFd,         // close-on-exec, non-blocking and direct only; none if the number is negative
  kFutex,      // the low seven bits are an enum, the others flags
  kMknod,      // permission bits, and a file type of which 0 means regular
  kPageFault,  // x86 error code: a clear bit has a name of its own
  kMount,      // identity, without the magic number of old callers
};

struct FlagTable {
  FlagConversion conversion = FlagConversion::kIdentity;
  std::span<const FlagRow> rows;  // in the order of printing
  uint32_t fallback = 0;          // kEnum
  uint32_t mask = 0xffffffff;     // kEnum: bits of the number that count
};

// kNone has an empty table.
const FlagTable& flag_table(FlagDomain domain);

}  // namespace sysreel
