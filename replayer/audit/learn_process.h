// What audit records say of the process that made a call, put into the state: the programs of most processes
// were started before the log begins or by calls that no audit rule watches.
#pragma once

#include "replayer/audit/audit_call.h"
#include "replayer/state/state.h"

namespace sysreel {

// Before the call's event. The process gets its parent, credentials, terminal and working directory; its
// program as long as no exec told a better one; the descriptor of a socket that the call gives an address.
void learn_process(State& state, const EventKind& kind, const AuditCall& call);

}  // namespace sysreel
