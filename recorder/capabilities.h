// What the recorder may do that others may not, and giving it up.
//
// It starts with much, since loading programs into the kernel and opening files anywhere takes much. Then it
// only reads, and writes its files: whoever finds a way into it through the texts that it parses finds little
// there.
#pragma once

#include <cstdint>
#include <string>

#include "base/result.h"

namespace sysreel {

struct RecordOptions;

using CapabilitySet = uint64_t;  // bit N: the capability of number N in <linux/capability.h>

// What a recording of the kernel's events, or of audit events alone, still needs once its file is open.
// `file`: its name.
CapabilitySet capabilities_for(const RecordOptions& options, bool kernel_events, const std::string& file);

// Of `wanted` the capabilities that the calling thread has; CAP_SYS_ADMIN where that is what stands for one
// that it lacks, as before there were CAP_BPF and CAP_PERFMON.
CapabilitySet available_capabilities(CapabilitySet wanted);

// The calling thread, and those that it starts from now on, keep `kept` and can get no other. Other threads
// are not reached: call it before there are any.
Status keep_capabilities(CapabilitySet kept);

}  // namespace sysreel
