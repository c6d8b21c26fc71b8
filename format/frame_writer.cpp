#include "format/frame_writer.h"

#include <zstd.h>

#include <cassert>
#include <new>

namespace sysreel {

FrameWriter::FrameWriter(ByteSink& sink, const CaptureId& capture, int zstd_level)
    : sink_(sink), capture_(capture), context_(ZSTD_createCCtx()) {
  if (context_ == nullptr) throw std::bad_alloc();
  set_level(zstd_level);
}

void FrameWriter::set_level(int zstd_level) {
  if (zstd_level == level_) return;
  // A context keeps the memory of the highest level that it was used with.
  if (zstd_level < level_) {
    ZSTD_freeCCtx(static_cast<ZSTD_CCtx*>(context_));
    context_ = ZSTD_createCCtx();
    assert(context_ != nullptr);
  }
  level_ = zstd_level;
  ZSTD_CCtx_setParameter(static_cast<ZSTD_CCtx*>(context_), ZSTD_c_compressionLevel, zstd_level);
}

FrameWriter::~FrameWriter() {
  ZSTD_freeCCtx(static_cast<ZSTD_CCtx*>(context_));
}

Status FrameWriter::put(std::span<const uint8_t> bytes) {
  if (!failure_.ok()) return failure_;
  failure_ = sink_.write(bytes);
  if (!failure_.ok()) return failure_;
  sha256_.add(bytes);
  offset_ += bytes.size();
  return {};
}

Status FrameWriter::compress_piece(std::span<const uint8_t> bytes) {
  const size_t begin = payload_.size();
  payload_.resize(begin + ZSTD_compressBound(bytes.size()));
  const size_t stored = ZSTD_compress2(static_cast<ZSTD_CCtx*>(context_), payload_.data() + begin,
                                       payload_.size() - begin, bytes.data(), bytes.size());
  if (ZSTD_isError(stored) != 0) return Error{ErrorCode::kSystem, ZSTD_getErrorName(stored)};
  payload_.resize(begin + stored);
  return {};
}

Status FrameWriter::compress(const SectionBytes& section, FrameHeader& header) {
  if (section.bytes.size() > kMaxSectionRaw)
    return Error{ErrorCode::kLimit, "a section of " + std::to_string(section.bytes.size()) +
                                        " bytes is larger than the limit of 48 MiB"};
  const size_t begin = payload_.size();
  if (section.seam != 0) SYSREEL_RETURN_IF_ERROR(compress_piece(section.bytes.first(section.seam)));
  SYSREEL_RETURN_IF_ERROR(compress_piece(section.bytes.subspan(section.seam)));
  const size_t stored = payload_.size() - begin;
  assert(stored <= kMaxSectionStored);
  header.sections.push_back({section.kind, static_cast<uint32_t>(stored),
                             static_cast<uint32_t>(section.bytes.size()),
                             checksum_of(std::span(payload_).subspan(begin))});
  return {};
}

Status FrameWriter::write(FrameHeader header, std::span<const SectionBytes> sections) {
  header.capture = capture_;
  header.sequence = sequence_;
  header.previous_hash = previous_;
  header.sections.clear();
  payload_.clear();
  for (const SectionBytes& section : sections)
    if (!section.bytes.empty()) SYSREEL_RETURN_IF_ERROR(compress(section, header));
  header.payload_hash = hash_of(payload_);

  head_.clear();
  append_frame_header(head_, header);
  const Hash hash = hash_of(head_);
  // One write, so that a crash tears at most this frame.
  head_.insert(head_.end(), payload_.begin(), payload_.end());
  SYSREEL_RETURN_IF_ERROR(put(head_));
  previous_ = hash;
  ++sequence_;
  return {};
}

Status FrameWriter::write_trailer(uint64_t footer_offset) {
  head_.clear();
  append_trailer(head_, capture_, footer_offset);
  return put(head_);
}

}  // namespace sysreel
