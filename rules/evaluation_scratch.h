// Memory that evaluation needs beside the program: texts and lists that transformers make.
#pragma once

#include <cstddef>
#include <deque>
#include <string>
#include <vector>

#include "rules/value.h"

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

}  // namespace sysreel::rules
