// The processor architectures whose system calls we know. Written into captures: only append.
#pragma once

#include <cstdint>

namespace sysreel {

enum class Arch : uint8_t { kX86_64 = 0, kI386 = 1, kArm64 = 2 };
inline constexpr int kArchCount = 3;

}  // namespace sysreel
