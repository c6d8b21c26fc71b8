// Reads little-endian numbers and byte ranges from memory that somebody else wrote.
//
// Every read checks the *remaining length* before it advances; after the first failure the reader stays
// failed and returns zeros, so a decoder may read a whole structure and ask ok() once. It never allocates.
#pragma once

#include <cstdint>
#include <cstring>
#include <span>
#include <string_view>

namespace sysreel {

class ByteReader {
 public:
  explicit ByteReader(std::span<const uint8_t> bytes) : bytes_(bytes) {}
  explicit ByteReader(std::string_view bytes)
      : bytes_(reinterpret_cast<const uint8_t*>(bytes.data()), bytes.size()) {}

  bool ok() const { return ok_; }
  bool at_end() const { return position_ == bytes_.size(); }
  size_t position() const { return position_; }
  size_t remaining() const { return bytes_.size() - position_; }
  std::span<const uint8_t> rest() const { return bytes_.subspan(position_); }

  uint8_t u8() { return number<uint8_t>(); }
  uint16_t u16() { return number<uint16_t>(); }
  uint32_t u32() { return number<uint32_t>(); }
  uint64_t u64() { return number<uint64_t>(); }

  // LEB128, at most 10 bytes; a longer one fails.
  uint64_t varint() {
    if (ok_ && position_ < bytes_.size() && bytes_[position_] < 0x80) return bytes_[position_++];
    return long_varint();
  }
  int64_t zigzag() {
    const uint64_t value = varint();
    return static_cast<int64_t>(value >> 1) ^ -static_cast<int64_t>(value & 1);
  }

  std::span<const uint8_t> bytes(uint64_t count) {
    if (!ok_ || count > remaining()) {
      ok_ = false;
      return {};
    }
    const auto result = bytes_.subspan(position_, count);
    position_ += count;
    return result;
  }
  std::string_view text(uint64_t count) {
    const auto range = bytes(count);
    return {reinterpret_cast<const char*>(range.data()), range.size()};
  }

 private:
  uint64_t long_varint() {
    uint64_t value = 0;
    for (unsigned shift = 0; shift < 64; shift += 7) {
      const uint8_t byte = u8();
      if (!ok_) return 0;
      if (shift == 63 && byte > 1) break;
      value |= uint64_t{byte & 0x7fU} << shift;
      if ((byte & 0x80U) == 0) return value;
    }
    ok_ = false;
    return 0;
  }
  template <typename T>
  T number() {
    const auto range = bytes(sizeof(T));
    T value = 0;
    if (ok_)
      std::memcpy(&value, range.data(), sizeof(T));  // little-endian hosts only: asserted in byte_writer.h
    return value;
  }

  std::span<const uint8_t> bytes_;
  size_t position_ = 0;
  bool ok_ = true;
};

}  // namespace sysreel
