// Memory for field values that do not exist in the state as they are: joined texts, lists. Everything handed
// out stays where it is until clear(), which the reader calls once per event; the memory is reused.
#pragma once

#include <deque>
#include <string>
#include <vector>

#include "rules/value.h"

namespace sysreel {

class ValueArena {
 public:
  std::string& text() { return next(texts_, texts_used_); }
  std::vector<rules::Value>& list() { return next(lists_, lists_used_); }
  void clear() { texts_used_ = lists_used_ = 0; }

 private:
  template <typename T>
  static T& next(std::deque<T>& pool, size_t& used) {
    if (used == pool.size()) pool.emplace_back();
    T& item = pool[used++];
    item.clear();
    return item;
  }

  std::deque<std::string> texts_;
  std::deque<std::vector<rules::Value>> lists_;
  size_t texts_used_ = 0;
  size_t lists_used_ = 0;
};

}  // namespace sysreel
