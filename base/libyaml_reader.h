// YAML as libyaml reads it, for texts that yaml-cpp would read the same way: six times as fast.
//
// libyaml accepts texts that yaml-cpp refuses, and reads some into other values or places. This reader
// recognises (yaml_agreement.h) the common ground of both, on which rule files stand but for a few, and
// declines the rest.
#pragma once

#include <string_view>

namespace sysreel {

class YamlTreeBuilder;

// False: refused, at a limit of the builder, or not certain to be what yaml-cpp makes of it. What has been
// built then is of no use.
bool read_with_libyaml(std::string_view text, YamlTreeBuilder& builder);

}  // namespace sysreel
