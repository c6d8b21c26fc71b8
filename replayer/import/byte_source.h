// ByteSource: where an imported file's bytes come from, read once and forwards: a file, standard input,
// memory, or a decompressor over another source.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "base/result.h"

namespace sysreel {

class ByteSource {
 public:
  virtual ~ByteSource() = default;
  // Fills `out` from its start and says how much; 0 only at the end (or for an empty `out`). An Error means
  // that nothing more can be read; what came before it is good.
  virtual Result<size_t> read(std::span<uint8_t> out) = 0;
};

// "-" is standard input.
Result<std::unique_ptr<ByteSource>> open_byte_source(const std::string& path);
// `bytes` must outlive the source.
std::unique_ptr<ByteSource> memory_source(std::span<const uint8_t> bytes);
// `first`, then all of `rest`: gives bytes back that were read to look at them.
std::unique_ptr<ByteSource> chained_source(std::vector<uint8_t> first, std::unique_ptr<ByteSource> rest);

// Reads until `out` is full or the source ends.
Result<size_t> read_fully(ByteSource& source, std::span<uint8_t> out);

}  // namespace sysreel
