// Documents → items: keys, types and required values of the five kinds of items. An item with an error is
// left out; reading goes on with the next.
#pragma once

#include <cstdint>
#include <vector>

#include "rules/items.h"
#include "rules/load_log.h"

namespace sysreel::rules {

std::vector<Item> read_items(const YamlDocument& document, uint32_t file, LoadLog& log);

}  // namespace sysreel::rules
