// Appends little-endian numbers and byte ranges to a buffer that the caller owns and may reuse.
#pragma once

#include <bit>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

namespace sysreel {

static_assert(std::endian::native == std::endian::little,
              "captures are little-endian and so are the hosts we build for");

class ByteWriter {
 public:
  explicit ByteWriter(std::vector<uint8_t>& out) : out_(out) {}  // out must outlive the writer

  void u8(uint8_t value) { out_.push_back(value); }
  void u16(uint16_t value) { number(value); }
  void u32(uint32_t value) { number(value); }
  void u64(uint64_t value) { number(value); }
  void varint(uint64_t value) {
    while (value >= 0x80) {
      out_.push_back(static_cast<uint8_t>(value | 0x80));
      value >>= 7;
    }
    out_.push_back(static_cast<uint8_t>(value));
  }
  void zigzag(int64_t value) {
    varint((static_cast<uint64_t>(value) << 1) ^ static_cast<uint64_t>(value >> 63));
  }
  void bytes(std::span<const uint8_t> range) { out_.insert(out_.end(), range.begin(), range.end()); }
  void text(std::string_view range) { out_.insert(out_.end(), range.begin(), range.end()); }

 private:
  template <typename T>
  void number(T value) {
    const auto* first = reinterpret_cast<const uint8_t*>(&value);
    out_.insert(out_.end(), first, first + sizeof(T));
  }

  std::vector<uint8_t>& out_;
};

}  // namespace sysreel
