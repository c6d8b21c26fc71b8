#include "rules/version.h"

#include <limits>
#include <sstream>

namespace sysreel::rules {
namespace {

// A number as scanf's %u takes it: blanks and a sign before it, too large ones wrap.
bool cut_number(std::string_view& text, uint32_t& number) {
  while (!text.empty() && (text[0] == ' ' || (text[0] >= '\t' && text[0] <= '\r'))) text.remove_prefix(1);
  const bool negative = text.starts_with('-');
  if (negative || text.starts_with('+')) text.remove_prefix(1);
  uint64_t value = 0;
  bool overflow = false;
  size_t digits = 0;
  for (; digits < text.size() && text[digits] >= '0' && text[digits] <= '9'; ++digits) {
    const auto digit = static_cast<uint64_t>(text[digits] - '0');
    overflow = overflow || value > (std::numeric_limits<uint64_t>::max() - digit) / 10;
    value = value * 10 + digit;
  }
  if (overflow) value = std::numeric_limits<uint64_t>::max();
  number = static_cast<uint32_t>(negative && !overflow ? 0 - value : value);
  text.remove_prefix(digits);
  return digits != 0;
}

bool cut_dot(std::string_view& text) {
  if (!text.starts_with('.')) return false;
  text.remove_prefix(1);
  return true;
}

}  // namespace

std::optional<Version> parse_version(std::string_view text) {
  Version version;
  const bool good = cut_number(text, version.major) && cut_dot(text) && cut_number(text, version.minor) &&
                    cut_dot(text) && cut_number(text, version.patch);
  return good ? std::optional(version) : std::nullopt;
}

std::optional<uint32_t> parse_yaml_number(std::string_view text) {
  std::istringstream stream{std::string(text)};
  stream.unsetf(std::ios::dec);
  uint32_t number = 0;
  const bool read = stream.peek() != '-' && (stream >> std::noskipws >> number) && (stream >> std::ws).eof();
  return read ? std::optional(number) : std::nullopt;
}

std::optional<Version> parse_engine_version(std::string_view text) {
  if (const auto number = parse_yaml_number(text)) return Version{0, *number, 0};
  return parse_version(text);
}

std::string to_text(const Version& version) {
  return std::to_string(version.major) + "." + std::to_string(version.minor) + "." +
         std::to_string(version.patch);
}

bool satisfies(const Version& present, const Version& required) {
  return present.major == required.major && present >= required;
}

}  // namespace sysreel::rules
