// Answers of predicates on the strings of one block's dictionary: a byte per (predicate, string number), made
// when a predicate is first asked in a block.
#pragma once

#include <cstdint>
#include <vector>

#include "replayer/state/answers.h"

namespace sysreel {

class StringAnswers {
 public:
  void resize(uint32_t predicates) { answers_.resize(predicates); }
  // Numbers of the next block go up to `strings`.
  void begin_block(uint32_t strings) {
    strings_ = strings;
    ++block_;
  }
  uint8_t get(uint32_t predicate, uint32_t string) const {
    const Row& row = answers_[predicate];
    return row.block == block_ ? row.by_string[string] : uint8_t{Answers::kUnknown};
  }
  void set(uint32_t predicate, uint32_t string, bool answer) {
    Row& row = answers_[predicate];
    if (row.block != block_) {
      row.by_string.assign(strings_ + 1, Answers::kUnknown);
      row.block = block_;
    }
    row.by_string[string] = answer ? Answers::kTrue : Answers::kFalse;
  }

 private:
  struct Row {
    uint64_t block = 0;
    std::vector<uint8_t> by_string;
  };
  std::vector<Row> answers_;
  uint32_t strings_ = 0;
  uint64_t block_ = 0;
};

}  // namespace sysreel
