#include "rules/predicate.h"

#include <re2/re2.h>

#include "rules/ast.h"

namespace sysreel::rules {

// Here, because a Program owns predicates and program.h does not know them.
Program::Program() = default;
Program::Program(Program&&) noexcept = default;
Program& Program::operator=(Program&&) noexcept = default;
Program::~Program() = default;

void RegexDeleter::operator()(re2::RE2* regex) const {
  delete regex;
}

bool Network::contains(const IpAddress& other) const {
  if (other.v6 != address.v6) return false;
  const size_t whole = bits / 8;
  for (size_t i = 0; i < whole; ++i)
    if (address.bytes[i] != other.bytes[i]) return false;
  const unsigned rest = bits % 8U;
  return rest == 0 || (address.bytes[whole] >> (8 - rest)) == (other.bytes[whole] >> (8 - rest));
}

bool is_unsigned(FieldType type) {
  switch (type) {
    case FieldType::kUint16:
    case FieldType::kUint32:
    case FieldType::kUint64:
    case FieldType::kPort:
    case FieldType::kAbsTime:
    case FieldType::kRelTime:
      return true;
    default:
      return false;
  }
}

bool is_integer(FieldType type) {
  switch (type) {
    case FieldType::kBool:
    case FieldType::kInt16:
    case FieldType::kInt32:
    case FieldType::kInt64:
      return true;
    default:
      return is_unsigned(type);
  }
}

std::string_view name_of(Transformer transformer) {
  switch (transformer) {
    case Transformer::kNone:
      return "";
    case Transformer::kToLower:
      return "tolower";
    case Transformer::kToUpper:
      return "toupper";
    case Transformer::kBase64:
      return "b64";
    case Transformer::kBasename:
      return "basename";
    case Transformer::kLen:
      return "len";
    case Transformer::kJoin:
      return "join";
    case Transformer::kConcat:
      return "concat";
    case Transformer::kGetOpt:
      return "getopt";
    case Transformer::kValue:
      return "";
  }
  return "";
}

std::string to_text(const Program& program, const Operand& operand) {
  std::string out;
  if (operand.is_literal) {
    append_literal(out, operand.literal);
    return out;
  }
  if (operand.transformer == Transformer::kNone) return program.fields[operand.field].text;
  out = name_of(operand.transformer);
  out += '(';
  for (size_t i = 0; i < operand.arguments.size(); ++i) {
    if (i != 0) out += ',';
    out += to_text(program, program.operands[operand.arguments[i]]);
  }
  out += ')';
  if (!operand.option.empty()) out += '[' + operand.option + ']';
  return out;
}

std::string to_text(const Program& program, const Predicate& predicate) {
  std::string out = to_text(program, program.operands[predicate.left]);
  out += ' ';
  out += name_of(predicate.op);
  if (predicate.modifier != Modifier::kNone) {
    out += ' ';
    out += name_of(predicate.modifier);
  }
  if (predicate.op == Operator::kExists) return out;
  out += ' ';
  if (predicate.right != kNoOperand) {
    const Operand& right = program.operands[predicate.right];
    const std::string text = to_text(program, right);
    return out + (right.transformer == Transformer::kNone ? "val(" + text + ")" : text);
  }
  const bool list = predicate.modifier != Modifier::kNone || predicate.op == Operator::kIn ||
                    predicate.op == Operator::kIntersects || predicate.op == Operator::kPMatch;
  if (list) out += '(';
  for (size_t i = 0; i < predicate.texts.size(); ++i) {
    if (i != 0) out += ", ";
    append_literal(out, predicate.texts[i]);
  }
  if (list) out += ')';
  return out;
}

}  // namespace sysreel::rules
