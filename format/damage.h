// Damage: bytes of a capture that could not be used, and why.
#pragma once

#include <cstdint>
#include <string>

namespace sysreel {

struct Damage {
  uint64_t from = 0;  // byte range of the file
  uint64_t to = 0;
  std::string reason;
  bool altered = false;  // sound bytes that do not belong there: no accident of a disk
};

}  // namespace sysreel
