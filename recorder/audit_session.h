// AuditSession: a recording of audit events alone, without BPF and without privilege.
#pragma once

#include "recorder/journal.h"
#include "recorder/record_options.h"

namespace sysreel {

// Records as asked and returns the exit code.
int record_audit(const RecordOptions& options, Journal& journal);

}  // namespace sysreel
