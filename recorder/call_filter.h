// The system calls that a recording makes once it has begun; all others fail with EPERM. Refused, not killed
// for: a call that was forgotten here must not cost the recording.
#pragma once

#include <sys/types.h>

#include "base/result.h"

namespace sysreel {

struct CallNeeds {
  bool kernel_events = true;  // reads maps and iterators of BPF programs that are loaded
  bool listens = false;       // takes connections; the socket is there already
  pid_t command = 0;          // signals are handed on to it; 0: none
};

// Of all threads of the process, for good. An error where the kernel has no such filters; in builds with a
// sanitizer, whose runtime makes calls of its own, nothing is done.
Status confine_calls(const CallNeeds& needs);

}  // namespace sysreel
