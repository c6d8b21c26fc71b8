// Builds the tree of a YamlDocument out of what a YAML library reads, event by event, within the document's
// limits.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/yaml_document.h"

namespace sysreel {

class YamlTreeBuilder {
 public:
  using Anchor = size_t;  // 0: none

  // Thrown when a limit is met: yaml-cpp cannot be left in another way.
  struct Stop {
    YamlError error;
  };

  // Both outlive the builder. The document's tree is empty.
  YamlTreeBuilder(YamlDocument& document, const YamlLimits& limits);

  void null(YamlPosition at, Anchor anchor = 0);
  void scalar(YamlPosition at, std::string_view value, Anchor anchor = 0);
  // A value that stands in the document's text as it is.
  void scalar_of_text(YamlPosition at, std::string_view value);
  void alias(YamlPosition at, Anchor anchor);
  void open(YamlKind kind, YamlPosition at, Anchor anchor = 0);  // kSequence, kMap
  void close();

 private:
  struct Open {
    YamlId id = 0;
    size_t weight = 1;    // nodes in it, aliases expanded
    size_t children = 0;  // where its children begin in pending_
  };

  [[noreturn]] static void stop(std::string message, YamlPosition at);
  YamlId make(YamlKind kind, YamlPosition at, Anchor anchor);
  void add(YamlId id, size_t weight, const YamlPosition* alias = nullptr);

  YamlDocument& document_;
  const YamlLimits& limits_;
  size_t most_nodes_;
  std::vector<Open> open_;
  std::vector<YamlId> pending_;  // children of what is open, the innermost last
  std::map<Anchor, YamlId> anchors_;
  std::map<YamlId, size_t> weights_;  // of containers with an anchor
};

}  // namespace sysreel
