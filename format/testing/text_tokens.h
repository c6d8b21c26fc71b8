// Words and values of the text form of a capture.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "format/event_block.h"

namespace sysreel {

// Splits a line at spaces outside quotes, brackets and parentheses; what follows # is left out.
std::vector<std::string> split_words(std::string_view line);

struct TextValue {
  bool is_text = false;
  int64_t number = 0;
  std::string bytes;
  Mark mark = Mark::kPresent;
};

std::optional<TextValue> parse_value(std::string_view word);
std::optional<int64_t> parse_integer(std::string_view word);

}  // namespace sysreel
