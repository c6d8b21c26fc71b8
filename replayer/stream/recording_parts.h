// The parts of one recording, given in order, are one stream: state goes on from one to the next, also past a
// part that is missing.
#pragma once

#include "format/capture_header.h"

namespace sysreel {

class RecordingParts {
 public:
  // Whether a capture with this header continues the one given before. Remembers it either way.
  bool continues_with(const CaptureHeader& header) {
    const bool next = part_ != 0 && header.part > part_ && header.recording_id == recording_;
    recording_ = header.recording_id;
    part_ = header.part;
    return next;
  }

 private:
  CaptureId recording_{};
  uint32_t part_ = 0;
};

}  // namespace sysreel
