// Memory that evaluation needs beside the program: texts and lists that transformers make.
#pragma once

#include <deque>
#include <string>
#include <vector>

#include "rules/program.h"

namespace sysreel::rules {

// What evaluate() returns points in here until clear(). test() cleans up after itself.
class EvaluationScratch {
 public:
  void clear() {
    texts_used_ = 0;
    lists_used_ = 0;
  }
  struct Mark {
    size_t texts = 0;
    size_t lists = 0;
  };
  Mark mark() const { return {texts_used_, lists_used_}; }
  void rewind(Mark mark) {
    texts_used_ = mark.texts;
    lists_used_ = mark.lists;
  }

  std::string& text() { return next(texts_, texts_used_); }
  std::vector<Value>& list() { return next(lists_, lists_used_); }

 private:
  // A deque, because what was handed out must stay where it is.
  template <typename T>
  static T& next(std::deque<T>& pool, size_t& used) {
    if (used == pool.size()) pool.emplace_back();
    T& item = pool[used++];
    item.clear();
    return item;
  }

  std::deque<std::string> texts_;
  std::deque<std::vector<Value>> lists_;
  size_t texts_used_ = 0;
  size_t lists_used_ = 0;
};

// One comparison of two single values, for predicates and for right-hand fields.
bool compare(const Predicate& predicate, size_t constant, const Value& value, EvaluationScratch& scratch);

// Runs the code of a rule with test(). The detector has its own way; this is for tests and for single
// filters.
bool matches(const Program& program, const CompiledRule& rule, FieldReader& reader,
             EvaluationScratch& scratch);

}  // namespace sysreel::rules
