// Everything between merging and the program: the texts with their lists replaced, their trees, the macros.
// Each rule and macro that parsed has a tree; describe, plan and the lints read it.
#pragma once

#include <deque>
#include <string>
#include <string_view>
#include <vector>

#include "rules/arena.h"
#include "rules/ast.h"
#include "rules/collection.h"
#include "rules/list_expansion.h"
#include "rules/load_log.h"
#include "rules/macro_table.h"
#include "rules/source_text.h"

namespace sysreel::rules {

// A text that was parsed, by the text_id of its nodes.
struct ConditionText {
  SourceText text;
  std::string_view item_type;  // "rule", "macro"
  std::string_view item_name;
};

struct ResolvedRule {
  const RuleDefinition* definition = nullptr;
  const Node* root = nullptr;   // null: it does not parse, or uses macros that are not there
  bool broken_quietly = false;  // only because of something that was reported elsewhere
};

struct Resolved {
  Arena arena;
  uint32_t next_id = 0;
  std::deque<ConditionText> texts;
  MacroTable macros;
  std::vector<ResolvedRule> rules;  // of known sources, in order
};

struct ResolveOptions {
  bool falco_compatible = false;
  bool incomplete = false;  // a file could not be read: names that are missing may be in it
};

// Parses all macros and rules and checks their names. Problems go to `log`.
void resolve(const Collection& collection, const ResolveOptions& options, ListExpander& lists, LoadLog& log,
             Resolved& out);

// Reports at a byte of a parsed text.
void report_at(const Resolved& resolved, LoadLog& log, Severity severity, std::string_view code, About about,
               uint32_t text_id, size_t offset, std::string message, std::string hint,
               std::vector<std::string> context = {});

}  // namespace sysreel::rules
