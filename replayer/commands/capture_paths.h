// Which captures a command line names.
#pragma once

#include <string>
#include <vector>

#include "base/result.h"

namespace sysreel {

// Files as given; a directory gives its *.reel, *.reel.part and *.scap, in the order of their names.
// kNotFound for a directory without any.
Result<std::vector<std::string>> capture_files(const std::vector<std::string>& paths);

}  // namespace sysreel
