// As which of Falco's event codes a kind is written to a .scap file.
//
// The codes and their parameters are those of the importer (scap_codes.h). Today's Falco wants the exit
// alone, with all parameters; sysdig 0.29.3, the newest that distributions ship, knows the codes below
// kScapSysdigCodes and takes what later exits carry from the enter. So both are written, the exit in full;
// and a kind whose own code is newer than sysdig is written under its older code where enter and exit
// together say the same.
#pragma once

#include <cstdint>
#include <vector>

#include "format/catalogue/catalogue.h"

namespace sysreel {

inline constexpr uint16_t kScapSysdigCodes = 336;
// Calls without an event of their own are told by Falco's number. sysdig 0.29.3 knows those below this one
// and crashes on others, so they are written as unknown, with the number of the architecture.
inline constexpr uint16_t kScapSysdigCalls = 329;

struct ScapCodeChoice {
  static constexpr uint16_t kNoCode = 0xffff;
  uint16_t code = kNoCode;      // kNoCode: Falco has no event for the kind
  bool has_enter = false;       // `code` is an exit, with the enter one below
  std::vector<int16_t> params;  // parameters of the kind in the order of the code; -1: it has none such
  std::vector<int16_t> enter_params;
  bool is_generic() const { return code == 1; }
};

// By KindId of the catalogue.
std::vector<ScapCodeChoice> choose_scap_codes(const Catalogue& catalogue);

}  // namespace sysreel
