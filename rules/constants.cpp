#include "rules/constants.h"

#include <arpa/inet.h>
#include <re2/re2.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <limits>

namespace sysreel::rules {
namespace {

using Problem = std::optional<std::string>;

constexpr int64_t kRegexMemory = int64_t{8} << 20;

std::string quoted(std::string_view text) {
  return "'" + std::string(text) + "'";
}

int64_t narrow(FieldType type, int64_t value) {
  switch (type) {
    case FieldType::kInt16:
      return static_cast<int16_t>(value);
    case FieldType::kInt32:
      return static_cast<int32_t>(value);
    case FieldType::kUint16:
      return static_cast<uint16_t>(value);
    case FieldType::kUint32:
      return static_cast<uint32_t>(value);
    default:
      return value;
  }
}

Problem add_integer(Predicate& predicate, std::string_view text) {
  const auto value = parse_integer(text, is_unsigned(predicate.type));
  if (!value) return quoted(text) + " is no number; only decimal integers can be compared";
  predicate.integers.push_back(narrow(predicate.type, *value));
  return std::nullopt;
}

Problem add_port(Predicate& predicate, std::string_view text) {
  const bool digits = std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
  if (digits) {
    const auto value = text.empty() ? 0 : parse_integer(text, false);
    if (*value > std::numeric_limits<int32_t>::max()) return quoted(text) + " is no port";
    predicate.integers.push_back(static_cast<uint16_t>(*value));
    return std::nullopt;
  }
  const auto port = service_port(text);
  if (!port) return quoted(text) + " is neither a port nor the name of a service";
  predicate.integers.push_back(*port);
  return std::nullopt;
}

Problem add_bool(Predicate& predicate, std::string_view text) {
  if (text != "true" && text != "false") return quoted(text) + " is neither true nor false";
  predicate.integers.push_back(text == "true" ? 1 : 0);
  return std::nullopt;
}

std::optional<IpAddress> parse_address(std::string_view text) {
  IpAddress address;
  address.v6 = text.find('.') == std::string_view::npos;
  const std::string zero_ended(text);
  if (inet_pton(address.v6 ? AF_INET6 : AF_INET, zero_ended.c_str(), address.bytes.data()) != 1)
    return std::nullopt;
  return address;
}

Problem add_address(Predicate& predicate, std::string_view text) {
  const auto address = parse_address(text);
  if (!address) return quoted(text) + " is no IP address";
  predicate.addresses.push_back(*address);
  return std::nullopt;
}

Problem add_network(Predicate& predicate, std::string_view text) {
  const size_t slash = text.find('/');
  if (slash == std::string_view::npos) return quoted(text) + " is no network: write ADDRESS/BITS";
  const bool v6 = text.find('.') == std::string_view::npos;
  const auto address = parse_address(text.substr(0, slash));
  if (!address || address->v6 != v6)
    return quoted(text) + " is no network: the part before / is no IP address";
  const auto bits = parse_integer(text.substr(slash + 1), true);
  const uint64_t limit = v6 ? 128 : 32;
  if (!bits) return quoted(text) + " is no network: the part after / is no number";
  const auto count = static_cast<uint8_t>(*bits);  // as Falco reads it
  if (count > limit || (v6 && count == 0))
    return quoted(text) + " is no network: at most " + std::to_string(limit) + " bits";
  predicate.networks.push_back({*address, count});
  return std::nullopt;
}

Problem add_bytes(Predicate& predicate, std::string_view text) {
  const auto digit = [](char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
  };
  std::string bytes;
  bool good = text.size() % 2 == 0;
  for (size_t i = 0; good && i + 1 < text.size(); i += 2) {
    good = digit(text[i]) >= 0 && digit(text[i + 1]) >= 0;
    if (good) bytes += static_cast<char>(digit(text[i]) * 16 + digit(text[i + 1]));
  }
  if (!good) return quoted(text) + " is no even number of hexadecimal digits";
  predicate.texts.push_back(std::move(bytes));
  return std::nullopt;
}

Problem add_regex(Predicate& predicate, std::string_view text) {
  re2::RE2::Options options(re2::RE2::POSIX);
  options.set_log_errors(false);
  options.set_max_mem(kRegexMemory);
  Regex regex(new re2::RE2(re2::StringPiece(text.data(), text.size()), options));
  if (!regex->ok()) return quoted(text) + " is no regular expression: " + regex->error();
  predicate.regexes.push_back(std::move(regex));
  return std::nullopt;
}

Problem add_typed(Predicate& predicate, std::string_view text) {
  switch (predicate.type) {
    case FieldType::kString:
    case FieldType::kBuffer:
      return predicate.op == Operator::kRegex ? add_regex(predicate, text) : std::nullopt;
    case FieldType::kBool:
      return add_bool(predicate, text);
    case FieldType::kPort:
      return add_port(predicate, text);
    case FieldType::kIpAddress:
      return add_address(predicate, text);
    case FieldType::kIpNet:
      return add_network(predicate, text);
    case FieldType::kDouble: {
      const auto value = parse_integer(text, false);
      if (!value) return quoted(text) + " is no number; only decimal integers can be compared";
      predicate.reals.push_back(static_cast<int32_t>(*value));
      return std::nullopt;
    }
    case FieldType::kDynamic:
      return "values of this kind cannot be compared with a constant";
    default:
      return add_integer(predicate, text);
  }
}

}  // namespace

std::optional<int64_t> parse_integer(std::string_view text, bool is_unsigned) {
  while (!text.empty() && (text[0] == ' ' || (text[0] >= '\t' && text[0] <= '\r'))) text.remove_prefix(1);
  const bool negative = text.starts_with('-');
  if (negative || text.starts_with('+')) text.remove_prefix(1);
  if (text.empty()) return std::nullopt;
  uint64_t value = 0;
  bool overflow = false;
  for (const char c : text) {
    if (c < '0' || c > '9') return std::nullopt;
    const auto digit = static_cast<uint64_t>(c - '0');
    overflow = overflow || value > (std::numeric_limits<uint64_t>::max() - digit) / 10;
    value = value * 10 + digit;
  }
  if (is_unsigned) {
    if (overflow) return static_cast<int64_t>(std::numeric_limits<uint64_t>::max());
    return static_cast<int64_t>(negative ? 0 - value : value);
  }
  constexpr auto kMost = static_cast<uint64_t>(std::numeric_limits<int64_t>::max());
  if (negative)
    return overflow || value > kMost ? std::numeric_limits<int64_t>::min() : -static_cast<int64_t>(value);
  return overflow || value > kMost ? std::numeric_limits<int64_t>::max() : static_cast<int64_t>(value);
}

Problem add_constant(Predicate& predicate, std::string_view text) {
  if (predicate.op == Operator::kBContains || predicate.op == Operator::kBStartsWith)
    return add_bytes(predicate, text);
  if (predicate.type != FieldType::kBuffer && text.find('\0') != std::string_view::npos)
    return "a value cannot hold a NUL byte";
  if (Problem problem = add_typed(predicate, text)) return problem;
  predicate.texts.emplace_back(text);
  if (predicate.op == Operator::kIn || predicate.op == Operator::kIntersects) predicate.set.emplace(text);
  if (predicate.op == Operator::kPMatch) predicate.paths.add(text);
  return std::nullopt;
}

}  // namespace sysreel::rules
