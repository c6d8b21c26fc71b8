// Reads the item `rule`, with its exceptions and overrides.
#pragma once

#include <optional>
#include <string_view>

#include "rules/items.h"
#include "rules/map_reader.h"

namespace sysreel::rules {

std::optional<Item> read_rule(MapReader& map, const YamlDocument& document, LoadLog& log);

// `append: true` or `override: {KEY: append}` of a list or macro.
bool read_append(MapReader& map, LoadLog& log, std::string_view key);

}  // namespace sysreel::rules
