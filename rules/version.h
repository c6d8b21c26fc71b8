// Versions x.y.z and which of them satisfy a requirement.
#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace sysreel::rules {

struct Version {
  uint32_t major = 0;
  uint32_t minor = 0;
  uint32_t patch = 0;
  auto operator<=>(const Version&) const = default;
};

// The Falco rule engine whose language this is.
inline constexpr Version kEngineVersion{0, 63, 0};

// x.y.z, whatever follows, as sscanf reads it.
std::optional<Version> parse_version(std::string_view text);
// x.y.z, or N for 0.N.0.
std::optional<Version> parse_engine_version(std::string_view text);
// As yaml-cpp reads unsigned numbers: 10, 0x10 and 010 are all understood, a minus is not.
std::optional<uint32_t> parse_yaml_number(std::string_view text);
std::string to_text(const Version& version);
// The same major version, and not older.
bool satisfies(const Version& present, const Version& required);

}  // namespace sysreel::rules
