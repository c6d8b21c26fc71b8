#include "recorder/mount_table.h"

#include <charconv>
#include <optional>

namespace sysreel {
namespace {

constexpr size_t kFieldsBeforeOptional = 6;

std::vector<std::string_view> words_of(std::string_view line) {
  std::vector<std::string_view> words;
  while (!line.empty()) {
    const size_t end = line.find(' ');
    words.push_back(line.substr(0, end));
    line = end == std::string_view::npos ? std::string_view{} : line.substr(end + 1);
  }
  return words;
}

std::optional<uint32_t> number(std::string_view text) {
  uint32_t value = 0;
  const auto result = std::from_chars(text.data(), text.data() + text.size(), value);
  if (text.empty() || result.ec != std::errc() || result.ptr != text.data() + text.size())
    return std::nullopt;
  return value;
}

bool is_octal(char digit) {
  return digit >= '0' && digit <= '7';
}

// The kernel writes blank, tab, newline and backslash as \040, \011, \012 and \134.
std::string unescaped(std::string_view text) {
  std::string plain;
  plain.reserve(text.size());
  for (size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '\\' && i + 3 < text.size() && is_octal(text[i + 1]) && is_octal(text[i + 2]) &&
        is_octal(text[i + 3])) {
      plain.push_back(
          static_cast<char>((text[i + 1] - '0') * 64 + (text[i + 2] - '0') * 8 + (text[i + 3] - '0')));
      i += 3;
    } else {
      plain.push_back(text[i]);
    }
  }
  return plain;
}

// "36 35 98:0 /mnt1 /mnt2 rw,noatime master:1 - ext3 /dev/root rw,errors=continue"; between the sixth field
// and the dash any number of optional ones.
std::optional<ScannedMount> parse_line(std::string_view line) {
  const std::vector<std::string_view> words = words_of(line);
  size_t dash = kFieldsBeforeOptional;
  while (dash < words.size() && words[dash] != "-") ++dash;
  if (dash + 3 >= words.size()) return std::nullopt;
  const size_t colon = words[2].find(':');
  if (colon == std::string_view::npos) return std::nullopt;
  const auto id = number(words[0]);
  const auto parent = number(words[1]);
  const auto major = number(words[2].substr(0, colon));
  const auto minor = number(words[2].substr(colon + 1));
  if (!id || !parent || !major || !minor) return std::nullopt;
  ScannedMount mount;
  mount.id = *id;
  mount.parent = *parent;
  mount.dev = *major << 20 | *minor;
  mount.root = unescaped(words[3]);
  mount.directory = unescaped(words[4]);
  mount.options = unescaped(words[5]);
  mount.type = unescaped(words[dash + 1]);
  mount.source = unescaped(words[dash + 2]);
  mount.super_options = unescaped(words[dash + 3]);
  return mount;
}

}  // namespace

std::vector<ScannedMount> parse_mountinfo(std::string_view text, size_t limit) {
  std::vector<ScannedMount> mounts;
  while (!text.empty() && mounts.size() < limit) {
    const size_t end = text.find('\n');
    if (auto mount = parse_line(text.substr(0, end))) mounts.push_back(std::move(*mount));
    text = end == std::string_view::npos ? std::string_view{} : text.substr(end + 1);
  }
  return mounts;
}

}  // namespace sysreel
