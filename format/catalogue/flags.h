// What the numbers of flags and enum parameters mean.
//
// Blocks recorded by us hold the kernel's own numbers, imported .scap blocks hold Falco's portable ones
// (NumberSpace in format/event_block.h).
#pragma once

#include <cstdint>
#include <string>

#include "format/catalogue/arch.h"
#include "format/catalogue/flag_domain.h"

namespace sysreel {

inline constexpr uint32_t kLevelSocket = 1;  // SOL_SOCKET

// The kernel's number of `arch` in Falco's portable space. `level` is the kernel's socket level, which
// kSockoptOption needs. Bits that Falco has no name for are lost, as its own drivers lose them.
uint32_t to_portable(FlagDomain domain, Arch arch, uint32_t kernel, uint32_t level = kLevelSocket);

// The names of a portable number as Falco shows them, "O_CREAT|O_WRONLY"; empty if it has none. Of an enum
// the rows that equal it, of flags the rows that it holds, in the order of Falco's tables.
void append_flag_names(std::string& out, FlagDomain domain, uint32_t portable, bool is_enum);
// The same for a file mode.
void append_mode_names(std::string& out, FlagDomain domain, uint32_t portable);

// What an open adds to its portable flags for the bits of file(fd).state (capture_from.h): O_F_CREATED and
// the overlay layers.
uint32_t portable_file_state(uint8_t file_state);
// What a fork adds to its portable flags when the child lives in another pid namespace than the initial one.
inline constexpr uint32_t kPortableChildInPidns = 1U << 29;

}  // namespace sysreel
