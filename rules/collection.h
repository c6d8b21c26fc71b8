// Items of all files, merged: each list, macro and rule once, with everything that was appended or replaced.
#pragma once

#include <cstdint>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "rules/items.h"
#include "rules/load_log.h"
#include "rules/text_hash.h"

namespace sysreel::rules {

// When a thing was first defined and last changed, counted over all items. A macro sees the macros that were
// first defined before it was last changed.
struct Age {
  uint32_t defined = 0;
  uint32_t changed = 0;
};

struct ListDefinition {
  SourcedText name;
  std::vector<SourcedText> items;
  Age age;
};

struct MacroDefinition {
  SourcedText name;
  std::vector<SourcedText> condition;  // joined by blanks
  Age age;
};

struct RuleDefinition {
  SourcedText name;
  std::string source = "syscall";
  bool unknown_source = false;
  std::vector<SourcedText> condition;  // joined by blanks, as all texts
  std::vector<SourcedText> output;
  std::vector<SourcedText> description;
  Priority priority = Priority::kDebug;
  std::set<std::string> tags;
  std::vector<ExceptionItem> exceptions;
  bool enabled = true;
  bool warn_evttypes = true;
  bool skip_if_unknown_filter = false;
  bool capture = false;
  uint32_t capture_duration = 0;
};

template <typename T>
class ByName {
 public:
  T* find(std::string_view name) {
    const auto at = index_.find(name);
    return at == index_.end() ? nullptr : &items_[at->second];
  }
  const T* find(std::string_view name) const { return const_cast<ByName*>(this)->find(name); }
  T& add(T item) {
    index_.emplace(item.name.text, items_.size());
    return items_.emplace_back(std::move(item));
  }
  const std::vector<T>& all() const { return items_; }  // in the order of the first definitions

 private:
  std::vector<T> items_;
  TextMap<size_t> index_;
};

struct Collection {
  ByName<ListDefinition> lists;
  ByName<MacroDefinition> macros;
  ByName<RuleDefinition> rules;
  std::vector<std::vector<PluginRequirement>> plugin_requirements;
  std::string required_engine_version;  // the highest one asked for
  // Defined, but wrong, which was reported.
  std::set<std::string, std::less<>> broken_lists;
  std::set<std::string, std::less<>> broken_macros;
  std::set<std::string, std::less<>> broken_rules;
};

struct MergeOptions {
  bool falco_compatible = false;
  std::vector<std::string> sources;  // known ones
};

Collection merge(std::vector<Item> items, const MergeOptions& options, LoadLog& log);

}  // namespace sysreel::rules
