// Reads through the compressions that captures of other tools come in: gzip (several members in a row), zstd
// and lz4 frames.
#pragma once

#include <cstdint>
#include <memory>
#include <span>

#include "replayer/import/byte_source.h"

namespace sysreel {

enum class Compression : uint8_t { kNone, kGzip, kZstd, kLz4 };

// By the first four bytes; fewer are enough when the content is shorter.
Compression compression_of(std::span<const uint8_t> first);

// What `compressed` holds. Memory is bounded by the format: a zstd window of at most 128 MiB,
// lz4 blocks of at most 4 MiB. Damage and an early end come as errors after the bytes before them.
std::unique_ptr<ByteSource> decompressed(Compression compression, std::unique_ptr<ByteSource> compressed);

}  // namespace sysreel
