// Reads a whole capture and writes it in the text form of capture_text.h: what tests compare.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "format/capture_reader.h"

namespace sysreel {

struct CaptureDump {
  std::string error;  // why it could not be opened or read on; empty: it could
  std::string text;   // its parts, one line an event; values that are missing are left out
  uint64_t events = 0;
  CaptureHeader header;
  CaptureState state = CaptureState::kIncomplete;
  std::vector<Damage> damage;
  bool torn = false;
};

CaptureDump dump_bytes(std::string_view bytes, SectionSet sections = {});
CaptureDump dump_capture(const std::string& path, SectionSet sections = {});

}  // namespace sysreel
