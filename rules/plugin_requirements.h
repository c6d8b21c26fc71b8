// required_plugin_versions against the plugins whose fields are there. Falco refuses to start when one is
// missing; here every field that is known is built in, so that it is only worth a hint.
#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "rules/collection.h"

namespace sysreel::rules {

struct Plugin {
  std::string_view name;
  std::string_view version;  // x.y.z
};

// Those whose fields this build knows, with the version that it agrees with.
std::span<const Plugin> built_in_plugins();

// Requirements that no plugin meets, by themselves or by an alternative.
std::vector<const std::vector<PluginRequirement>*> unmet_requirements(const Collection& collection,
                                                                      std::span<const Plugin> plugins);

}  // namespace sysreel::rules
