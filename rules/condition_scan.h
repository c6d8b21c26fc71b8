// Things to warn about that concern a whole condition: comparisons with the text <NA>, deprecated fields.
#pragma once

#include <cstdint>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "rules/ast.h"
#include "rules/event_set.h"

namespace sysreel::rules {

class ConditionScan {
 public:
  explicit ConditionScan(const MacroSource& macros) : macros_(macros) {}

  struct Result {
    const Node* not_available = nullptr;  // a Kubernetes or JSON field is compared with <NA>
    uint32_t deprecated = 0;              // bits of deprecated_fields()
    std::vector<std::pair<uint32_t, const Node*>> deprecated_at;
  };
  Result scan(const Node& condition);

 private:
  void visit(const Node& node, Result& result);
  void visit_check(const Node& node, Result& result);
  void note_fields(const Node& side, Result& result, bool& unsafe);

  const MacroSource& macros_;
  std::unordered_map<std::string_view, Result> known_;
};

// Fields whose use Falco warns about.
std::span<const std::string_view> deprecated_fields();

}  // namespace sysreel::rules
