// Which test files a command line names.
#pragma once

#include <string>
#include <vector>

#include "base/result.h"

namespace sysreel {

// Files as given; a directory gives the *.test.yaml and *.test.yml below it, by name. kNotFound for a path
// that is not there and a directory without tests.
Result<std::vector<std::string>> test_files(const std::vector<std::string>& paths);

}  // namespace sysreel
