#include "base/yaml_agreement.h"

#include <algorithm>

namespace sysreel {
namespace {

// yaml-cpp counts bytes and libyaml characters up to 1024 in front of a key's colon.
constexpr size_t kLongestKey = 250;

bool is_blank_or_break(char c) {
  return c == ' ' || c == '\n';
}

// One character at `at`, and its length; 0: not one that both take.
size_t utf8_length(std::string_view text, size_t at) {
  const auto byte = [&](size_t i) { return at + i < text.size() ? static_cast<uint8_t>(text[at + i]) : 0U; };
  const auto follows = [&](size_t i) { return (byte(i) & 0xc0U) == 0x80U; };
  const uint32_t first = byte(0);
  if (first >= 0xc2 && first <= 0xdf) {
    const uint32_t point = (first & 0x1fU) << 6U | (byte(1) & 0x3fU);
    return follows(1) && point >= 0xa0 ? 2 : 0;  // 0x85 breaks lines for libyaml; the others are no letters
  }
  if (first >= 0xe0 && first <= 0xef) {
    const uint32_t point = (first & 0x0fU) << 12U | (byte(1) & 0x3fU) << 6U | (byte(2) & 0x3fU);
    const bool breaks = point == 0x2028 || point == 0x2029;
    const bool letter =
        point >= 0x800 && (point < 0xd800 || point > 0xdfff) && point < 0xfff0 && point != 0xfeff;
    return follows(1) && follows(2) && letter && !breaks ? 3 : 0;
  }
  if (first >= 0xf0 && first <= 0xf4) {
    const uint32_t point =
        (first & 0x07U) << 18U | (byte(1) & 0x3fU) << 12U | (byte(2) & 0x3fU) << 6U | (byte(3) & 0x3fU);
    return follows(1) && follows(2) && follows(3) && point >= 0x10000 && point <= 0x10ffff ? 4 : 0;
  }
  return 0;
}

// Libyaml takes a block value on a line of its own for the item of a dash that is not further left.
bool is_first_on_line(std::string_view text, size_t at) {
  const size_t before = text.substr(0, at).find_last_not_of(' ');
  return before == std::string_view::npos || text[before] == '\n';
}

bool has_blank_line(std::string_view written) {
  bool blank = false;
  for (const char c : written) {
    if (c == '\n' && blank) return true;
    blank = c == '\n' || (blank && c == ' ');
  }
  return false;
}

bool agrees_on_double_quoted(std::string_view written) {
  for (size_t i = 1; i + 1 < written.size(); ++i) {
    if (written[i] != '\\') continue;
    ++i;
    // Not \N and \_, of which yaml-cpp makes one byte, nor a break that is escaped.
    constexpr std::string_view kCommon = "\\\"/0abtnvfrexuULP ";
    if (kCommon.find(written[i]) == std::string_view::npos) return false;
  }
  return true;
}

// From the indicator on. The header's digits, what is indented by more or less than the rest, and blanks at
// the end of lines are each read with care by both, and not the same where they meet.
bool agrees_on_block(std::string_view written) {
  size_t at = 1;
  if (at < written.size() && written[at] == '-') ++at;
  const size_t header = at;
  while (at < written.size() && written[at] == ' ') ++at;
  if (at < written.size() && written[at] == '#' && at == header) return false;
  if (at < written.size() && written[at] == '#') at = std::min(written.find('\n', at), written.size());
  if (at >= written.size() || written[at] != '\n') return false;
  return true;
}

bool agrees_on_plain(std::string_view written, bool in_flow) {
  if (!in_flow) return true;
  // Where a colon ends a value in brackets differs, and whether a question mark does.
  for (size_t i = 0; i < written.size(); ++i) {
    if (written[i] == '?') return false;
    if (written[i] == ':' && (i + 1 == written.size() || is_blank_or_break(written[i + 1]))) return false;
  }
  return true;
}

}  // namespace

YamlBytes bytes_of(std::string_view text) {
  uint8_t bad = 0;
  uint8_t high = 0;
  for (const char c : text) {
    const auto byte = static_cast<uint8_t>(c);
    bad |= static_cast<uint8_t>((byte < 0x20) & (byte != '\n')) | static_cast<uint8_t>(byte == 0x7f);
    high |= byte & 0x80U;
  }
  if (bad != 0) return YamlBytes::kOther;
  // A block value whose last line is blanks without a break keeps the break before it for libyaml alone.
  if (text.ends_with(' ')) return YamlBytes::kOther;
  if (high == 0) return YamlBytes::kAscii;
  for (size_t i = 0; i < text.size();) {
    const size_t length = static_cast<uint8_t>(text[i]) < 0x80 ? 1 : utf8_length(text, i);
    if (length == 0) return YamlBytes::kOther;
    i += length;
  }
  return YamlBytes::kUtf8;
}

bool agrees_between(std::string_view text, size_t begin, size_t end) {
  const auto starts_line = [&](size_t at) { return at == 0 || text[at - 1] == '\n'; };
  const auto blank_at = [&](size_t at) { return at < text.size() && is_blank_or_break(text[at]); };
  for (size_t at = begin; at < end; ++at) {
    switch (text[at]) {
      case ' ':
      case '\n':
      case ',':
      case '[':
      case ']':
      case '{':
      case '}':
        break;
      case '#':
        if (!starts_line(at) && text[at - 1] != ' ') return false;
        at = std::min(text.find('\n', at), end);
        break;
      case '-':
        if (starts_line(at) && text.substr(at, 3) == "---" && blank_at(at + 3)) {
          at += 3;
        } else if (!blank_at(at + 1)) {
          return false;
        }
        break;
      case ':':
        if (!blank_at(at + 1)) return false;
        break;
      default:
        return false;
    }
  }
  return true;
}

size_t next_token(std::string_view text, size_t at) {
  while (at < text.size() && (is_blank_or_break(text[at]) || text[at] == '#'))
    at = text[at] == '#' ? std::min(text.find('\n', at), text.size()) : at + 1;
  return at;
}

bool agrees_on_scalar(std::string_view text, size_t begin, size_t end, YamlScalarPlace place,
                      std::string_view value) {
  const std::string_view written = text.substr(begin, end - begin);
  if (written.empty()) return false;
  const bool one_line = written.find('\n') == std::string_view::npos;
  if (place.key && (!one_line || written.size() > kLongestKey)) return false;
  switch (written[0]) {
    case '"':
      return (one_line || !has_blank_line(written)) && agrees_on_double_quoted(written);
    case '\'':
      return one_line || !has_blank_line(written);
    case '|':
    case '>':
      return !is_first_on_line(text, begin) && agrees_on_block(written);
    default:
      return agrees_on_plain(written, place.in_flow) && !value.empty();
  }
}

bool is_yaml_null(std::string_view value) {
  return value == "~" || value == "null" || value == "Null" || value == "NULL";
}

}  // namespace sysreel
