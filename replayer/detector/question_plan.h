// QuestionPlan: the predicates of a program sorted into questions, and which question asks what of which
// thing.
//
// One thread; program and fields must outlive the plan.
#pragma once

#include <cstdint>
#include <limits>
#include <span>
#include <vector>

#include "replayer/detector/question.h"
#include "replayer/fields/extractor.h"
#include "rules/program.h"

namespace sysreel {

using QuestionId = uint32_t;

// When a question is asked: the lower first. A descriptor's class is remembered and decides most; numbers of
// the event cost little; a thread's class is remembered, but new for every program that starts; texts of the
// event have to be made and looked up.
enum class AskRank : uint8_t { kDescriptor, kNumber, kThread, kString, kText };

struct PlannedQuestion {
  Scope scope = Scope::kEvent;
  AskRank rank = AskRank::kText;
  bool by_name = false;                // of a descriptor: follows from its name
  bool each_its_own = false;           // and differs from file to file
  bool remember = true;                // texts are worth it
  rules::FieldUseId argument_use = 0;  // Scope::kArgument: the field that names the parameter
  ExtractKey key_of = nullptr;         // of a thread: what the value follows from; null: ask
  const BoundField* keyed = nullptr;   // of the event: the field whose value follows from its event_key
  uint64_t last_key = std::numeric_limits<uint64_t>::max();  // keys beyond it are answered alike
};

class QuestionPlan {
 public:
  // Only predicates that `wanted` names (by PredicateId) get a question.
  QuestionPlan(const rules::Program& program, std::span<const BoundField> fields,
               const std::vector<bool>& wanted);

  struct Place {
    QuestionId question = kNone;
    uint32_t bit = 0;
  };
  static constexpr QuestionId kNone = 0xffffffff;

  Scope scope(rules::PredicateId predicate) const { return scopes_[predicate]; }
  // Of predicates of another scope than kKind.
  Place place(rules::PredicateId predicate) const { return places_[predicate]; }
  // Of predicates of scope kKind: dense.
  uint32_t kind_index(rules::PredicateId predicate) const { return places_[predicate].bit; }
  uint32_t kind_predicates() const { return kind_predicates_; }

  std::vector<Question> questions;
  std::vector<PlannedQuestion> planned;  // by QuestionId
  std::vector<QuestionId> of_threads;
  std::vector<QuestionId> of_containers;  // of threads, too: those about the container alone
  std::vector<QuestionId> of_ancestors;   // of threads, too: those whose answers all children of one share
  std::vector<QuestionId> of_descriptors;
  size_t name_predicates = 0;                        // of descriptors, that follow from a name
  std::vector<rules::FieldUseId> descriptor_fields;  // that questions of descriptors read

 private:
  std::vector<Scope> scopes_;  // by PredicateId
  std::vector<Place> places_;
  uint32_t kind_predicates_ = 0;
};

}  // namespace sysreel
