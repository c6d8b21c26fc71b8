// Single bits and numbers that change state, in both number spaces in which a block may hold them. Their
// names and full conversion are the catalogue's business.
#pragma once

#include <cstdint>

#include "format/event_block.h"

namespace sysreel {

struct DualNumber {
  int64_t kernel;
  int64_t portable;
  int64_t in(NumberSpace space) const { return space == NumberSpace::kKernel ? kernel : portable; }
};

inline bool has_bit(const EventBlock& block, int64_t flags, DualNumber bit) {
  return (flags & bit.in(block.numbers)) != 0;
}
inline bool is_number(const EventBlock& block, int64_t value, DualNumber number) {
  return value == number.in(block.numbers);
}

inline constexpr DualNumber kOpenDirectory{0x10000, 1 << 10};
inline constexpr DualNumber kOpenDirectoryArm{0x4000, 1 << 10};
inline constexpr DualNumber kOpenCloexec{0x80000, 1 << 12};
inline constexpr DualNumber kEpollCloexec{0x80000, 1 << 0};
inline constexpr DualNumber kMemfdCloexec{1, 1};
inline constexpr DualNumber kCloseRangeCloexec{1 << 2, 1 << 2};

inline constexpr DualNumber kCloneFiles{0x400, 1 << 0};
inline constexpr DualNumber kCloneFs{0x200, 1 << 1};
inline constexpr DualNumber kCloneNewpid{0x20000000, 1 << 6};
inline constexpr DualNumber kCloneParent{0x8000, 1 << 8};
inline constexpr DualNumber kCloneThread{0x10000, 1 << 13};
inline constexpr DualNumber kCloneNewuser{0x10000000, 1 << 20};
inline constexpr DualNumber kCloneVfork{0x4000, 1 << 27};
// Falco's own: the child lives in a pid namespace. The kernel has no such bit.
inline constexpr DualNumber kCloneChildInPidns{0, 1 << 29};

inline constexpr DualNumber kFcntlDupfd{0, 1};
inline constexpr DualNumber kFcntlSetfd{2, 3};
inline constexpr DualNumber kFcntlDupfdCloexec{1030, 26};

}  // namespace sysreel
