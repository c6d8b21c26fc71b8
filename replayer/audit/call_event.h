// The event of a system call that audit records describe: the parameters of its kind, taken from the records
// by the same rows of the catalogue that tell the recorder where to take them.
#pragma once

#include "format/block_builder.h"
#include "replayer/audit/audit_call.h"

namespace sysreel {

// `kind` is the call's, or procexit for a call that ends the process; of the builder's catalogue. `time` is
// CLOCK_BOOTTIME ns. What the records do not say is marked as missing. The process is its own thread: audit
// names no others.
void append_call_event(BlockBuilder& builder, const EventKind& kind, const AuditCall& call, uint64_t time);

}  // namespace sysreel
