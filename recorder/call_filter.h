// The system calls that a recording makes once it has begun; all others fail with EPERM. Refused, not killed
// for: a call that was forgotten here must not cost the recording.
#pragma once

#include <sys/types.h>

#include "base/result.h"

namespace sysreel {

// In builds with a sanitizer nothing is filtered: its runtime makes calls of its own.
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
inline constexpr bool kFiltersCalls = false;
#else
inline constexpr bool kFiltersCalls = true;
#endif

struct CallNeeds {
  bool kernel_events = true;  // reads maps and iterators of BPF programs that are loaded
  bool listens = false;       // takes connections; the socket is there already
  pid_t command = 0;          // signals are handed on to it; 0: none
};

// Of all threads of the process, for good. An error where the kernel has no such filters.
Status confine_calls(const CallNeeds& needs);

}  // namespace sysreel
