// From rule texts to a Program: the one entry of the rules library for a program that runs rules.
//
//   document -> items -> lexer -> parser -> merge -> resolve -> check -> compile
//
// Each stage is a function from an immutable input to a new output with a text dump (STYLE §8); rule_set.cpp
// is the place that tells the whole story and contains no other logic.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/diagnostics.h"
#include "rules/program.h"

namespace sysreel::rules {

struct SourceFile {
  std::string name;  // for diagnostics
  std::string text;
};

// --enable/--disable NAME|tag:T, in the order given; later entries win.
struct Selection {
  bool enable = true;
  std::string name;  // exact or with * wildcards; empty when tag is set
  std::string tag;
};

struct LoadOptions {
  bool falco_compatible = false;
  std::vector<Selection> selections;
  std::optional<Priority> min_priority;
  std::vector<std::string> sources;  // empty: all
};

struct RuleSet {
  Program program;
  Diagnostics diagnostics;
  bool loaded() const { return !diagnostics.has_errors(); }
};

RuleSet load(const std::vector<SourceFile>& files, const LoadOptions& options);

}  // namespace sysreel::rules
