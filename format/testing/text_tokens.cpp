#include "format/testing/text_tokens.h"

#include <arpa/inet.h>

#include <charconv>

namespace sysreel {
namespace {

constexpr char kUnix = 1;
constexpr char kInet = 2;
constexpr char kInet6 = 10;

int hex_digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  return -1;
}

// The content of a quoted text at the front of `rest`, which is advanced behind it.
std::optional<std::string> take_quoted(std::string_view& rest) {
  if (rest.empty() || rest.front() != '"') return std::nullopt;
  std::string out;
  for (size_t i = 1; i < rest.size(); ++i) {
    const char c = rest[i];
    if (c == '"') {
      rest.remove_prefix(i + 1);
      return out;
    }
    if (c != '\\' || i + 1 == rest.size()) {
      out += c;
      continue;
    }
    const char escape = rest[++i];
    if (escape == 'n') {
      out += '\n';
    } else if (escape == 'x' && i + 2 < rest.size()) {
      out += static_cast<char>(hex_digit(rest[i + 1]) * 16 + hex_digit(rest[i + 2]));
      i += 2;
    } else {
      out += escape;
    }
  }
  return std::nullopt;
}

std::optional<std::string> parse_list(std::string_view text) {
  std::string out;
  text.remove_prefix(1);
  while (!text.empty() && text.front() != ']') {
    if (text.front() == ' ') {
      text.remove_prefix(1);
      continue;
    }
    const std::optional<std::string> element = take_quoted(text);
    if (!element) return std::nullopt;
    out += *element + '\0';
  }
  return text == "]" ? std::optional(out) : std::nullopt;
}

// ADDRESS:PORT or [ADDRESS]:PORT, packed without the family, which is returned.
std::optional<char> pack_endpoint(std::string_view text, std::string& out) {
  const bool six = !text.empty() && text.front() == '[';
  const size_t colon = text.rfind(':');
  if (colon == std::string_view::npos || (six && (colon < 2 || text[colon - 1] != ']'))) return std::nullopt;
  const std::string address(six ? text.substr(1, colon - 2) : text.substr(0, colon));
  const std::optional<int64_t> port = parse_integer(text.substr(colon + 1));
  unsigned char bytes[16];
  if (!port || inet_pton(six ? AF_INET6 : AF_INET, address.c_str(), bytes) != 1) return std::nullopt;
  out.append(reinterpret_cast<const char*>(bytes), six ? 16 : 4);
  out += static_cast<char>(*port & 0xff);
  out += static_cast<char>(*port >> 8);
  return six ? kInet6 : kInet;
}

std::optional<std::string> pack_address(std::string_view text) {
  if (text.starts_with("unix:")) return std::string(1, kUnix) + std::string(text.substr(5)) + '\0';
  std::string packed;
  const std::optional<char> family = pack_endpoint(text, packed);
  if (!family) return std::nullopt;
  return std::string(1, *family) + packed;
}

std::optional<std::string> pack_tuple(std::string_view text) {
  if (text.starts_with("unix:"))
    return std::string(1, kUnix) + std::string(16, '\0') + std::string(text.substr(5)) + '\0';
  const size_t arrow = text.find('>');
  if (arrow == std::string_view::npos) return std::nullopt;
  std::string packed;
  const std::optional<char> family = pack_endpoint(text.substr(0, arrow), packed);
  const std::optional<char> other = pack_endpoint(text.substr(arrow + 1), packed);
  if (!family || family != other) return std::nullopt;
  return std::string(1, *family) + packed;
}

std::optional<std::string> parse_bytes(std::string_view word) {
  if (word.empty()) return std::nullopt;
  if (word.front() == '"') {
    const std::optional<std::string> text = take_quoted(word);
    return word.empty() ? text : std::nullopt;
  }
  if (word.front() == '[') return parse_list(word);
  if (word.back() != ')') return std::nullopt;
  if (word.starts_with("addr(")) return pack_address(word.substr(5, word.size() - 6));
  if (word.starts_with("tuple(")) return pack_tuple(word.substr(6, word.size() - 7));
  return std::nullopt;
}

}  // namespace

std::vector<std::string> split_words(std::string_view line) {
  std::vector<std::string> words;
  std::string word;
  bool quoted = false;
  int depth = 0;
  for (size_t i = 0; i < line.size(); ++i) {
    const char c = line[i];
    if (quoted && c == '\\' && i + 1 < line.size()) {
      word += c;
      word += line[++i];
      continue;
    }
    if (c == '"') quoted = !quoted;
    if (!quoted && (c == '[' || c == '(')) ++depth;
    if (!quoted && (c == ']' || c == ')')) --depth;
    const bool plain = !quoted && depth == 0;
    if (plain && c == '#') break;
    if (!plain || c != ' ') {
      word += c;
    } else if (!word.empty()) {
      words.push_back(std::move(word));
      word.clear();
    }
  }
  if (!word.empty()) words.push_back(std::move(word));
  return words;
}

std::optional<int64_t> parse_integer(std::string_view word) {
  const bool negative = word.starts_with('-');
  if (negative) word.remove_prefix(1);
  const int base = word.starts_with("0x") ? 16 : 10;
  if (base == 16) word.remove_prefix(2);
  uint64_t value = 0;
  const auto [end, error] = std::from_chars(word.data(), word.data() + word.size(), value, base);
  if (error != std::errc() || end != word.data() + word.size() || word.empty()) return std::nullopt;
  return static_cast<int64_t>(negative ? 0 - value : value);
}

std::optional<TextValue> parse_value(std::string_view word) {
  TextValue value;
  if (word == "!missing" || word == "!fault") {
    value.mark = word == "!missing" ? Mark::kMissing : Mark::kFault;
    return value;
  }
  if (word.size() > 1 && word.back() == '!') {
    value.mark = Mark::kTruncated;
    word.remove_suffix(1);
  }
  if (const std::optional<int64_t> number = parse_integer(word)) {
    value.number = *number;
    return value;
  }
  std::optional<std::string> bytes = parse_bytes(word);
  if (!bytes) return std::nullopt;
  value.is_text = true;
  value.bytes = std::move(*bytes);
  return value;
}

}  // namespace sysreel
