// The processor that this recorder is built for, and so records.
#pragma once

#include "format/catalogue/arch.h"

namespace sysreel {

#if defined(__aarch64__)
inline constexpr Arch kNativeArch = Arch::kArm64;
#else
inline constexpr Arch kNativeArch = Arch::kX86_64;
#endif

}  // namespace sysreel
