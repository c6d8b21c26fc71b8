// doctor: what can be recorded on this host, and what is missing and why.
#pragma once

#include <ostream>

namespace sysreel {

// A few lines on `out`; the exit code says whether recording is possible.
int diagnose_host(std::ostream& out);

}  // namespace sysreel
