// Touches everything that a walker of a decoded block may touch, so that a sanitizer sees what a decoder let
// pass.
#pragma once

#include "format/event_block.h"

namespace sysreel {

// A number that depends on all of it.
uint64_t walk_block(const EventBlock& block, const Catalogue& catalogue);

}  // namespace sysreel
