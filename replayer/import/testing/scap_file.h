// ScapFile: .scap files for tests, built block by block.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "replayer/import/scap_codes.h"
#include "replayer/import/scap_format.h"

namespace sysreel {

// A little-endian number of so many bytes, as a parameter has it.
inline std::string number_bytes(uint64_t value, size_t width) {
  std::string bytes;
  for (size_t i = 0; i < width; ++i) bytes.push_back(static_cast<char>(value >> (8 * i)));
  return bytes;
}
inline std::string n64(uint64_t value) {
  return number_bytes(value, 8);
}
inline std::string n32(uint64_t value) {
  return number_bytes(value, 4);
}
inline std::string n16(uint64_t value) {
  return number_bytes(value, 2);
}
inline std::string n8(uint64_t value) {
  return number_bytes(value, 1);
}
inline std::string zstring(std::string_view text) {
  return std::string(text) + '\0';
}
inline std::string sized(std::string_view text) {  // u16 length, bytes
  return n16(text.size()) + std::string(text);
}

class ScapFile {
 public:
  ScapFile& block(uint32_t type, std::string body) {
    body.resize((body.size() + 3) / 4 * 4, '\0');
    const std::string length = n32(body.size() + scap::kBlockBytesMin);
    bytes_ += n32(type) + length + body + length;
    return *this;
  }
  ScapFile& section() {
    return block(scap::kSectionHeader, n32(scap::kByteOrderMagic) + n16(1) + n16(2) + n64(~uint64_t{0}));
  }
  ScapFile& machine(std::string_view host) {
    std::string name(host);
    name.resize(128, '\0');
    return block(scap::kMachine, n32(4) + n64(1) + n64(2) + name + n64(0) + n64(0) + n64(0) + n64(0));
  }
  // Event blocks of version 1 do not hold the number of parameters.
  ScapFile& event(uint32_t type, uint64_t time, int64_t tid, uint16_t code,
                  const std::vector<std::string>& params, uint32_t flags = 0) {
    const bool counted = type >= scap::kEvent2 && type <= scap::kEvent2LargeFlags;
    const size_t width = counted && is_large_code(code) ? 4 : 2;
    std::string data;
    for (const std::string& param : params) data += number_bytes(param.size(), width);
    for (const std::string& param : params) data += param;
    const size_t header = counted ? 26 : 22;
    std::string body = n16(3);  // cpu
    if (type == scap::kEvent1Flags || type == scap::kEvent2Flags || type == scap::kEvent2LargeFlags)
      body += n32(flags);
    body += n64(time) + n64(static_cast<uint64_t>(tid)) + n32(header + data.size()) + n16(code);
    if (counted) body += n32(params.size());
    return block(type, body + data);
  }
  ScapFile& event(uint64_t time, int64_t tid, uint16_t code, const std::vector<std::string>& params) {
    return event(scap::kEvent2, time, tid, code, params);
  }

  const std::string& bytes() const { return bytes_; }
  std::span<const uint8_t> span() const {
    return {reinterpret_cast<const uint8_t*>(bytes_.data()), bytes_.size()};
  }

 private:
  std::string bytes_;
};

}  // namespace sysreel
