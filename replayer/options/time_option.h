// A flag whose value is a point in time.
#pragma once

#include <CLI/CLI.hpp>
#include <optional>
#include <string>

#include "base/wall_time.h"

namespace sysreel {

inline void add_time_option(CLI::App& command, const std::string& flag, std::optional<TimePoint>& point,
                            const std::string& description) {
  command
      .add_option_function<std::string>(
          flag, [&point](const std::string& text) { point = parse_time_point(text); }, description)
      ->type_name("T")
      ->check([](const std::string& text) {
        return parse_time_point(text)
                   ? std::string()
                   : "'" + text + "' is no time: RFC 3339, epoch seconds or an offset such as +90s";
      });
}

}  // namespace sysreel
