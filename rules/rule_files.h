// Rule files from the disk, in the order given; a directory gives its .yaml and .yml files in name order,
// but for *.test.yaml, which are expectations.
#pragma once

#include <string>
#include <vector>

#include "base/diagnostics.h"
#include "rules/load_options.h"

namespace sysreel::rules {

// What cannot be read is reported as LOAD_ERR_FILE_READ and left out. "-" is standard input.
std::vector<SourceFile> read_rule_files(const std::vector<std::string>& paths, Diagnostics& diagnostics);

}  // namespace sysreel::rules
