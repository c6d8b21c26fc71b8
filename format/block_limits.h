// What a block may hold at most, on write and on read. A reader meets these before it allocates, so that a
// hostile capture of a few hundred bytes cannot ask for gigabytes.
#pragma once

#include <cstdint>

namespace sysreel {

inline constexpr uint32_t kMaxBlockEvents = 1U << 18;
inline constexpr uint64_t kMaxBlockValues = 1U << 23;  // rows × parameters, summed over the kinds
inline constexpr uint32_t kMaxBlockStrings = 1U << 20;
inline constexpr uint32_t kMaxKinds = 4096;  // rows of a catalogue
inline constexpr uint32_t kMaxParams = 64;   // of one kind
inline constexpr uint32_t kMaxNameBytes = 255;

}  // namespace sysreel
