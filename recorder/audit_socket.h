// AuditSocket: a netlink socket of the kernel's audit, and one exchange of a request and its answer.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "base/result.h"
#include "base/scoped_fd.h"

namespace sysreel {

// Reads audit records as the members of the read-only group do: needs CAP_AUDIT_READ, and takes nothing away
// from the daemon. A datagram is a struct nlmsghdr and a record's text.
Result<ScopedFd> open_audit_log();

// For requests, without a group.
Result<ScopedFd> open_audit_control();
// Sends a request and waits for the kernel's word on it: 0, or a negative errno.
Result<int> ask_audit(int fd, uint16_t type, std::span<const uint8_t> body);

}  // namespace sysreel
