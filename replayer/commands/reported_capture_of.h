// What the reports of a replay say about a capture, from what was read of it.
#pragma once

#include <string>

#include "replayer/report/reported_capture.h"

namespace sysreel {

class CaptureReader;
struct ReplayTotals;
namespace rules {
class Program;
}

// The reader has been read to its end.
ReportedCapture reported_capture_of(const std::string& path, const CaptureReader& reader,
                                    const rules::Program& program, const ReplayTotals& totals);

}  // namespace sysreel
