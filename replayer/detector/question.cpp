#include "replayer/detector/question.h"

#include <algorithm>

#include "rules/evaluation.h"
#include "rules/predicate.h"

namespace sysreel {
namespace {

using rules::Value;

std::span<const rules::PredicateId> constant_ones(const rules::Program& program,
                                                  std::span<const rules::PredicateId> predicates) {
  return program.predicates[predicates[0]].right == rules::kNoOperand ? predicates : predicates.subspan(0, 0);
}

bool is_text(const Value& value) {
  return value.kind == Value::Kind::kText || value.kind == Value::Kind::kBytes;
}

}  // namespace

Question::Question(const rules::Program& program, std::span<const rules::PredicateId> predicates)
    : program_(program),
      predicates_(predicates.begin(), predicates.end()),
      matcher_(program, constant_ones(program, predicates)),
      numbers_(program, constant_ones(program, predicates)),
      classes_((predicates.size() + 63) / 64),
      row_((predicates.size() + 63) / 64) {
  const rules::Predicate& first = program.predicates[predicates_[0]];
  left_ = first.left;
  right_side_ = first.right != rules::kNoOperand;
  const rules::Operand& left = program.operands[left_];
  plain_field_ = !left.is_literal && left.transformer == rules::Transformer::kNone && !left.is_list;
  ancestors_ = first.multiplicity == rules::Multiplicity::kAncestors;
  forget_classes();
}

std::optional<rules::FieldUseId> Question::plain_field() const {
  if (!plain_field_ || right_side_) return std::nullopt;
  return program_.operands[left_].field;
}

uint32_t Question::ask(rules::FieldReader& reader, rules::EvaluationScratch& scratch, bool remember) {
  if (right_side_) return rules::test(program_, predicates_[0], reader, scratch) ? 1 : 0;
  if (plain_field_) return class_of(reader.read(program_.operands[left_].field), scratch, remember);
  const rules::EvaluationScratch::Mark mark = scratch.mark();
  const uint32_t answer = class_of(rules::evaluate(program_, left_, reader, scratch), scratch, remember);
  scratch.rewind(mark);
  return answer;
}

bool Question::any_of_texts(const Value& value) const {
  return ancestors_ && value.kind == Value::Kind::kList && !value.items.empty() &&
         std::all_of(value.items.begin(), value.items.end(), is_text);
}

uint32_t Question::class_of(const Value& value, rules::EvaluationScratch& scratch, bool remember) {
  if (value.missing()) return 0;
  if (is_text(value)) return class_of_text(value.text, scratch, remember);
  if (any_of_texts(value)) return class_of_any(value.items, scratch);
  const bool whole =
      value.kind == Value::Kind::kInt || value.kind == Value::Kind::kUint || value.kind == Value::Kind::kBool;
  return whole ? class_of_whole(value, scratch) : class_of_number(value, scratch);
}

uint32_t Question::class_of_whole(const Value& value, rules::EvaluationScratch& scratch) {
  const int64_t number = value.kind == Value::Kind::kBool ? int64_t{value.b} : value.i;
  KnownNumber& known = known_numbers_[static_cast<uint64_t>(number) % known_numbers_.size()];
  if (known.number != number || known.kind != value.kind || known.base != value.base)
    known = {number, value.kind, value.base, class_of_number(value, scratch)};
  return known.number_class;
}

uint32_t Question::class_of_number(const Value& value, rules::EvaluationScratch& scratch) {
  std::fill(row_.begin(), row_.end(), 0);
  numbers_.answer(value, scratch, row_);
  return classes_.number_of(row_);
}

uint32_t Question::match(std::string_view text, rules::EvaluationScratch& scratch) {
  matcher_.answer(text, scratch, row_);
  return classes_.number_of(row_);
}

uint32_t Question::class_of_text(std::string_view text, rules::EvaluationScratch& scratch, bool remember) {
  if (!remember) return match(text, scratch);
  const TextClasses::Fingerprint fingerprint = TextClasses::of(text);
  uint32_t known = texts_.find(fingerprint);
  if (known != TextClasses::kUnknown) return known;
  known = match(text, scratch);
  texts_.add(fingerprint, known);
  return known;
}

uint32_t Question::class_of_any(std::span<const Value> texts, rules::EvaluationScratch& scratch) {
  std::vector<uint64_t> all(row_.size());
  for (const Value& text : texts) {
    const auto one = classes_[class_of_text(text.text, scratch)];
    for (size_t word = 0; word < all.size(); ++word) all[word] |= one[word];
  }
  return classes_.number_of(all);
}

void Question::forget_classes() {
  texts_.clear();
  classes_.clear();
  known_numbers_ = {};
  if (right_side_) classes_.number_of(std::vector<uint64_t>{1});
}

}  // namespace sysreel
