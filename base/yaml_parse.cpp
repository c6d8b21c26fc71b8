// Which of the two libraries reads a text: libyaml, and yaml-cpp whenever that declines.
#include <utility>

#include "base/libyaml_reader.h"
#include "base/yaml_cpp_reader.h"
#include "base/yaml_document.h"
#include "base/yaml_tree_builder.h"

namespace sysreel {

YamlDocument YamlDocument::parse(std::string text, const YamlLimits& limits) {
  if (text.size() <= limits.bytes) {
    YamlDocument document(std::move(text));
    YamlTreeBuilder builder(document, limits);
    if (read_with_libyaml(document.text(), builder)) return document;
    text = std::move(*document.text_);
  }
  return parse_with_yaml_cpp(std::move(text), limits);
}

YamlDocument YamlDocument::parse_with_yaml_cpp(std::string text, const YamlLimits& limits) {
  YamlDocument document(std::move(text));
  document.by_yaml_cpp_ = true;
  if (document.text().size() > limits.bytes) {
    document.error_ =
        YamlError{"the file is too large (" + std::to_string(document.text().size()) + " bytes)", {1, 1}};
    return document;
  }
  YamlTreeBuilder builder(document, limits);
  document.error_ = read_with_yaml_cpp(document.text(), builder);
  return document;
}

}  // namespace sysreel
