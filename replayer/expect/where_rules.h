// `where` of expectations as conditions of the production program, so that fields mean the same in both.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/diagnostics.h"
#include "replayer/expect/expectation_file.h"
#include "rules/load_options.h"
#include "rules/program.h"

namespace sysreel {

// Checks the fields and values of each `where` under its rule's source; what is wrong is reported at its
// place.
void check_where(const Expectation& expectation, std::string_view source, Diagnostics& diagnostics);

// A rule file that holds one disabled rule for each `where`; its rules come after all others. The names are
// where_rule_name(i).
rules::SourceFile where_rules(const std::vector<Expectation>& expectations,
                              const std::vector<std::string>& sources);
std::string where_rule_name(size_t expectation);

}  // namespace sysreel
