// The id of a foreign capture: a hash of the file's first bytes as they are stored, so that it does not
// depend on how the file is read.
#pragma once

#include <cstdint>
#include <span>

#include "format/capture_header.h"

namespace sysreel {

// How many of the first bytes count.
inline constexpr size_t kContentIdBytes = 1U << 20;

CaptureId content_id(std::span<const uint8_t> first);

}  // namespace sysreel
