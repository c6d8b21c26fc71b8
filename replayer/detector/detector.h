// Detector: which rules an event satisfies, doing work per distinct thing and not per event (DESIGN §6).
//
// Predicates are sorted into questions (question.h); the answers of all questions about a thread are one
// number that is remembered with it until it changes, likewise of a descriptor, and of a block's string until
// the block ends. Which rules match is found by following answers through a graph that grows with what occurs
// (decision_graph.h), so that an event costs a few look-ups whatever the number of rules.
//
// One thread, and one detector per state. The program, the state and the reader must outlive the detector.
// Memory is bounded: what was remembered is forgotten, all at once, when it grows beyond `max_bytes`.
#pragma once

#include <memory>
#include <span>
#include <string_view>
#include <vector>

#include "replayer/detector/decision_graph.h"
#include "replayer/detector/field_reader.h"
#include "replayer/detector/file_classes.h"
#include "replayer/detector/number_classes.h"
#include "replayer/detector/partial_evaluation.h"
#include "replayer/detector/question_plan.h"

namespace sysreel {

class NameMatcher;

enum class Matching : uint8_t { kFirst, kAll };

class Detector {
 public:
  static constexpr size_t kMaxBytes = 32 << 20;

  Detector(const rules::Program& program, const State& state, EventFields& fields, std::string_view source,
           Matching matching, size_t max_bytes = kMaxBytes);
  ~Detector();

  // Some rule may match events of this kind.
  bool wants(KindId kind) const { return kind < candidates_.size() && !candidates_[kind].empty(); }
  void begin_block(const EventBlock& block);
  // The rules that the event satisfies, in the order of definition; valid until the next call. The reader
  // must stand on the event.
  std::span<const rules::RuleId> match(const Step& step);

 private:
  // What a node can ask beside a single question.
  static constexpr uint32_t kAskThread = DecisionGraph::kDecided - 1;
  static constexpr uint32_t kAskDescriptor = DecisionGraph::kDecided - 2;
  // The answer where there is no object to remember a class with: its questions are asked one by one.
  static constexpr uint32_t kNoObject = 0xffffffff;

  static bool concerns_descriptor(const EventKind& kind);

  NodeId root_of(const Step& step);
  NodeId expand(const Step& step, NodeId node, uint32_t answer);
  NodeId settle(const Step& step, std::span<const rules::RuleId> open, NodeId parent, uint32_t answer);
  Outcome known_answer(const Step& step, rules::PredicateId predicate);
  bool answer_by_kind(const Step& step, rules::PredicateId predicate);
  void know_path(NodeId node);
  void know(uint32_t ask, uint32_t answer);
  void consider(QuestionId question);

  uint32_t ask(const Step& step, uint32_t what);
  uint32_t class_of_thread(const Step& step);
  uint32_t class_of_descriptor(const Step& step);
  uint32_t class_of_ancestors(const Thread& thread);
  uint32_t class_of_container(const Thread& thread);
  uint32_t shared_class(const Thread& thread, Answers* answers, const std::vector<QuestionId>& questions,
                        RowSet<uint32_t>& classes);
  uint32_t ask_thread(const Thread& thread, QuestionId question);
  uint32_t ask_by_key(QuestionId question, uint64_t key);
  uint32_t learn_number(QuestionId question, uint64_t key);
  uint32_t ask_descriptor();
  uint32_t class_of_file(const Descriptor& file);
  uint32_t ask_file(uint32_t example);
  uint32_t ask_argument(const Step& step, QuestionId question);
  uint32_t ask_string(QuestionId question, uint32_t string);
  bool has_parameter(const Step& step, QuestionId question) const;
  size_t text_bytes() const;
  size_t class_bytes() const;
  void forget_texts();
  void forget();

  const rules::Program& program_;
  const State& state_;
  EventFields& fields_;
  Matching matching_;
  size_t max_bytes_;
  std::unique_ptr<rules::EvaluationScratch> scratch_;
  std::vector<std::vector<rules::RuleId>> candidates_;  // by KindId
  QuestionPlan plan_;
  RowSet<uint32_t> ancestor_classes_;    // a row: the class of each question about ancestors
  RowSet<uint32_t> container_classes_;   // likewise
  Answers host_answers_;                 // about no container
  RowSet<uint32_t> thread_classes_;      // of each other thread question, of the container and the ancestors
  RowSet<uint32_t> descriptor_classes_;  // likewise
  FileClasses file_classes_;
  bool files_by_name_;
  std::unique_ptr<NameMatcher> names_;  // where names alone answer what is asked about them
  std::vector<uint64_t> name_row_;
  RowSet<uint64_t> name_rows_{0};  // that occurred
  std::vector<uint32_t> row_;
  DecisionGraph graph_;
  std::vector<NodeId> roots_;  // by KindId
  PartialEvaluation evaluation_;
  uint64_t generation_ = 0;  // of remembered classes
  std::vector<uint8_t> kind_answers_;

  // Classes of the block's strings, by question and string number.
  struct StringClasses {
    uint64_t block = 0;
    std::vector<uint32_t> by_string;
  };
  std::vector<StringClasses> string_classes_;  // by QuestionId
  std::vector<NumberClasses> number_classes_;  // likewise
  uint64_t block_ = 0;
  uint32_t strings_ = 0;

  // While a node is made: what its path has answered, and the best question to ask next.
  std::vector<uint32_t> known_;  // by QuestionId
  bool thread_asked_ = false;
  bool descriptor_asked_ = false;
  uint32_t next_ask_ = DecisionGraph::kDecided;
  AskRank next_rank_ = AskRank::kText;
  std::vector<rules::RuleId> left_;
};

}  // namespace sysreel
