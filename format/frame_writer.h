// FrameWriter: compresses the sections of a payload, puts the frame header before them and hands both to the
// sink. Keeps what makes a capture one: its id, the sequence, the chain of hashes, the hash of all bytes.
//
// One thread. After the first failure of the sink every later call returns the same error.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "base/result.h"
#include "format/byte_sink.h"
#include "format/frame_header.h"
#include "format/sha256.h"

namespace sysreel {

struct SectionBytes {
  SectionKind kind = SectionKind::kCore;
  std::span<const uint8_t> bytes;
  size_t seam = 0;  // where it is cut, to be packed in two pieces; 0: in one
};

class FrameWriter {
 public:
  FrameWriter(ByteSink& sink, const CaptureId& capture, int zstd_level);  // sink must outlive this
  ~FrameWriter();

  void set_level(int zstd_level);  // of the frames to come

  // Fills in the fields of `header` that belong to the chain. An empty section is left out. kLimit when a
  // section is larger than readers accept; the capture stays usable then.
  Status write(FrameHeader header, std::span<const SectionBytes> sections);
  Status write_trailer(uint64_t footer_offset);

  uint64_t offset() const { return offset_; }  // bytes written
  uint64_t sequence() const { return sequence_; }
  const Hash& last_hash() const { return previous_; }  // of the last frame's header
  std::string sha256() const { return sha256_.hex(); }

 private:
  Status compress(const SectionBytes& section, FrameHeader& header);
  Status compress_piece(std::span<const uint8_t> bytes);
  Status put(std::span<const uint8_t> bytes);

  ByteSink& sink_;
  CaptureId capture_;
  void* context_;  // ZSTD_CCtx
  int level_ = 0;
  Sha256 sha256_;
  std::vector<uint8_t> payload_;
  std::vector<uint8_t> head_;
  Hash previous_{};
  uint64_t offset_ = 0;
  uint64_t sequence_ = 0;
  Status failure_;
};

}  // namespace sysreel
