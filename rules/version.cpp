#include "rules/version.h"

#include <charconv>

namespace sysreel::rules {
namespace {

bool cut_number(std::string_view& text, uint32_t& number) {
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc()) return false;
  text.remove_prefix(static_cast<size_t>(end - text.data()));
  return true;
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
  return good && (text.empty() || text[0] == '-' || text[0] == '+') ? std::optional(version) : std::nullopt;
}

std::optional<Version> parse_engine_version(std::string_view text) {
  Version version;
  std::string_view rest = text;
  if (cut_number(rest, version.minor) && rest.empty()) return version;
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
