// Question: one left-hand side (a field, or a transformer over fields) with all predicates that compare it
// with constants. Its answer for an event is a class: a small number that stands for the answers of all its
// predicates, so that values which no predicate tells apart are one.
//
// Class 0 says no to everything: missing values. A predicate whose right side is a field is a question of its
// own. One thread; the program must outlive the question.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "replayer/detector/number_matcher.h"
#include "replayer/detector/row_set.h"
#include "replayer/detector/text_classes.h"
#include "replayer/detector/text_matcher.h"
#include "rules/program.h"

namespace sysreel {

class Question {
 public:
  Question(const rules::Program& program, std::span<const rules::PredicateId> predicates);

  const std::vector<rules::PredicateId>& predicates() const { return predicates_; }
  // Of the event that `reader` stands on. Whoever remembers the answer otherwise does not want its text
  // remembered here as well.
  uint32_t ask(rules::FieldReader& reader, rules::EvaluationScratch& scratch, bool remember = true);
  uint32_t class_of_text(std::string_view text, rules::EvaluationScratch& scratch, bool remember = true);
  // The field that is compared with constants, where it is no more than that.
  std::optional<rules::FieldUseId> plain_field() const;
  // Its answers to texts, a row of words() of them, and the class of such a row.
  const TextMatcher& matcher() const { return matcher_; }
  size_t words() const { return row_.size(); }
  const NumberMatcher& numbers() const { return numbers_; }
  uint32_t class_of_row(std::span<const uint64_t> row) { return classes_.number_of(row); }
  // What the class says about predicates()[bit].
  bool answer(uint32_t asked_class, uint32_t bit) const {
    return (classes_[asked_class][bit / 64] >> bit % 64 & 1) != 0;
  }

  size_t text_bytes() const { return texts_.bytes(); }
  size_t class_bytes() const { return classes_.bytes(); }
  void forget_texts() { texts_.clear(); }
  // Classes given out before are void.
  void forget_classes();

 private:
  uint32_t class_of(const rules::Value& value, rules::EvaluationScratch& scratch, bool remember);
  uint32_t class_of_number(const rules::Value& value, rules::EvaluationScratch& scratch);
  uint32_t class_of_whole(const rules::Value& value, rules::EvaluationScratch& scratch);
  uint32_t match(std::string_view text, rules::EvaluationScratch& scratch);
  uint32_t class_of_any(std::span<const rules::Value> texts, rules::EvaluationScratch& scratch);
  bool any_of_texts(const rules::Value& value) const;

  const rules::Program& program_;
  std::vector<rules::PredicateId> predicates_;
  rules::OperandId left_ = 0;
  bool right_side_ = false;
  bool ancestors_ = false;  // of several values any may satisfy
  bool plain_field_ = false;
  TextMatcher matcher_;
  NumberMatcher numbers_;
  RowSet<uint64_t> classes_;
  TextClasses texts_;
  // Of numbers met last, by their low bits: descriptors, results and ids repeat.
  struct KnownNumber {
    int64_t number = 0;
    rules::Value::Kind kind = rules::Value::Kind::kMissing;
    uint8_t base = 0;
    uint32_t number_class = 0;
  };
  std::array<KnownNumber, 32> known_numbers_{};
  std::vector<uint64_t> row_;
};

}  // namespace sysreel
