// Which field with which argument a name in a condition or an output means.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "rules/program.h"

namespace sysreel::rules {

struct FieldScope {
  std::string_view source = "syscall";
  bool falco_compatible = false;
};

struct FieldLookup {
  std::optional<FieldUse> use;
  // Why not. `unknown`: there is no such field, which a rule may ask to be skipped for
  // (skip-if-unknown-filter); otherwise the field is known and its argument is wrong.
  bool unknown = false;
  std::string message;
  std::string hint;
};

// `argument`: what stood in brackets; absent and empty are different.
FieldLookup find_field(std::string_view name, std::optional<std::string_view> argument,
                       const FieldScope& scope);

// The same for text as it stands in an output or a value: "proc.aname[2]".
FieldLookup find_field_text(std::string_view text, const FieldScope& scope);

bool knows(const Field& field, const FieldScope& scope);

// How several values of this use count: an index picks one ancestor.
Multiplicity multiplicity_of(const FieldUse& use);
// The type that its values have; for evt.rawarg.NAME the argument's.
FieldType type_of(const FieldUse& use);

}  // namespace sysreel::rules
