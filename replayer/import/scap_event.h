// Cuts an event block of a .scap file into header and parameters.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string_view>

namespace sysreel {

struct ScapEvent {
  static constexpr size_t kParamsMax = 48;  // today's longest event has 32

  uint16_t cpu = 0;
  uint32_t flags = 0;
  uint64_t time = 0;  // wall clock, ns
  int64_t tid = 0;
  uint16_t code = 0;
  size_t params = 0;
  std::array<std::string_view, kParamsMax> param;  // views into the block's body
};

enum class ScapEventFit : uint8_t { kGood, kUnknownCode, kDamaged };

// `event` is filled as far as possible; parameters beyond kParamsMax are left out. kUnknownCode: of a newer
// Falco, only header fields are there.
ScapEventFit read_event(uint32_t block_type, std::span<const uint8_t> body, ScapEvent& event);

}  // namespace sysreel
