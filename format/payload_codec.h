// The small payloads of a capture as bytes, and back: header, loss report, index, footer.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "base/result.h"
#include "format/capture_footer.h"
#include "format/capture_header.h"
#include "format/capture_item.h"
#include "format/frame_header.h"
#include "format/kind_row.h"

namespace sysreel {

struct HeaderPayload {
  CaptureHeader header;
  std::vector<KindRow> kinds;
};

struct IndexEntry {
  uint64_t offset = 0;
  uint64_t size = 0;  // frame header and payload
  FrameKind kind = FrameKind::kBlock;
  uint8_t source = 0;
  uint64_t sequence = 0;
  uint64_t first_time = 0;
  uint64_t last_time = 0;
  uint64_t first_number = 0;
  uint32_t events = 0;
  SnapshotMark snapshot;
};

std::vector<uint8_t> encode_header(const HeaderPayload& payload);
std::vector<uint8_t> encode_loss(const LossReport& report);
std::vector<uint8_t> encode_index(std::span<const IndexEntry> entries);
std::vector<uint8_t> encode_footer(const CaptureFooter& footer);

Result<HeaderPayload> decode_header(std::span<const uint8_t> bytes);
Result<LossReport> decode_loss(std::span<const uint8_t> bytes);
Result<std::vector<IndexEntry>> decode_index(std::span<const uint8_t> bytes);
Result<CaptureFooter> decode_footer(std::span<const uint8_t> bytes);

}  // namespace sysreel
