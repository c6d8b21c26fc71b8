#include "replayer/export/scap_output.h"

#include <cstring>

namespace sysreel {

void ScapOutput::begin_block(uint32_t type) {
  start_ = bytes_.size();
  writer_.u32(type);
  writer_.u32(0);
}

void ScapOutput::end_block() {
  while ((bytes_.size() - start_) % 4 != 0) writer_.u8(0);
  const auto total = static_cast<uint32_t>(bytes_.size() - start_ + 4);
  patch32(start_ + 4, total);
  writer_.u32(total);
}

void ScapOutput::patch32(size_t place, uint32_t value) {
  std::memcpy(bytes_.data() + place, &value, sizeof value);
}

Status ScapOutput::flush_if_full() {
  return bytes_.size() < kFlushBytes ? Status() : flush();
}

Status ScapOutput::flush() {
  Status status = sink_.write(bytes_);
  bytes_.clear();
  return status;
}

}  // namespace sysreel
