// Whether two documents are the same: kinds, values, places, structure, error.
#pragma once

#include <algorithm>
#include <string>

#include "base/yaml_document.h"

namespace sysreel {

// Where they differ first; empty: nowhere.
inline std::string difference(const YamlDocument& one, const YamlDocument& other) {
  if (one.error().has_value() != other.error().has_value())
    return "error: " + (one.error() ? one.error()->message : other.error()->message);
  const auto same = [](const auto& a, const auto& b) {
    return std::equal(a.begin(), a.end(), b.begin(), b.end());
  };
  if (one.node_count() != other.node_count())
    return std::to_string(one.node_count()) + " and " + std::to_string(other.node_count()) + " values";
  for (YamlId id = 0; id < one.node_count(); ++id) {
    const YamlNode& a = one.node(id);
    const YamlNode& b = other.node(id);
    const auto show = [](const YamlNode& node) {
      return std::to_string(node.start.line) + ":" + std::to_string(node.start.column) + " kind " +
             std::to_string(static_cast<int>(node.kind)) + " \"" + std::string(node.text) + "\"";
    };
    if (a.kind != b.kind || a.text != b.text || a.start.line != b.start.line ||
        a.start.column != b.start.column)
      return show(a) + " and " + show(b);
    if (!same(one.children(id), other.children(id))) return "children of " + show(a);
  }
  return same(one.roots(), other.roots()) ? "" : "roots";
}

}  // namespace sysreel
