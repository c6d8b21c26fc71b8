// Predicate: one check with its constants in the form in which they are compared. A Program holds each
// distinct one once; operator and constants stay readable, so that all predicates of a field can be answered
// together.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "rules/path_set.h"
#include "rules/program.h"
#include "rules/text_hash.h"

namespace re2 {
class RE2;
}

namespace sysreel::rules {

struct Network {
  IpAddress address;
  uint8_t bits = 0;
  bool contains(const IpAddress& other) const;
  bool operator==(const Network&) const = default;
};

class RegexDeleter {
 public:
  void operator()(re2::RE2* regex) const;
};
using Regex = std::unique_ptr<re2::RE2, RegexDeleter>;

struct Predicate {
  OperandId left = 0;
  Operator op = Operator::kExists;
  Modifier modifier = Modifier::kNone;
  OperandId right = kNoOperand;  // a field or transformer instead of constants
  FieldType type = FieldType::kString;
  Multiplicity multiplicity = Multiplicity::kSingle;

  // Constants in source order. `texts` is always filled; of the others the one that fits `type`.
  std::vector<std::string> texts;  // kBContains, kBStartsWith: the bytes that the digits mean
  std::vector<int64_t> integers;  // every integer and time type, ports, booleans; unsigned ones by their bits
  std::vector<double> reals;
  std::vector<IpAddress> addresses;
  std::vector<Network> networks;
  std::vector<Regex> regexes;
  TextSet set;    // texts again, where membership is asked
  PathSet paths;  // kPMatch
};

// "proc.name in (a, b)", canonical.
std::string to_text(const Program& program, const Predicate& predicate);
std::string to_text(const Program& program, const Operand& operand);

bool is_unsigned(FieldType type);
bool is_integer(FieldType type);  // compared as integers: numbers, times, ports, booleans

}  // namespace sysreel::rules
