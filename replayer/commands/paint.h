// Colours of text output: nothing when they are off.
#pragma once

#include <string>
#include <string_view>

namespace sysreel {

enum class Paint { kFaint, kBold, kGreen, kYellow, kCyan, kRed };

inline std::string_view sequence_of(Paint paint) {
  switch (paint) {
    case Paint::kFaint:
      return "\x1b[2m";
    case Paint::kBold:
      return "\x1b[1m";
    case Paint::kGreen:
      return "\x1b[32m";
    case Paint::kYellow:
      return "\x1b[33m";
    case Paint::kCyan:
      return "\x1b[36m";
    case Paint::kRed:
      return "\x1b[31m";
  }
  return "";
}

inline void append_painted(std::string& out, std::string_view text, Paint paint, bool colour) {
  if (!colour) {
    out += text;
    return;
  }
  out.append(sequence_of(paint)).append(text).append("\x1b[0m");
}

}  // namespace sysreel
