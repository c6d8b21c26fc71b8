// Rules for commands that explain them: the whole pipeline is kept, not only the program.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "replayer/commands/console.h"
#include "rules/load_options.h"

namespace sysreel::rules {
struct Pipeline;
}

namespace sysreel {

// Null when the rules do not load; the console then says why. Without paths the shipped rules are taken, and
// the console says so. Warnings are not shown: `rules check` is there for them.
std::shared_ptr<const rules::Pipeline> load_pipeline(std::vector<std::string> paths,
                                                     const rules::LoadOptions& options, Console& console);

// "there is no rule 'x'; did you mean y?"
std::string unknown_rule(const rules::Pipeline& pipeline, const std::string& name);

}  // namespace sysreel
