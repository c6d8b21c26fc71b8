// Program: a rule set made flat. Distinct field uses, operands and predicates exist once and have numbers; a
// rule is a run of instructions over predicate numbers (DESIGN §6.1). The compiler makes it, nobody changes
// it afterwards.
//
// The replayer reads `fields` once to bind an extractor to each, asks `kinds` of a rule which events concern
// it, and runs the code with predicate answers that it may remember as long as what they depend on is
// unchanged.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "format/catalogue/catalogue.h"
#include "rules/field.h"
#include "rules/value.h"

namespace sysreel::rules {

using FieldUseId = uint32_t;
using OperandId = uint32_t;
using PredicateId = uint32_t;
using RuleId = uint32_t;
inline constexpr uint32_t kNoOperand = 0xffffffff;

// One field with one argument, as it occurs in conditions or outputs.
struct FieldUse {
  FieldId field = 0;
  bool has_index = false;
  uint32_t index = 0;  // proc.aname[2]
  std::string key;     // proc.env[PATH], evt.arg.flags, json pointer
  std::string text;    // as written, canonical: "proc.aname[2]"
};

enum class Transformer : uint8_t {
  kNone,
  kToLower,
  kToUpper,
  kBase64,
  kBasename,
  kLen,
  kJoin,
  kConcat,
  kGetOpt,
  kValue
};

// A side of a comparison: a field, a literal, or a transformer over other operands.
struct Operand {
  Transformer transformer = Transformer::kNone;
  bool is_literal = false;
  FieldUseId field = 0;              // plain field
  std::string literal;               // literal argument of a transformer (separator, optstring)
  std::vector<OperandId> arguments;  // transformer arguments, evaluated left to right
  std::string option;                // getopt(...)[c]
  FieldType type = FieldType::kString;
  bool is_list = false;
};

enum class Operator : uint8_t {
  kExists,
  kEqual,
  kNotEqual,
  kLess,
  kLessEqual,
  kGreater,
  kGreaterEqual,
  kContains,
  kIContains,
  kBContains,
  kStartsWith,
  kBStartsWith,
  kEndsWith,
  kGlob,
  kIGlob,
  kRegex,
  kIn,
  kIntersects,
  kPMatch,
};
enum class Modifier : uint8_t { kNone, kOneOf, kAnyOf, kAllOf };

struct Predicate;  // rules/predicate.h: constants in comparable form

enum class OpCode : uint8_t {
  kTest,        // operand: predicate; result := answer
  kTestNot,     // result := not answer
  kJumpIfTrue,  // operand: target
  kJumpIfFalse,
  kNot,
  kConstant,  // operand: 0 or 1
  kEnd,
};
struct Instruction {
  OpCode op = OpCode::kEnd;
  uint32_t operand = 0;
};
static_assert(sizeof(Instruction) == 8);

enum class Priority : uint8_t {
  kEmergency,
  kAlert,
  kCritical,
  kError,
  kWarning,
  kNotice,
  kInformational,
  kDebug
};
std::string_view name_of(Priority priority);  // "Error"

// Kinds by KindId of Catalogue::builtin(). Kinds that a capture adds are matched by rules without a kind
// restriction.
struct KindSet {
  std::vector<bool> bits;
  bool unrestricted = false;  // names no kind: every event is a candidate
  bool others = false;        // of kinds that only a capture's own catalogue has
  bool contains(KindId kind) const { return unrestricted || (kind < bits.size() ? bits[kind] : others); }
};

// A piece of an output line: literal text or an operand with its width.
struct OutputPart {
  std::string literal;
  OperandId operand = kNoOperand;
  std::string name;    // key in output_fields: "proc.name"
  uint32_t width = 0;  // %20proc.name; 0: none
};

struct CompiledRule {
  std::string name;
  std::string description;
  Priority priority = Priority::kDebug;
  std::string source;             // syscall, k8s_audit, linux_audit
  std::vector<std::string> tags;  // sorted bytewise, unique
  std::vector<OutputPart> output;
  std::string output_text;  // as written
  uint32_t first = 0;       // code[first .. first+count)
  uint32_t count = 0;
  KindSet kinds;
  bool enabled = true;
};

class Program {
 public:
  Program();
  Program(Program&&) noexcept;
  Program& operator=(Program&&) noexcept;
  ~Program();

  std::vector<FieldUse> fields;
  std::vector<Operand> operands;
  std::vector<Predicate> predicates;
  std::vector<Instruction> code;
  std::vector<CompiledRule>
      rules;  // in the order of definition; only those that can run (loaded, known source)
  bool falco_compatible = false;  // as the rules were loaded: fields are read as Falco reads them
};

// Gives field values of the current event. Implemented by the replayer.
class FieldReader {
 public:
  virtual ~FieldReader() = default;
  virtual Value read(FieldUseId use) = 0;
};

// Memory that evaluation of transformers needs; reuse one per thread.
class EvaluationScratch;

// Answers one predicate for the event that `reader` stands on.
bool test(const Program& program, PredicateId predicate, FieldReader& reader, EvaluationScratch& scratch);
// The value of an operand (for outputs); text it makes lives in `scratch` until its clear().
Value evaluate(const Program& program, OperandId operand, FieldReader& reader, EvaluationScratch& scratch);

}  // namespace sysreel::rules
