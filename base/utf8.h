// Decodes UTF-8 that may be invalid.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace sysreel {

struct Utf8Character {
  uint32_t code_point = 0;
  size_t length = 1;  // bytes it takes; 1 for an invalid byte
  bool valid = false;
};

// The first character of `bytes`, which must not be empty. Overlong forms, surrogates and values above
// U+10FFFF are invalid.
inline Utf8Character first_character(std::string_view bytes) {
  const auto byte = [&](size_t i) { return static_cast<uint8_t>(bytes[i]); };
  const uint8_t lead = byte(0);
  if (lead < 0x80) return {lead, 1, true};
  const size_t length = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : 2;
  if (lead < 0xc2 || lead > 0xf4 || bytes.size() < length) return {};
  uint32_t code = lead & (0x7fU >> length);
  for (size_t i = 1; i < length; ++i) {
    if ((byte(i) & 0xc0U) != 0x80U) return {};
    code = (code << 6) | (byte(i) & 0x3fU);
  }
  static constexpr uint32_t kSmallest[] = {0, 0, 0x80, 0x800, 0x10000};
  if (code < kSmallest[length] || code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff)) return {};
  return {code, length, true};
}

}  // namespace sysreel
