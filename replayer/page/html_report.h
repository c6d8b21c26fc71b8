// The report as one HTML page that needs nothing but itself: no network, opens from disk.
//
// The data travel compressed (zlib) and in base64 inside the page, so nothing that came from a capture is
// ever part of its markup; the script shows texts as texts. A Content-Security-Policy allows the page's own
// script and style, by their hashes, and nothing else.
#pragma once

#include <memory>
#include <ostream>

#include "replayer/report/reporter.h"

namespace sysreel {

class FindingInspector;

// The inspector gives the processes of each capture as it ends. Both must outlive the report.
std::unique_ptr<Reporter> make_html_report(std::ostream& out, const FindingInspector& inspector);

}  // namespace sysreel
