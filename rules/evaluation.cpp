// What a check means (FALCO_INVENTORY §2.3). A missing value makes every check false, != included. Fields
// with several values say how these count: lists by subset and intersection, ancestors and endpoints by any.
#include "rules/evaluation.h"

#include <re2/re2.h>

#include <algorithm>
#include <cassert>
#include <cstring>

#include "base/utf8.h"
#include "rules/glob.h"
#include "rules/ordered.h"
#include "rules/predicate.h"
#include "rules/run_code.h"
#include "rules/transformers.h"

namespace sysreel::rules {
namespace {

using Kind = Value::Kind;

bool is_text(const Value& value) {
  return value.kind == Kind::kText || value.kind == Kind::kBytes;
}

// Numbers of any kind as the integer that a field of this type holds.
int64_t as_integer(const Value& value) {
  switch (value.kind) {
    case Kind::kInt:
      return value.i;
    case Kind::kUint:
      return static_cast<int64_t>(value.u);
    case Kind::kBool:
      return value.b ? 1 : 0;
    case Kind::kDouble:
      return static_cast<int64_t>(value.d);
    default:
      return 0;
  }
}

double as_real(const Value& value) {
  switch (value.kind) {
    case Kind::kDouble:
      return value.d;
    case Kind::kUint:
      return static_cast<double>(value.u);
    default:
      return static_cast<double>(as_integer(value));
  }
}

char fold(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c;
}

bool contains(std::string_view text, std::string_view part, bool ignore_case) {
  if (!ignore_case) return text.find(part) != std::string_view::npos;
  return std::search(text.begin(), text.end(), part.begin(), part.end(),
                     [](char a, char b) { return fold(a) == fold(b); }) != text.end() ||
         part.empty();
}

bool compare_text(Operator op, std::string_view left, std::string_view right) {
  switch (op) {
    case Operator::kContains:
    case Operator::kBContains:
      return contains(left, right, false);
    case Operator::kIContains:
      return contains(left, right, true);
    case Operator::kStartsWith:
    case Operator::kBStartsWith:
      return left.starts_with(right);
    case Operator::kEndsWith:
      return left.ends_with(right);
    case Operator::kGlob:
      return glob_matches(right, left);
    case Operator::kIGlob:
      return glob_matches(right, left, true);
    default:
      return ordered(op, left, right);
  }
}

// RE2 reads UTF-8; what is none becomes the replacement character first.
std::string_view valid_utf8(std::string_view text, EvaluationScratch& scratch) {
  size_t at = 0;
  while (at < text.size()) {
    const Utf8Character c = first_character(text.substr(at));
    if (!c.valid) break;
    at += c.length;
  }
  if (at == text.size()) return text;
  std::string& out = scratch.text();
  out = text.substr(0, at);
  while (at < text.size()) {
    const Utf8Character c = first_character(text.substr(at));
    if (c.valid) {
      out += text.substr(at, c.length);
    } else {
      out += "\xef\xbf\xbd";
    }
    at += c.length;
  }
  return out;
}

bool match_regex(const re2::RE2& regex, std::string_view text, EvaluationScratch& scratch) {
  const std::string_view subject = valid_utf8(text, scratch);
  return regex.Match(re2::StringPiece(subject.data(), subject.size()), 0, subject.size(),
                     re2::RE2::ANCHOR_BOTH, nullptr, 0);
}

// Two values of fields.
bool compare_values(FieldType type, Operator op, const Value& left, const Value& right) {
  if (is_text(left) || is_text(right))
    return is_text(left) && is_text(right) && compare_text(op, left.text, right.text);
  if (left.kind == Kind::kIp || right.kind == Kind::kIp) {
    const bool equal = left.kind == right.kind && left.ip == right.ip;
    return op == Operator::kNotEqual ? !equal : equal && ordered(op, 0, 0);
  }
  if (type == FieldType::kDouble) return ordered(op, as_real(left), as_real(right));
  if (is_unsigned(type))
    return ordered(op, static_cast<uint64_t>(as_integer(left)), static_cast<uint64_t>(as_integer(right)));
  return ordered(op, as_integer(left), as_integer(right));
}

bool member(const Predicate& predicate, const Value& value, EvaluationScratch& scratch) {
  if (is_text(value)) return predicate.set.contains(value.text);
  for (size_t i = 0; i < predicate.texts.size(); ++i)
    if (compare(predicate, i, value, scratch)) return true;
  return false;
}

bool with_modifier(const Predicate& predicate, const Value& value, EvaluationScratch& scratch) {
  size_t hits = 0;
  for (size_t i = 0; i < predicate.texts.size(); ++i) hits += compare(predicate, i, value, scratch) ? 1 : 0;
  switch (predicate.modifier) {
    case Modifier::kOneOf:
      return hits == 1;
    case Modifier::kAnyOf:
      return hits != 0;
    default:
      return !predicate.texts.empty() && hits == predicate.texts.size();
  }
}

// A single value against all constants, or against the value of the right side.
bool check_one(const Predicate& predicate, const Value& value, const Value* right,
               EvaluationScratch& scratch) {
  if (predicate.op == Operator::kExists) return true;
  if (right != nullptr) return compare_values(predicate.type, predicate.op, value, *right);
  if (predicate.modifier != Modifier::kNone) return with_modifier(predicate, value, scratch);
  switch (predicate.op) {
    case Operator::kIn:
    case Operator::kIntersects:
      return member(predicate, value, scratch);
    case Operator::kPMatch:
      return is_text(value) && predicate.paths.covers(value.text);
    default:
      return !predicate.texts.empty() && compare(predicate, 0, value, scratch);
  }
}

bool check_element(const Predicate& predicate, const Value& element, const Value* right,
                   EvaluationScratch& scratch) {
  if (right == nullptr) return check_one(predicate, element, nullptr, scratch);
  return std::any_of(right->items.begin(), right->items.end(), [&](const Value& candidate) {
    return compare_values(predicate.type, Operator::kEqual, element, candidate);
  });
}

bool check(const Predicate& predicate, const Value& value, const Value* right, EvaluationScratch& scratch) {
  if (value.kind != Kind::kList) return check_one(predicate, value, right, scratch);
  if (predicate.op == Operator::kExists)
    return predicate.multiplicity != Multiplicity::kAncestors || !value.items.empty();
  const auto satisfies = [&](const Value& item) {
    return predicate.multiplicity == Multiplicity::kList ? check_element(predicate, item, right, scratch)
                                                         : check_one(predicate, item, right, scratch);
  };
  const bool all = (predicate.multiplicity == Multiplicity::kList && predicate.op == Operator::kIn) ||
                   (predicate.multiplicity == Multiplicity::kEndpoints &&
                    predicate.op == Operator::kNotEqual && !value.items.empty());
  return all ? std::all_of(value.items.begin(), value.items.end(), satisfies)
             : std::any_of(value.items.begin(), value.items.end(), satisfies);
}

Value concatenate(const Program& program, const Operand& operand, FieldReader& reader,
                  EvaluationScratch& scratch) {
  std::string& out = scratch.text();
  for (const OperandId id : operand.arguments) {
    const Value part = evaluate(program, id, reader, scratch);
    if (part.missing()) return {};
    out += as_text(part, scratch);
  }
  return Value::of_text(out);
}

// (a, b) as an argument: all values in a row; missing when one is.
Value gather(const Program& program, const Operand& operand, FieldReader& reader,
             EvaluationScratch& scratch) {
  std::vector<Value>& items = scratch.list();
  for (const OperandId id : operand.arguments) {
    const Value part = evaluate(program, id, reader, scratch);
    if (part.missing()) return {};
    if (part.kind == Kind::kList && program.operands[id].is_list) {
      items.insert(items.end(), part.items.begin(), part.items.end());
    } else {
      items.push_back(Value::of_text(as_text(part, scratch)));
    }
  }
  return Value::of_list(items);
}

Value read_field(const Operand& operand, FieldReader& reader) {
  const Value value = reader.read(operand.field);
  // A list field without elements has no value.
  return operand.is_list && value.kind == Kind::kList && value.items.empty() ? Value() : value;
}

}  // namespace

bool compare(const Predicate& predicate, size_t constant, const Value& value, EvaluationScratch& scratch) {
  assert(constant < predicate.texts.size());
  if (predicate.op == Operator::kRegex) {
    return is_text(value) && match_regex(*predicate.regexes[constant], value.text, scratch);
  }
  if (is_text(value)) return compare_text(predicate.op, value.text, predicate.texts[constant]);
  if (value.kind == Kind::kIp) {
    bool equal = false;
    if (constant < predicate.networks.size()) equal = predicate.networks[constant].contains(value.ip);
    if (constant < predicate.addresses.size()) equal = predicate.addresses[constant] == value.ip;
    return predicate.op == Operator::kNotEqual ? !equal : equal;
  }
  if (constant < predicate.reals.size())
    return ordered(predicate.op, as_real(value), predicate.reals[constant]);
  if (constant >= predicate.integers.size()) return false;
  const int64_t wanted = predicate.integers[constant];
  if (is_unsigned(predicate.type))
    return ordered(predicate.op, static_cast<uint64_t>(as_integer(value)), static_cast<uint64_t>(wanted));
  return ordered(predicate.op, as_integer(value), wanted);
}

Value evaluate(const Program& program, OperandId id, FieldReader& reader, EvaluationScratch& scratch) {
  const Operand& operand = program.operands[id];
  if (operand.is_literal) return Value::of_text(operand.literal);
  switch (operand.transformer) {
    case Transformer::kNone:
      return read_field(operand, reader);
    case Transformer::kValue:
      return gather(program, operand, reader, scratch);
    case Transformer::kConcat:
      return concatenate(program, operand, reader, scratch);
    case Transformer::kJoin: {
      const Value separator = evaluate(program, operand.arguments[0], reader, scratch);
      const Value list = evaluate(program, operand.arguments[1], reader, scratch);
      return separator.missing() || list.missing() ? Value() : join_values(separator, list, scratch);
    }
    case Transformer::kGetOpt: {
      const Value description = evaluate(program, operand.arguments[1], reader, scratch);
      const Value list = evaluate(program, operand.arguments[0], reader, scratch);
      if (description.missing() || list.missing()) return {};
      return get_options(list, as_text(description, scratch), operand.option, scratch);
    }
    default: {
      const Value value = evaluate(program, operand.arguments[0], reader, scratch);
      return value.missing() ? Value() : transform_one(operand.transformer, value, scratch);
    }
  }
}

bool test(const Program& program, PredicateId id, FieldReader& reader, EvaluationScratch& scratch) {
  const Predicate& predicate = program.predicates[id];
  const EvaluationScratch::Mark mark = scratch.mark();
  const Value left = evaluate(program, predicate.left, reader, scratch);
  bool answer = false;
  if (!left.missing()) {
    if (predicate.right == kNoOperand) {
      answer = check(predicate, left, nullptr, scratch);
    } else {
      const Value right = evaluate(program, predicate.right, reader, scratch);
      answer = !right.missing() && check(predicate, left, &right, scratch);
    }
  }
  scratch.rewind(mark);
  return answer;
}

bool holds(const Predicate& predicate, const Value& value, EvaluationScratch& scratch) {
  assert(predicate.right == kNoOperand);
  return !value.missing() && check(predicate, value, nullptr, scratch);
}

bool matches(const Program& program, const CompiledRule& rule, FieldReader& reader,
             EvaluationScratch& scratch) {
  return run_code(program, rule,
                  [&](PredicateId predicate) { return test(program, predicate, reader, scratch); });
}

}  // namespace sysreel::rules
