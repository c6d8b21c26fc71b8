// SectionReader: a section's stored bytes, checked and decompressed.
//
// Holds only memory that is reused; use one per thread.
#pragma once

#include <cstdint>
#include <span>

#include "base/raw_vector.h"
#include "base/result.h"
#include "format/frame_header.h"

namespace sysreel {

class SectionReader {
 public:
  SectionReader();
  ~SectionReader();
  SectionReader(const SectionReader&) = delete;
  SectionReader& operator=(const SectionReader&) = delete;

  // `payload`: the frame's whole payload. An empty view when the frame has no such section. kCorrupt when the
  // checksum or the compressed bytes are wrong. The view lives until the next call.
  Result<std::span<const uint8_t>> read(std::span<const uint8_t> payload, const FrameHeader& header,
                                        SectionKind kind) {
    return read(payload, header, kind, raw_);
  }
  // The same into memory of the caller's, which grows as needed.
  Result<std::span<const uint8_t>> read(std::span<const uint8_t> payload, const FrameHeader& header,
                                        SectionKind kind, RawVector<uint8_t>& raw);

 private:
  void* context_;  // ZSTD_DCtx
  RawVector<uint8_t> raw_;
};

}  // namespace sysreel
