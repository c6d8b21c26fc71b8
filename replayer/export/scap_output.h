// Blocks of a .scap file on their way into a sink. What scap_format.h names is read back by the importer.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "base/byte_writer.h"
#include "format/byte_sink.h"

namespace sysreel {

class ScapOutput {
 public:
  static constexpr size_t kFlushBytes = 1U << 20;

  explicit ScapOutput(ByteSink& sink) : sink_(sink), writer_(bytes_) {}  // the sink outlives it

  // Between begin and end the body is written through out().
  void begin_block(uint32_t type);
  void end_block();
  ByteWriter& out() { return writer_; }
  size_t block_bytes() const { return bytes_.size() - start_; }  // of the open block
  // A number whose value is known later: patch() it at the place that here() gave.
  size_t here() const { return bytes_.size(); }
  void patch32(size_t place, uint32_t value);

  // To the sink when enough has come together.
  Status flush_if_full();
  Status flush();

 private:
  ByteSink& sink_;
  std::vector<uint8_t> bytes_;
  ByteWriter writer_;
  size_t start_ = 0;
};

}  // namespace sysreel
