// NameMatcher: the answers of all predicates that follow from the name of a file, in one pass: those on
// fd.name, fd.nameraw, fd.directory and fd.filename.
//
// The answers are a row of bits, a part of it for each question (of the plan's `of_descriptors`) that asks
// about a name. What was found for a directory is remembered, bounded by kMaxBytes. One thread each; the plan
// must outlive it, which several may share.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "replayer/detector/question_plan.h"
#include "replayer/detector/row_set.h"
#include "replayer/detector/text_classes.h"
#include "replayer/state/descriptor.h"
#include "rules/evaluation_scratch.h"

namespace sysreel {

class NameMatcher {
 public:
  static constexpr size_t kMaxBytes = 4 << 20;

  // Whether names alone answer every such question of the plan.
  static bool applies(const QuestionPlan& plan, const rules::Program& program);

  NameMatcher(const QuestionPlan& plan, const rules::Program& program);

  size_t words() const { return words_; }
  // Of a descriptor that is no socket. `row`: words() of them; every bit is set anew.
  void answer(FdType type, std::string_view name, std::string_view raw_name, std::span<uint64_t> row);
  // The part of the question that stands at `place` in `of_descriptors`; empty if it asks about no name.
  std::span<const uint64_t> part(std::span<const uint64_t> row, size_t place) const {
    return row.subspan(parts_[place].first, parts_[place].words);
  }

 private:
  enum class About : uint8_t { kNothing, kName, kRawName, kDirectory, kFileName };
  struct Part {
    About about = About::kNothing;
    size_t first = 0;  // word
    size_t words = 0;
    const TextMatcher* matcher = nullptr;
    // By number of the directory: of fd.directory its row, of fd.name what names below it begin with.
    RowSet<uint64_t> rows{0};
    std::vector<uint32_t> row_of_directory;
    std::vector<TextMatcher::Beginning> beginnings;
  };
  static About about(const QuestionPlan& plan, const rules::Program& program, QuestionId question);

  std::optional<std::string_view> text_of(About about, FdType type, std::string_view name,
                                          std::string_view raw_name);
  uint32_t number_of(std::string_view directory);
  void learn(Part& part, std::string_view directory);
  void forget_directories();

  std::vector<Part> parts_;     // by place in of_descriptors
  std::vector<size_t> asking_;  // the places of those about names
  size_t words_ = 0;
  TextClasses directories_;  // their numbers
  uint32_t directory_count_ = 0;
  size_t learned_bytes_ = 0;
  std::string raw_;
  std::vector<uint64_t> row_;
  rules::EvaluationScratch scratch_;
};

}  // namespace sysreel
