// How much memory the BPF programs write to while they build the record of a kind: never less than they do.
#pragma once

#include <cstdint>
#include <vector>

#include "bpf/event_abi.h"

namespace sysreel {

// `ops`: of one kind. At most what the largest record and one more field need.
uint32_t room_of(const std::vector<reel_op>& ops, uint32_t snaplen);

}  // namespace sysreel
