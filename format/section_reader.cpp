#include "format/section_reader.h"

#include <zstd.h>

#include <cassert>
#include <new>
#include <string>

namespace sysreel {

SectionReader::SectionReader() : context_(ZSTD_createDCtx()) {
  if (context_ == nullptr) throw std::bad_alloc();
}

SectionReader::~SectionReader() {
  ZSTD_freeDCtx(static_cast<ZSTD_DCtx*>(context_));
}

Result<std::span<const uint8_t>> SectionReader::read(std::span<const uint8_t> payload,
                                                     const FrameHeader& header, SectionKind kind,
                                                     RawVector<uint8_t>& raw) {
  assert(payload.size() == header.payload_size());
  size_t offset = 0;
  for (const SectionEntry& section : header.sections) {
    const auto stored = payload.subspan(offset, section.stored);
    offset += section.stored;
    if (section.kind != kind) continue;
    if (checksum_of(stored) != section.checksum)
      return Error{ErrorCode::kCorrupt, "the checksum of a payload does not match"};
    if (raw.size() < section.raw) {
      raw.clear();
      raw.resize(section.raw);
    }
    const size_t got = ZSTD_decompressDCtx(static_cast<ZSTD_DCtx*>(context_), raw.data(), section.raw,
                                           stored.data(), stored.size());
    if (ZSTD_isError(got) != 0 || got != section.raw)
      return Error{ErrorCode::kCorrupt, std::string("a payload cannot be decompressed: ") +
                                            (ZSTD_isError(got) != 0 ? ZSTD_getErrorName(got) : "wrong size")};
    return std::span<const uint8_t>(raw.data(), got);
  }
  return std::span<const uint8_t>();
}

}  // namespace sysreel
