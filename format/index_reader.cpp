#include "format/index_reader.h"

#include <algorithm>
#include <utility>

#include "format/byte_input.h"
#include "format/payload_codec.h"
#include "format/section_reader.h"

namespace sysreel {
namespace {

using MaybeParts = std::optional<IndexedParts>;

constexpr uint64_t kLargestFrame = kMaxFrameHeader + kMaxSections * uint64_t{kMaxSectionStored};

class IndexReader {
 public:
  IndexReader(ByteInput& input, const CaptureId& capture) : input_(input), capture_(capture) {}

  Result<MaybeParts> read(const ScannedFrame& header);

 private:
  // The frame from `from` to `to`, if a sound one of the kind fills that space; its core is in core_.
  Result<std::optional<FrameHeader>> frame(uint64_t from, uint64_t to, FrameKind kind);
  MaybeParts listed(const std::vector<IndexEntry>& entries, const ScannedFrame& header, uint64_t end) const;

  ByteInput& input_;
  const CaptureId& capture_;
  SectionReader sections_;
  std::span<const uint8_t> core_;
};

Result<std::optional<FrameHeader>> IndexReader::frame(uint64_t from, uint64_t to, FrameKind kind) {
  if (from >= to || to - from > kLargestFrame) return std::optional<FrameHeader>();
  const auto bytes = input_.at(from, static_cast<size_t>(to - from));
  if (!bytes) return bytes.error();
  Result<FrameHeader> header = parse_frame_header(*bytes);
  if (!header || header->kind != kind || header->capture != capture_) return std::optional<FrameHeader>();
  const size_t head = kMinFrameHeader + header->sections.size() * kSectionEntrySize;
  if (bytes->size() != head + header->payload_size()) return std::optional<FrameHeader>();
  const auto core = sections_.read(bytes->subspan(head), *header, SectionKind::kCore);
  if (!core) return std::optional<FrameHeader>();
  core_ = *core;
  return std::optional<FrameHeader>(std::move(*header));
}

// The entries must follow each other without a gap from the header to the index, so that no byte is left out.
MaybeParts IndexReader::listed(const std::vector<IndexEntry>& entries, const ScannedFrame& header,
                               uint64_t end) const {
  if (entries.empty() || entries.front().kind != FrameKind::kHeader ||
      entries.front().offset != header.offset)
    return std::nullopt;
  IndexedParts indexed;
  uint64_t position = header.offset;
  uint64_t blocks = 0;
  for (size_t i = 0; i < entries.size(); ++i) {
    const IndexEntry& entry = entries[i];
    if (entry.offset != position || entry.size < kMinFrameHeader || entry.size > kLargestFrame ||
        entry.size > end - position || entry.sequence != i || (i > 0 && entry.kind == FrameKind::kHeader))
      return std::nullopt;
    position += entry.size;
    if (i == 0) continue;
    PartEntry part;
    part.offset = entry.offset;
    part.end = position;
    part.kind = entry.kind;
    part.source = entry.source;
    part.sequence = entry.sequence;
    part.first_time = entry.first_time;
    part.last_time = entry.last_time;
    part.snapshot = entry.snapshot;
    if (entry.kind == FrameKind::kBlock) part.block_number = ++blocks;
    indexed.parts.push_back(part);
  }
  if (position != end || entries.front().size != header.end - header.offset) return std::nullopt;
  return indexed;
}

Result<MaybeParts> IndexReader::read(const ScannedFrame& header) {
  const auto size = input_.size();
  if (!size) return size.error();
  if (header.offset != 0 || *size < header.end + kTrailerSize) return MaybeParts();
  const uint64_t trailer_at = *size - kTrailerSize;
  const auto trailer = input_.at(trailer_at, kTrailerSize);
  if (!trailer) return trailer.error();
  const auto footer_at = parse_trailer(*trailer, capture_);
  if (!footer_at) return MaybeParts();
  const auto footer_frame = frame(*footer_at, trailer_at, FrameKind::kFooter);
  if (!footer_frame) return footer_frame.error();
  if (!*footer_frame) return MaybeParts();
  Result<CaptureFooter> footer = decode_footer(core_);
  if (!footer) return MaybeParts();
  footer->final_hash = final_hash_of(**footer_frame);
  footer->has_signature = is_signed(**footer_frame);
  const auto index_frame = frame(footer->index_offset, *footer_at, FrameKind::kIndex);
  if (!index_frame) return index_frame.error();
  if (!*index_frame || (*index_frame)->sequence + 1 != (*footer_frame)->sequence) return MaybeParts();
  const auto entries = decode_index(core_);
  if (!entries || entries->size() != (*index_frame)->sequence) return MaybeParts();
  MaybeParts parts = listed(*entries, header, footer->index_offset);
  if (parts) parts->footer = std::move(*footer);
  return parts;
}

}  // namespace

Result<std::optional<IndexedParts>> read_index(ByteInput& input, const ScannedFrame& header) {
  return IndexReader(input, header.header.capture).read(header);
}

}  // namespace sysreel
