// All stages of one load with what each of them made. load() keeps the program and the diagnostics; describe
// reads the rest.
#pragma once

#include <memory>
#include <vector>

#include "rules/collection.h"
#include "rules/list_expansion.h"
#include "rules/load_log.h"
#include "rules/load_options.h"
#include "rules/resolved.h"
#include "rules/rule_compiler.h"
#include "rules/rule_set.h"

namespace sysreel::rules {

struct Pipeline {
  std::vector<LoadedFile> files;
  Collection collection;
  std::unique_ptr<ListExpander> lists;
  Resolved resolved;
  WrittenConditions conditions;
  RuleSet result;
};

// Behind a pointer, because the stages hold views of each other.
std::unique_ptr<Pipeline> run_pipeline(std::vector<SourceFile> files, const LoadOptions& options);

}  // namespace sysreel::rules
