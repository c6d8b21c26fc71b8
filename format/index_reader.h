// The parts of a closed capture, from its index instead of from a walk along its frames.
#pragma once

#include <optional>
#include <vector>

#include "base/result.h"
#include "format/capture_footer.h"
#include "format/part_order.h"

namespace sysreel {

class ByteInput;

struct IndexedParts {
  std::vector<PartEntry> parts;  // all frames but the header, in the order of the file, index and footer last
  CaptureFooter footer;
};

// Nothing when the input has no sound trailer, footer and index of the capture that account for every byte:
// then a scan has to tell what is there. An Error is a failing system call. The input must be able to seek.
Result<std::optional<IndexedParts>> read_index(ByteInput& input, const ScannedFrame& header);

}  // namespace sysreel
