// The fields that a rule reads.
#pragma once

#include <vector>

#include "rules/program.h"

namespace sysreel {

// Of its condition and of its output, each once, in the order of their numbers.
std::vector<rules::FieldUseId> fields_of(const rules::Program& program, const rules::CompiledRule& rule);

}  // namespace sysreel
