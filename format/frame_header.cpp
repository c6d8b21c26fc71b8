#include "format/frame_header.h"

#include <sodium.h>
#include <xxhash.h>

#include <algorithm>
#include <cassert>

#include "base/byte_reader.h"
#include "base/byte_writer.h"
#include "format/hex.h"

namespace sysreel {
namespace {

// zstd ignores frames with magics 0x184D2A50 … 0x184D2A5F; these two are ours.
constexpr uint32_t kHeaderMagic = 0x184d2a5c;
constexpr uint32_t kTrailerMagic = 0x184d2a5d;
constexpr std::array<uint8_t, 8> kTrailerMarker = {0x89, 'r', 'e', 'e', 'l', 'e', 'n', 'd'};
constexpr uint8_t kVersion = 1;
constexpr uint8_t kCodecZstd = 1;
constexpr size_t kSkippablePrefix = 8;

SectionEntry read_section(ByteReader& in) {
  SectionEntry entry;
  entry.kind = static_cast<SectionKind>(in.u8());
  const uint8_t codec = in.u8();
  in.u16();
  entry.stored = in.u32();
  entry.raw = in.u32();
  entry.checksum = in.u64();
  // An unknown way of compressing makes a section of no known kind: readers pass it over.
  if (codec != kCodecZstd) entry.kind = static_cast<SectionKind>(0xff);
  return entry;
}

template <size_t kSize>
void read_array(ByteReader& in, std::array<uint8_t, kSize>& to) {
  const auto bytes = in.bytes(kSize);
  if (in.ok()) std::copy(bytes.begin(), bytes.end(), to.begin());
}

FrameHeader read_fields(ByteReader& in, uint8_t sections) {
  FrameHeader header;
  header.sequence = in.u64();
  header.first_time = in.u64();
  header.last_time = in.u64();
  header.events = in.u64();
  header.first_number = in.u64();
  header.lost = in.u64();
  header.raw_bytes = in.u64();
  in.u64();  // reserved
  read_array(in, header.payload_hash);
  read_array(in, header.previous_hash);
  for (unsigned i = 0; i < sections; ++i) header.sections.push_back(read_section(in));
  return header;
}

}  // namespace

uint64_t FrameHeader::payload_size() const {
  uint64_t size = 0;
  for (const SectionEntry& entry : sections) size += entry.stored;
  return size;
}

const SectionEntry* FrameHeader::section(SectionKind wanted) const {
  for (const SectionEntry& entry : sections)
    if (entry.kind == wanted) return &entry;
  return nullptr;
}

Hash hash_of(std::span<const uint8_t> bytes) {
  [[maybe_unused]] static const int kInitialised = sodium_init();  // chooses the fastest code for this CPU
  Hash hash;
  crypto_generichash(hash.data(), hash.size(), bytes.data(), bytes.size(), nullptr, 0);
  return hash;
}

uint64_t checksum_of(std::span<const uint8_t> bytes) {
  return XXH64(bytes.data(), bytes.size(), 0);
}

void append_frame_header(std::vector<uint8_t>& out, const FrameHeader& header) {
  assert(header.sections.size() <= kMaxSections);
  const size_t begin = out.size();
  const size_t size = kMinFrameHeader + header.sections.size() * kSectionEntrySize;
  ByteWriter writer(out);
  writer.u32(kHeaderMagic);
  writer.u32(static_cast<uint32_t>(size - kSkippablePrefix));
  writer.bytes(kMarker);
  writer.bytes(header.capture);
  writer.u8(kVersion);
  writer.u8(static_cast<uint8_t>(header.kind));
  writer.u8(header.source);
  writer.u8(static_cast<uint8_t>(header.sections.size()));
  writer.u8(header.snapshot.kind);
  writer.u8(header.snapshot.place);
  writer.u16(0);  // reserved
  writer.u64(header.sequence);
  writer.u64(header.first_time);
  writer.u64(header.last_time);
  writer.u64(header.events);
  writer.u64(header.first_number);
  writer.u64(header.lost);
  writer.u64(header.raw_bytes);
  writer.u64(0);  // reserved
  writer.bytes(header.payload_hash);
  writer.bytes(header.previous_hash);
  for (const SectionEntry& entry : header.sections) {
    writer.u8(static_cast<uint8_t>(entry.kind));
    writer.u8(kCodecZstd);
    writer.u16(0);
    writer.u32(entry.stored);
    writer.u32(entry.raw);
    writer.u64(entry.checksum);
  }
  writer.u64(checksum_of(std::span(out).subspan(begin)));
  assert(out.size() - begin == size);
}

bool is_signed(const FrameHeader& footer) {
  const SectionEntry* signature = footer.section(SectionKind::kSignature);
  return signature != nullptr && signature->raw != 0;
}

std::string final_hash_of(const FrameHeader& footer) {
  std::vector<uint8_t> bytes;
  append_frame_header(bytes, footer);
  return hex_of(hash_of(bytes));
}

std::optional<size_t> frame_header_size(std::span<const uint8_t> bytes) {
  ByteReader in(bytes);
  const uint32_t magic = in.u32();
  const size_t size = size_t{in.u32()} + kSkippablePrefix;
  const auto marker = in.bytes(kMarker.size());
  if (!in.ok() || magic != kHeaderMagic || !std::equal(marker.begin(), marker.end(), kMarker.begin()))
    return std::nullopt;
  if (size < kMinFrameHeader || size > kMaxFrameHeader) return std::nullopt;
  return size;
}

Result<FrameHeader> parse_frame_header(std::span<const uint8_t> bytes) {
  const std::optional<size_t> size = frame_header_size(bytes);
  if (!size) return Error{ErrorCode::kCorrupt, "no frame header"};
  if (bytes.size() < *size) return Error{ErrorCode::kTruncated, "the frame header is cut short"};
  bytes = bytes.first(*size);
  ByteReader checksum(bytes.last(8));
  if (checksum.u64() != checksum_of(bytes.first(*size - 8)))
    return Error{ErrorCode::kCorrupt, "the checksum of a frame header does not match"};

  ByteReader in(bytes.subspan(kMarkerOffset + kMarker.size()));
  CaptureId capture;
  read_array(in, capture);
  const uint8_t version = in.u8();
  if (version != kVersion)
    return Error{ErrorCode::kUnsupported, "frame header version " + std::to_string(version)};
  const auto kind = static_cast<FrameKind>(in.u8());
  const uint8_t source = in.u8();
  const uint8_t sections = in.u8();
  SnapshotMark snapshot;
  snapshot.kind = in.u8();
  snapshot.place = in.u8();
  in.u16();  // reserved
  if (*size != kMinFrameHeader + sections * kSectionEntrySize)
    return Error{ErrorCode::kCorrupt, "the section table does not fit the frame header"};
  FrameHeader header = read_fields(in, sections);
  header.capture = capture;
  header.kind = kind;
  header.source = source;
  header.snapshot = snapshot;
  for (const SectionEntry& entry : header.sections)
    if (entry.stored > kMaxSectionStored || entry.raw > kMaxSectionRaw)
      return Error{ErrorCode::kLimit, "a section is larger than the limit of 48 MiB"};
  assert(in.ok());
  return header;
}

void append_trailer(std::vector<uint8_t>& out, const CaptureId& capture, uint64_t footer_offset) {
  const size_t begin = out.size();
  ByteWriter writer(out);
  writer.u32(kTrailerMagic);
  writer.u32(kTrailerSize - kSkippablePrefix);
  writer.bytes(kTrailerMarker);
  writer.bytes(capture);
  writer.u64(footer_offset);
  writer.u64(checksum_of(std::span(out).subspan(begin)));
}

std::optional<uint64_t> parse_trailer(std::span<const uint8_t> bytes, const CaptureId& capture) {
  if (bytes.size() != kTrailerSize) return std::nullopt;
  std::vector<uint8_t> expected;
  ByteReader in(bytes.subspan(kTrailerSize - 16));
  const uint64_t offset = in.u64();
  append_trailer(expected, capture, offset);
  if (!std::equal(bytes.begin(), bytes.end(), expected.begin())) return std::nullopt;
  return offset;
}

}  // namespace sysreel
