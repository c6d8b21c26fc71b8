#include "rules/facts.h"

#include <algorithm>
#include <limits>

#include "rules/predicate.h"

namespace sysreel::rules {
namespace {

// A long list is taken for possible.
constexpr size_t kMostComparisons = 5'000;

// The value that a field is supposed to have.
class Supposed : public FieldReader {
 public:
  explicit Supposed(const Value& value) : value_(value) {}
  Value read(FieldUseId) override { return value_; }

 private:
  const Value& value_;
};

// A field with one value, as it is: its constants can be tried on other checks of it.
bool is_plain(const Program& program, const Predicate& predicate) {
  const Operand& left = program.operands[predicate.left];
  return left.transformer == Transformer::kNone && !left.is_literal &&
         predicate.multiplicity == Multiplicity::kSingle && predicate.right == kNoOperand;
}

bool is_set(const Predicate& predicate) {
  if (predicate.op == Operator::kEqual)
    return predicate.modifier == Modifier::kNone || predicate.modifier == Modifier::kOneOf ||
           predicate.modifier == Modifier::kAnyOf;
  return predicate.modifier == Modifier::kNone &&
         (predicate.op == Operator::kIn || predicate.op == Operator::kIntersects);
}

std::optional<Value> constant(const Predicate& predicate, size_t index) {
  if (is_integer(predicate.type) && index < predicate.integers.size()) {
    const int64_t number = predicate.integers[index];
    return is_unsigned(predicate.type) ? Value::of_uint(static_cast<uint64_t>(number))
                                       : Value::of_int(number);
  }
  if (predicate.type == FieldType::kString) return Value::of_text(predicate.texts[index]);
  if (predicate.type == FieldType::kIpAddress) return Value::of_ip(predicate.addresses[index]);
  return std::nullopt;
}

Operator opposite(Operator op) {
  switch (op) {
    case Operator::kLess:
      return Operator::kGreaterEqual;
    case Operator::kLessEqual:
      return Operator::kGreater;
    case Operator::kGreater:
      return Operator::kLessEqual;
    case Operator::kGreaterEqual:
      return Operator::kLess;
    default:
      return op;
  }
}

// A check of where a text stands within a value.
bool is_part(const Predicate& predicate) {
  const bool one = predicate.modifier == Modifier::kNone || predicate.modifier == Modifier::kOneOf ||
                   predicate.modifier == Modifier::kAnyOf;
  return one && predicate.type == FieldType::kString &&
         (predicate.op == Operator::kContains || predicate.op == Operator::kStartsWith ||
          predicate.op == Operator::kEndsWith);
}

// Does a value with `text` where `op` says have `other` where `other_op` says, whatever else it has?
bool implies(Operator op, std::string_view text, Operator other_op, std::string_view other) {
  if (other_op == Operator::kContains) return text.find(other) != std::string_view::npos;
  if (op != other_op) return other.empty();
  return op == Operator::kStartsWith
             ? text.substr(0, other.size()) == other
             : text.size() >= other.size() && text.substr(text.size() - other.size()) == other;
}

// Can a value not have both?
bool excludes(Operator op, std::string_view text, Operator other_op, std::string_view other) {
  if (op != other_op || op == Operator::kContains) return false;
  return !implies(op, text, op, other) && !implies(op, other, op, text);
}

bool counts_from_one(const Program& program, const Predicate& predicate) {
  return program.fields[program.operands[predicate.left].field].text == "evt.num";
}

}  // namespace

bool Facts::holds_for(const Literal& literal, const Value& value) {
  const Predicate& predicate = program_.predicates[literal.predicate];
  if (!is_plain(program_, predicate)) return true;
  Supposed reader(value);
  return test(program_, literal.predicate, reader, scratch_) == literal.positive;
}

const Facts::Literal* Facts::smallest_set(OperandId operand) const {
  const Literal* smallest = nullptr;
  for (const Literal& literal : literals_) {
    const Predicate& predicate = program_.predicates[literal.predicate];
    if (!literal.positive || predicate.left != operand || !is_set(predicate)) continue;
    if (smallest == nullptr || predicate.texts.size() < program_.predicates[smallest->predicate].texts.size())
      smallest = &literal;
  }
  return smallest;
}

// A check that holds needs a value.
bool Facts::existence_holds(const Literal& added) {
  const auto needs_value = [](const Literal& literal) { return literal.positive; };
  const auto refuses_value = [&](const Literal& literal) {
    return !literal.positive && program_.predicates[literal.predicate].op == Operator::kExists;
  };
  const OperandId operand = program_.predicates[added.predicate].left;
  for (const Literal& literal : literals_) {
    if (program_.predicates[literal.predicate].left != operand) continue;
    if ((needs_value(literal) && refuses_value(added)) || (needs_value(added) && refuses_value(literal)))
      return fail(added, &literal);
  }
  return true;
}

// Of the values that one check leaves, one must suit all others.
bool Facts::values_hold(const Literal& added) {
  const OperandId operand = program_.predicates[added.predicate].left;
  const Literal* set = smallest_set(operand);
  if (set == nullptr) return true;
  const Predicate& values = program_.predicates[set->predicate];
  if (!is_plain(program_, values)) return true;
  if (values.texts.empty()) return fail(*set, nullptr);
  if (values.texts.size() * literals_.size() > kMostComparisons) return true;
  const Literal* refuses = nullptr;
  for (size_t i = 0; i < values.texts.size(); ++i) {
    const auto value = constant(values, i);
    if (!value) return true;
    if (counts_from_one(program_, values) && values.integers[i] == 0) continue;
    const auto bad = std::find_if(literals_.begin(), literals_.end(), [&](const Literal& literal) {
      return program_.predicates[literal.predicate].left == operand && !holds_for(literal, *value);
    });
    if (bad == literals_.end()) return true;
    refuses = &*bad;
  }
  if (refuses == nullptr) return fail(*set, nullptr);
  const Literal& other = refuses->node == added.node ? *set : *refuses;
  return fail(added, other.node == added.node ? nullptr : &other);
}

bool Facts::range_holds(const Literal& added) {
  const Predicate& first = program_.predicates[added.predicate];
  if (!is_plain(program_, first) || !is_integer(first.type)) return true;
  // Of unsigned numbers only those that a signed one holds too are looked at.
  int64_t low = counts_from_one(program_, first) ? 1 : std::numeric_limits<int64_t>::min();
  int64_t high = std::numeric_limits<int64_t>::max();
  const Literal* bound = nullptr;
  for (const Literal& literal : literals_) {
    const Predicate& predicate = program_.predicates[literal.predicate];
    // What is not less may have no value at all, except for a number that every event has.
    const bool known = literal.positive || counts_from_one(program_, predicate);
    if (predicate.left != first.left || !known || predicate.modifier != Modifier::kNone ||
        predicate.integers.size() != 1)
      continue;
    const int64_t number = predicate.integers[0];
    if (is_unsigned(first.type) && number < 0) return true;
    const Operator op = literal.positive ? predicate.op : opposite(predicate.op);
    const bool less = op == Operator::kLess || op == Operator::kLessEqual;
    const bool greater = op == Operator::kGreater || op == Operator::kGreaterEqual;
    const bool strict = op == Operator::kLess || op == Operator::kGreater;
    const bool at_end = strict && number == (less ? std::numeric_limits<int64_t>::min()
                                                  : std::numeric_limits<int64_t>::max());
    if (at_end) return fail(literal, nullptr);
    if (less) high = std::min(high, strict ? number - 1 : number);
    if (greater) low = std::max(low, strict ? number + 1 : number);
    if ((less || greater) && literal.node != added.node) bound = &literal;
    const int64_t least = is_unsigned(first.type) ? 0 : std::numeric_limits<int64_t>::min();
    if (std::max(low, least) > high) return fail(added, bound);
  }
  return true;
}

// Of the beginnings, ends or parts that one check leaves, one must suit each of the others.
bool Facts::parts_hold(const Literal& added) {
  const auto refused = [&](const Literal& literal, const Literal& other) {
    const Predicate& known = program_.predicates[literal.predicate];
    const Predicate& asked = program_.predicates[other.predicate];
    if (!literal.positive || known.left != asked.left || !is_part(asked)) return false;
    if (known.texts.size() * asked.texts.size() > kMostComparisons) return false;
    return std::all_of(known.texts.begin(), known.texts.end(), [&](std::string_view text) {
      const auto bad = [&](std::string_view limit) {
        return other.positive ? excludes(known.op, text, asked.op, limit)
                              : implies(known.op, text, asked.op, limit);
      };
      return other.positive ? std::all_of(asked.texts.begin(), asked.texts.end(), bad)
                            : std::any_of(asked.texts.begin(), asked.texts.end(), bad);
    });
  };
  const Predicate& first = program_.predicates[added.predicate];
  if (!is_plain(program_, first) || !is_part(first)) return true;
  for (const Literal& literal : literals_) {
    if (!is_part(program_.predicates[literal.predicate])) continue;
    if (refused(literal, added) || refused(added, literal))
      return fail(added, literal.node == added.node ? nullptr : &literal);
  }
  return true;
}

bool Facts::add(PredicateId predicate, bool positive, const Node& node) {
  for (const Literal& literal : literals_) {
    if (literal.predicate != predicate) continue;
    return literal.positive == positive || fail({predicate, positive, &node}, &literal);
  }
  const Literal added{predicate, positive, &node};
  literals_.push_back(added);
  return existence_holds(added) && values_hold(added) && range_holds(added) && parts_hold(added);
}

}  // namespace sysreel::rules
