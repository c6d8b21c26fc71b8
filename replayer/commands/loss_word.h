// Why events are missing, in a word or two.
#pragma once

#include <string_view>

#include "format/capture_item.h"

namespace sysreel {

std::string_view loss_word(LossReason reason);  // "ring full"

}  // namespace sysreel
