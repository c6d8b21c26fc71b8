#include "rules/operator_types.h"

#include "rules/ast.h"
#include "rules/predicate.h"

namespace sysreel::rules {
namespace {

bool is_membership(Operator op) {
  return op == Operator::kEqual || op == Operator::kNotEqual || op == Operator::kIn ||
         op == Operator::kIntersects;
}

bool is_order(Operator op) {
  return op == Operator::kLess || op == Operator::kLessEqual || op == Operator::kGreater ||
         op == Operator::kGreaterEqual;
}

bool is_bytes(Operator op) {
  return op == Operator::kBContains || op == Operator::kBStartsWith;
}

bool fits_scalar(Operator op, FieldType type) {
  if (is_membership(op)) return type != FieldType::kDynamic;
  switch (type) {
    case FieldType::kString:
      return !is_bytes(op);
    case FieldType::kBuffer:
      return is_bytes(op) || op == Operator::kContains || op == Operator::kStartsWith ||
             op == Operator::kEndsWith;
    case FieldType::kDouble:
      return is_order(op);
    default:
      return is_integer(type) && type != FieldType::kBool && is_order(op);
  }
}

}  // namespace

std::string_view name_of(FieldType type) {
  switch (type) {
    case FieldType::kString:
      return "text";
    case FieldType::kBool:
      return "a Boolean";
    case FieldType::kInt16:
    case FieldType::kInt32:
    case FieldType::kInt64:
    case FieldType::kUint16:
    case FieldType::kUint32:
    case FieldType::kUint64:
    case FieldType::kDouble:
      return "a number";
    case FieldType::kPort:
      return "a port";
    case FieldType::kIpAddress:
      return "an IP address";
    case FieldType::kIpNet:
      return "a network";
    case FieldType::kAbsTime:
    case FieldType::kRelTime:
      return "a time";
    case FieldType::kBuffer:
      return "bytes";
    case FieldType::kDynamic:
      return "of a kind that cannot be compared";
  }
  return "";
}

std::optional<std::string> operator_problem(Operator op, Modifier modifier, const SideType& side) {
  if (op == Operator::kExists) return std::nullopt;
  std::string name(name_of(op));
  if (modifier != Modifier::kNone) name.append(" ").append(name_of(modifier));
  if (side.list) {
    if (op == Operator::kIn || op == Operator::kIntersects) return std::nullopt;
    if (side.text_elements && fits_scalar(op, FieldType::kString)) return std::nullopt;
    return "operator '" + name + "' does not go with a list; use in, intersects or exists";
  }
  if (fits_scalar(op, side.type)) return std::nullopt;
  return "operator '" + name + "' does not go with a value that is " + std::string(name_of(side.type));
}

}  // namespace sysreel::rules
