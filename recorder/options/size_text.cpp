#include "recorder/options/size_text.h"

#include <charconv>

namespace sysreel {
namespace {

struct Unit {
  std::string_view name;
  uint64_t bytes;
};

constexpr Unit kUnits[] = {
    {"", 1},           {"B", 1},          {"KB", 1000},      {"kB", 1000},    {"KiB", 1U << 10},
    {"K", 1U << 10},   {"MB", 1'000'000}, {"MiB", 1U << 20}, {"M", 1U << 20}, {"GB", 1'000'000'000},
    {"GiB", 1U << 30}, {"G", 1U << 30},
};

}  // namespace

std::optional<uint64_t> parse_size(std::string_view text) {
  uint64_t value = 0;
  const auto result = std::from_chars(text.data(), text.data() + text.size(), value);
  if (result.ec != std::errc()) return std::nullopt;
  const std::string_view unit = text.substr(static_cast<size_t>(result.ptr - text.data()));
  for (const Unit& known : kUnits) {
    if (known.name != unit) continue;
    if (value > ~uint64_t{0} / known.bytes) return std::nullopt;
    return value * known.bytes;
  }
  return std::nullopt;
}

}  // namespace sysreel
