// What the capture's header says about the host.
#pragma once

#include "format/capture_header.h"

namespace sysreel {

// Host, kernel, system, clocks, ids; the caller adds what it was asked to record.
CaptureHeader describe_host();

// "sysreel-HOST-20261123T100000Z.reel"
std::string default_capture_name(const CaptureHeader& header);

}  // namespace sysreel
