// The items of a rule file, as written: what the item reader gives and merging takes. Every text keeps the
// scalar that it came from.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "rules/program.h"

namespace sysreel::rules {

// A value in a file: the file's number in the load, and the value's in its document.
struct SourceRef {
  uint32_t file = 0;
  uint32_t node = 0;
};

// Of the file's document, which lives as long as the load.
struct SourcedText {
  std::string_view text;
  SourceRef at;
};

// fields, comps and values of an exception: a text or a list of them.
struct ExceptionEntry {
  bool present = false;
  bool is_list = false;
  SourcedText text;
  std::vector<ExceptionEntry> items;
};

struct ExceptionItem {
  std::string name;
  SourceRef at;
  ExceptionEntry fields;
  ExceptionEntry comps;
  std::vector<ExceptionEntry> values;
};

struct EngineVersionItem {
  SourcedText version;
};

struct PluginRequirement {
  SourcedText name;
  SourcedText version;
};
struct PluginVersionsItem {
  std::vector<std::vector<PluginRequirement>> requirements;  // each with its alternatives
};

struct ListItem {
  SourcedText name;
  std::vector<SourcedText> items;
  bool append = false;
};

struct MacroItem {
  SourcedText name;
  SourcedText condition;
  bool append = false;
};

// The parts of a rule that an item sets. A new rule sets the required ones, an override those that it names.
struct RuleParts {
  std::optional<SourcedText> condition;
  std::optional<SourcedText> output;
  std::optional<SourcedText> description;
  std::optional<Priority> priority;
  std::optional<std::vector<std::string>> tags;
  std::optional<std::vector<ExceptionItem>> exceptions;
  std::optional<bool> enabled;
  std::optional<bool> warn_evttypes;
  std::optional<bool> skip_if_unknown_filter;
  std::optional<bool> capture;
  std::optional<uint32_t> capture_duration;
};

struct RuleItem {
  enum class Action : uint8_t { kDefine, kUpdate, kToggle };
  Action action = Action::kDefine;
  SourcedText name;
  std::optional<SourcedText> source;
  RuleParts set;       // kDefine: the rule; kUpdate: what is replaced; kToggle: enabled
  RuleParts appended;  // kUpdate
  bool has_append = false;
  bool has_replace = false;
};

// An item with a mistake that was reported. Its name is known, so that who refers to it is not blamed.
struct BrokenItem {
  enum class Kind : uint8_t { kList, kMacro, kRule };
  Kind kind = Kind::kRule;
  SourcedText name;
  bool update = false;  // of something that must be there already
};

using Item = std::variant<EngineVersionItem, PluginVersionsItem, ListItem, MacroItem, RuleItem, BrokenItem>;

}  // namespace sysreel::rules
