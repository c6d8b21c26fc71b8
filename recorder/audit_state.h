// The state of the kernel's audit, asked for and never changed.
#pragma once

#include <cstdint>
#include <string>

namespace sysreel {

struct AuditState {
  bool known = false;
  std::string problem;  // why it is not known
  bool enabled = false;
  uint32_t daemon = 0;  // pid, 0: none
};

// Needs CAP_AUDIT_CONTROL.
AuditState ask_audit_state();

// A line for people: "off …", "on, daemon 812 …", or why it cannot be asked; and what that means for --audit
// and for the host's speed.
std::string describe_audit(const AuditState& state);

}  // namespace sysreel
