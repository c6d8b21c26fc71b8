// From rule texts to a Program: the one entry of the rules library for a program that runs rules.
//
//   document -> items -> lexer -> parser -> merge -> resolve -> check -> compile
//
// Each stage is a function from an immutable input to a new output with a text dump (STYLE §8); pipeline.cpp
// is the place that tells the whole story and contains no other logic.
#pragma once

#include <vector>

#include "base/diagnostics.h"
#include "rules/load_options.h"
#include "rules/program.h"

namespace sysreel::rules {

struct RuleSet {
  Program program;
  Diagnostics diagnostics;
  bool loaded() const { return !diagnostics.has_errors(); }
};

RuleSet load(std::vector<SourceFile> files, const LoadOptions& options);

}  // namespace sysreel::rules
