// The frame header: what stands before every payload, inside a zstd skippable frame (docs/format.md
// "Frames").
//
// It tells a reader whose payload follows, what it holds and how large it is, so that a reader can index,
// select and skip without decompressing. Its own checksum is verified before any length in it is believed.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "base/result.h"
#include "format/capture_header.h"

namespace sysreel {

using Hash = std::array<uint8_t, 32>;  // BLAKE2b-256

// Written to captures: append only.
enum class FrameKind : uint8_t {
  kHeader = 1,
  kBlock = 2,
  kSnapshot = 3,
  kLoss = 4,
  kIndex = 5,
  kFooter = 6,
  kWatermark = 7,
};

// What a Snapshot frame holds, as far as a reader needs it to choose where to begin; all 0: not said.
struct SnapshotMark {
  static constexpr uint8_t kFirstPart = 1;
  static constexpr uint8_t kLastPart = 2;
  static constexpr uint8_t kFresh = 4;  // what stands before it is of another recording

  uint8_t kind = 0;   // SnapshotKind
  uint8_t place = 0;  // bits
  bool operator==(const SnapshotMark&) const = default;
};

// What a section of a payload holds. Blocks and snapshots have up to three, the footer may have a signature,
// the others only kCore.
enum class SectionKind : uint8_t { kCore = 0, kTime = 1, kRest = 2, kSignature = 3 };

struct SectionEntry {
  SectionKind kind = SectionKind::kCore;
  uint32_t stored = 0;    // bytes of the zstd frame
  uint32_t raw = 0;       // bytes that it holds
  uint64_t checksum = 0;  // XXH64 of the zstd frame
};

struct FrameHeader {
  CaptureId capture{};
  FrameKind kind = FrameKind::kHeader;
  uint8_t source = 0;     // EventSource of a block, a snapshot, a loss report or a watermark, else 0
  SnapshotMark snapshot;  // of a snapshot
  uint64_t sequence = 0;  // 0 for the capture's header, then one more for each frame
  uint64_t first_time = 0;
  uint64_t last_time = 0;
  uint64_t events = 0;        // of a block; rows of a snapshot
  uint64_t first_number = 0;  // of a block
  uint64_t lost = 0;          // of a block: lost before its end; of a loss report: in its interval
  uint64_t raw_bytes = 0;     // of the events before encoding
  Hash payload_hash{};
  Hash previous_hash{};  // of the frame header before this one, all zero for the first
  std::vector<SectionEntry> sections;

  uint64_t payload_size() const;
  const SectionEntry* section(SectionKind kind) const;
};

inline constexpr size_t kMaxSections = 8;
inline constexpr size_t kFrameHeaderFixed = 168;  // up to the section table
inline constexpr size_t kSectionEntrySize = 20;
inline constexpr size_t kMinFrameHeader = kFrameHeaderFixed + 8;
inline constexpr size_t kMaxFrameHeader = kMinFrameHeader + kMaxSections * kSectionEntrySize;
inline constexpr uint32_t kMaxSectionRaw = 48U << 20;
inline constexpr uint32_t kMaxSectionStored = 49U << 20;

// The bytes that a scan looks for: they begin at offset 8 of a frame header.
inline constexpr size_t kMarkerOffset = 8;
inline constexpr std::array<uint8_t, 8> kMarker = {0x89, 'r', 'e', 'e', 'l', '\r', '\n', 0x1a};

// Appends the header's bytes, checksum included.
void append_frame_header(std::vector<uint8_t>& out, const FrameHeader& header);

// The size that the bytes claim, when they look like a frame header at all; for reading the right amount.
std::optional<size_t> frame_header_size(std::span<const uint8_t> bytes);

// kCorrupt: no header, or a damaged one. kTruncated: the bytes end within it. kUnsupported: a later version.
// kLimit: sizes beyond ours.
Result<FrameHeader> parse_frame_header(std::span<const uint8_t> bytes);

Hash hash_of(std::span<const uint8_t> bytes);
bool is_signed(const FrameHeader& footer);
// Of a footer's header: the capture's final hash, in hex.
std::string final_hash_of(const FrameHeader& footer);
uint64_t checksum_of(std::span<const uint8_t> bytes);

// The last bytes of a closed capture: where its footer is.
inline constexpr size_t kTrailerSize = 48;
void append_trailer(std::vector<uint8_t>& out, const CaptureId& capture, uint64_t footer_offset);
// The footer's offset, if `bytes` (kTrailerSize of them) are a trailer.
std::optional<uint64_t> parse_trailer(std::span<const uint8_t> bytes, const CaptureId& capture);

}  // namespace sysreel
