// While it lives, what libbpf says on this thread is collected instead of printed; afterwards libbpf is
// silent. Not to be nested.
#pragma once

#include <string>

#include "base/result.h"

namespace sysreel {

class LibraryLog {
 public:
  LibraryLog();
  ~LibraryLog();
  LibraryLog(const LibraryLog&) = delete;
  LibraryLog& operator=(const LibraryLog&) = delete;

  // `what`, the system's word for `error` (an errno), and the verifier's or libbpf's own.
  Error error(std::string what, int error) const;
};

// `what` and the system's word for `error` (an errno).
Error system_error(std::string what, int error);

}  // namespace sysreel
