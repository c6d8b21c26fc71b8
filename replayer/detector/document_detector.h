// DocumentDetector: which rules of a source an event satisfies, for sources whose events stand alone
// (Kubernetes audit, Linux audit): all that a rule can ask is in the event itself.
//
// What several rules ask is answered once per event: values of fields and answers of predicates are
// remembered until the next event. Only the rules that the event's verb, resource and the like leave open are
// tried (rule_shortlist.h), in the order of their definition.
//
// One thread. The program and the fields must outlive the detector.
#pragma once

#include <memory>
#include <span>
#include <string_view>
#include <vector>

#include "replayer/detector/detector.h"
#include "replayer/detector/rule_shortlist.h"

namespace sysreel {

class DocumentDetector {
 public:
  DocumentDetector(const rules::Program& program, const Catalogue& catalogue, EventFields& fields,
                   std::string_view source, Matching matching);
  ~DocumentDetector();

  // Some rule may match events of this kind.
  bool wants(KindId kind) const { return kind < candidates_.size() && candidates_[kind] != nullptr; }
  // The rules that the event satisfies, in the order of definition; valid until the next call. The fields
  // must stand on the event.
  std::span<const rules::RuleId> match(const Step& step);

 private:
  // Values that are remembered; their texts live until the event ends.
  class Memory final : public rules::FieldReader {
   public:
    Memory(EventFields& fields, size_t uses) : fields_(fields), values_(uses), known_(uses, 0) {}
    void forget() { ++event_; }
    rules::Value read(rules::FieldUseId use) override;

   private:
    EventFields& fields_;
    std::vector<rules::Value> values_;  // by FieldUseId, of the event whose number is in known_
    std::vector<uint64_t> known_;
    uint64_t event_ = 0;
  };

  bool answer(rules::PredicateId predicate);

  const rules::Program& program_;
  Matching matching_;
  Memory memory_;
  std::unique_ptr<rules::EvaluationScratch> scratch_;
  std::vector<std::unique_ptr<RuleShortlist>> candidates_;  // by KindId; null: no rule wants it
  std::vector<uint64_t> answers_;                           // by PredicateId: event << 1 | answer
  uint64_t event_ = 0;
  std::vector<rules::RuleId> matched_;
  RuleShortlist::Answer answer_;
};

}  // namespace sysreel
