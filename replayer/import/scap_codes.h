// The event codes of .scap files: what each is, and how an old one becomes today's kind.
//
// A code is a kind of event in one version of its parameters, and a direction. Captures before 2025 hold a
// system call as two events, enter and exit; today a call is its exit, with all parameters. So most enters
// are no events of their own any more: their parameters wait for the thread's exit. The table is text
// (scap_code_rows.cpp), a line for an enter code and its exit:
//
//   CODE KIND ENTER PARAMETERS | PARAMETERS + PARAMETERS
//
// ENTER says what becomes of the enter:
//   event  it is an event (procexit, switch, container …)
//   fill   the same, of an old version that Falco's conversion completes
//   keep   its parameters are remembered for the exit
//   seen   it has an event number, as in Falco, but is not delivered
//   both   keep and seen
//   drop   nothing is left of it
//   none   the code is not used
// Behind `|` stand the parameters of the exit, as far as any version of it has them: an event carries the
// first few. Those behind `+` no event of this code carries. A parameter that the event lacks comes from the
// remembered enter, by name; if there is none it is zero when marked `=` (what Falco's own conversion does)
// and else empty. Where `:` stands instead of `|`, Falco completes nothing: a parameter that the event lacks
// is missing, which fields tell from empty. Names are those of today's kind.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

namespace sysreel {

extern const std::string_view kScapCodeRows;
inline constexpr uint16_t kScapCodes = 454;

struct ScapParam {
  std::string_view name;
  bool zero = false;  // when nothing gives a value
};

struct ScapCode {
  enum class Use : uint8_t { kNone, kEvent, kKeep, kSeen, kBoth, kDrop };
  Use use = Use::kNone;
  std::string_view kind;
  std::vector<ScapParam> params;
  bool completed = false;  // an event has all of the kind's parameters, if only empty
  size_t carried = 0;      // so many of them, at most, an event has; the others only come from the enter
};

// By code, kScapCodes of them.
const std::vector<ScapCode>& scap_codes();

// Codes that the converter treats specially.
inline constexpr uint16_t kScapGenericExit = 1;
inline constexpr uint16_t kScapContainerOld = 228;  // id, type, name, image instead of JSON
inline constexpr uint16_t kScapNotification = 280;
inline constexpr uint16_t kScapInfrastructure = 286;
constexpr bool is_large_code(uint16_t code) {  // parameter lengths take four bytes
  return code == 322 || code == 324 || code == 402;
}

// The name of a system call by Falco's portable number (what the ID of a generic event holds); empty if
// unknown.
std::string_view scap_syscall_name(uint16_t id);

}  // namespace sysreel
