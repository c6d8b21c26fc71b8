// YAML as yaml-cpp reads it, which is how the reference engine reads rule files: what it accepts, its
// messages and its places are the ones that count.
#pragma once

#include <optional>
#include <string>

#include "base/yaml_document.h"

namespace sysreel {

class YamlTreeBuilder;

// What is wrong with `text`, if anything; what stands before that has been built.
std::optional<YamlError> read_with_yaml_cpp(const std::string& text, YamlTreeBuilder& builder);

}  // namespace sysreel
