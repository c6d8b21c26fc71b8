// Macros by name with their trees, and the check that every name in a condition is a macro that it may see.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "rules/ast.h"
#include "rules/event_set.h"

namespace sysreel::rules {

struct Macro {
  std::string_view name;
  const Node* root = nullptr;  // null: its condition does not parse, or uses what is not there
  uint32_t defined = 0;
  uint32_t changed = 0;
  bool used = false;
  bool resolved = false;
  // With the macros inside written out.
  uint32_t depth = 0;
  uint64_t checks = 0;
};

class MacroTable : public MacroSource {
 public:
  // Trees nested deeper, or conditions with more checks, would cost stack and memory that a rule file should
  // not be able to ask for.
  static constexpr uint32_t kMaxDepth = 3000;
  static constexpr uint64_t kMaxChecks = 500'000;
  static constexpr uint32_t kSeesAll = 0xffffffff;

  void add(Macro macro);  // in the order of definition
  std::vector<Macro>& all() { return macros_; }
  const Macro* find(std::string_view name) const;
  const Node* body(std::string_view macro) const override;

  struct Problem {
    enum class Kind : uint8_t { kUndefined, kLoop, kTooDeep, kTooLarge, kBroken };
    Kind kind = Kind::kUndefined;
    const Node* node = nullptr;  // the name in question
  };
  // What is wrong with the names in `condition`, seen by something last changed at `sees`. Marks what is
  // used.
  std::vector<Problem> resolve(const Node& condition, uint32_t sees);
  // resolve() for each macro in order; broken ones lose their tree.
  struct MacroProblem {
    const Macro* macro = nullptr;
    Problem problem;
  };
  std::vector<MacroProblem> resolve_all();

 private:
  struct Size {
    uint32_t depth = 0;
    uint64_t checks = 0;
  };
  Size visit(const Node& node, uint32_t sees, std::vector<Problem>& problems);
  Size visit_macro(const Node& node, uint32_t sees, std::vector<Problem>& problems);

  std::vector<Macro> macros_;
  std::unordered_map<std::string_view, size_t> index_;
  std::vector<std::string_view> path_;
};

}  // namespace sysreel::rules
