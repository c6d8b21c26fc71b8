#include "format/frame_header.h"

#include <doctest/doctest.h>

#include <algorithm>

#include "format/hex.h"

namespace sysreel {
namespace {

using Bytes = std::vector<uint8_t>;

FrameHeader example() {
  FrameHeader header;
  for (size_t i = 0; i < header.capture.size(); ++i) header.capture[i] = static_cast<uint8_t>(i);
  header.kind = FrameKind::kBlock;
  header.source = 1;
  header.sequence = 2;
  header.first_time = 3;
  header.last_time = 4;
  header.events = 5;
  header.first_number = 6;
  header.lost = 7;
  header.raw_bytes = 8;
  header.payload_hash.fill(9);
  header.previous_hash.fill(10);
  header.sections = {{SectionKind::kCore, 11, 12, 13}, {SectionKind::kRest, 14, 15, 16}};
  return header;
}

Bytes bytes_of(const FrameHeader& header) {
  Bytes bytes;
  append_frame_header(bytes, header);
  return bytes;
}

// The checksum made right again after a change.
void reseal(Bytes& bytes) {
  const uint64_t checksum = checksum_of(std::span(bytes).first(bytes.size() - 8));
  for (size_t i = 0; i < 8; ++i) bytes[bytes.size() - 8 + i] = static_cast<uint8_t>(checksum >> (8 * i));
}

}  // namespace

TEST_CASE("the bytes of a frame header are pinned") {
  const Bytes bytes = bytes_of(example());
  CHECK(hex_of(bytes) ==
        "5c2a4d18"
        "d0000000"
        "897265656c0d0a1a"
        "000102030405060708090a0b0c0d0e0f"
        "01020102"
        "00000000"
        "0200000000000000"
        "0300000000000000"
        "0400000000000000"
        "0500000000000000"
        "0600000000000000"
        "0700000000000000"
        "0800000000000000"
        "0000000000000000"
        "0909090909090909090909090909090909090909090909090909090909090909"
        "0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a"
        "000100000b0000000c0000000d00000000000000"
        "020100000e0000000f0000001000000000000000" +
            hex_of(std::span(bytes).last(8)));
  // Reference values of the two algorithms.
  CHECK(checksum_of({}) == 0xef46db3751d8e999U);
  CHECK(hex_of(hash_of({})) == "0e5751c026e543b2e8ab2eb06099daa1d1e5df47778f7787faab45cdf12fe3a8");
}

TEST_CASE("a frame header comes back as it was") {
  const Bytes bytes = bytes_of(example());
  CHECK(frame_header_size(bytes) == bytes.size());
  const auto parsed = parse_frame_header(bytes);
  REQUIRE(parsed.ok());
  CHECK(bytes_of(*parsed) == bytes);
  CHECK(parsed->payload_size() == 25);
  REQUIRE(parsed->section(SectionKind::kRest) != nullptr);
  CHECK(parsed->section(SectionKind::kRest)->raw == 15);
  CHECK(parsed->section(SectionKind::kTime) == nullptr);
}

TEST_CASE("a frame header that is cut, changed or beyond the limits is refused") {
  const Bytes whole = bytes_of(example());
  for (size_t length = 0; length < whole.size(); ++length) {
    const auto parsed = parse_frame_header(std::span(whole).first(length));
    CHECK(parsed.error().code == (length < 16 ? ErrorCode::kCorrupt : ErrorCode::kTruncated));
  }
  for (size_t byte = 0; byte < whole.size(); ++byte) {
    Bytes bytes = whole;
    bytes[byte] ^= 0x20;
    CHECK_FALSE(parse_frame_header(bytes).ok());
  }
  struct Row {
    const char* what;
    size_t offset;
    uint8_t value;
    ErrorCode code;
  };
  const Row rows[] = {
      {"later version", 32, 2, ErrorCode::kUnsupported},
      {"more sections than there is room for", 35, 3, ErrorCode::kCorrupt},
      {"stored size of 3 GiB", 168 + 7, 0xc0, ErrorCode::kLimit},
      {"raw size of 3 GiB", 168 + 11, 0xc0, ErrorCode::kLimit},
      {"header of 4 GiB", 7, 0xff, ErrorCode::kCorrupt},
  };
  for (const Row& row : rows) {
    CAPTURE(std::string(row.what));
    Bytes bytes = whole;
    bytes[row.offset] = row.value;
    reseal(bytes);
    CHECK(parse_frame_header(bytes).error().code == row.code);
  }
  Bytes other = whole;
  other[169] = 9;  // a section packed in a way of a later version is one of no known kind
  reseal(other);
  REQUIRE(parse_frame_header(other).ok());
  CHECK(parse_frame_header(other)->section(SectionKind::kCore) == nullptr);
}

TEST_CASE("the trailer names the footer of its own capture") {
  const CaptureId id = example().capture;
  Bytes bytes;
  append_trailer(bytes, id, 4711);
  CHECK(bytes.size() == kTrailerSize);
  CHECK(parse_trailer(bytes, id) == 4711);
  CHECK_FALSE(parse_trailer(bytes, CaptureId{}).has_value());
  CHECK_FALSE(parse_trailer(std::span(bytes).first(47), id).has_value());
  for (size_t byte = 0; byte < bytes.size(); ++byte) {
    Bytes changed = bytes;
    changed[byte] ^= 1;
    CHECK_FALSE(parse_trailer(changed, id).has_value());
  }
}

}  // namespace sysreel
