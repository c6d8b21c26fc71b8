#include "replayer/import/content_id.h"

#include <sodium.h>

namespace sysreel {

CaptureId content_id(std::span<const uint8_t> first) {
  CaptureId id{};
  crypto_generichash(id.data(), id.size(), first.data(), first.size(), nullptr, 0);
  return id;
}

}  // namespace sysreel
