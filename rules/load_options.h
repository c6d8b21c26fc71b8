// What a load takes beside the language: files and choices.
#pragma once

#include <optional>
#include <string>
#include <vector>

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
  bool lint = false;                 // hints about what is valid and probably not meant
};

}  // namespace sysreel::rules
