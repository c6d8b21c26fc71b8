#include "rules/plugin_requirements.h"

#include <algorithm>

#include "rules/version.h"

namespace sysreel::rules {

std::span<const Plugin> built_in_plugins() {
  static constexpr Plugin kPlugins[] = {
      {"container", "0.7.1"},
      {"k8saudit", "0.18.0"},
      {"json", "0.7.4"},
  };
  return kPlugins;
}

std::vector<const std::vector<PluginRequirement>*> unmet_requirements(const Collection& collection,
                                                                      std::span<const Plugin> plugins) {
  std::vector<const std::vector<PluginRequirement>*> out;
  const auto is_met = [&](const PluginRequirement& requirement) {
    const auto wanted = parse_version(requirement.version.text);
    return wanted && std::any_of(plugins.begin(), plugins.end(), [&](const Plugin& plugin) {
             const auto present = parse_version(plugin.version);
             return plugin.name == requirement.name.text && present && satisfies(*present, *wanted);
           });
  };
  for (const auto& alternatives : collection.plugin_requirements)
    if (std::none_of(alternatives.begin(), alternatives.end(), is_met)) out.push_back(&alternatives);
  return out;
}

}  // namespace sysreel::rules
