// PinTrigger: has somebody asked to keep the files around this moment? By writing a file that the user named,
// or by `sysreel-record pin DIR`, which leaves a request in the ring's directory and waits until it is taken.
#pragma once

#include <sys/types.h>

#include <cstdint>
#include <string>

#include "base/result.h"

namespace sysreel {

class PinTrigger {
 public:
  // `ring`: the ring's NAME.reel. `path`: a file whose writing is a request; may be empty, need not exist.
  PinTrigger(const std::string& ring, std::string path);

  // True once for each request, or for several that came since the last look.
  bool requested();

 private:
  struct Version {
    bool exists = false;
    ino_t inode = 0;
    off_t size = 0;
    int64_t modified = 0;  // ns
    bool operator==(const Version&) const = default;
  };
  Version version() const;

  std::string request_;
  std::string path_;
  Version seen_;
};

// For `pin DIR`. kNotFound when no recorder takes the request within `milliseconds`.
Status request_pin(const std::string& directory, int milliseconds);

}  // namespace sysreel
