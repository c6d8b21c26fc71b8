#include "format/capture_header.h"

#include <sodium.h>

#include "format/hex.h"

namespace sysreel {

std::string to_hex(const CaptureId& id) {
  return hex_of(id);
}

CaptureId random_capture_id() {
  [[maybe_unused]] static const int kInitialised = sodium_init();
  CaptureId id;
  randombytes_buf(id.data(), id.size());
  return id;
}

}  // namespace sysreel
