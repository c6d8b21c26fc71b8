#include "replayer/detector/document_detector.h"

#include <utility>

#include "rules/evaluation.h"
#include "rules/predicate.h"
#include "rules/run_code.h"

namespace sysreel {

DocumentDetector::DocumentDetector(const rules::Program& program, const Catalogue& catalogue,
                                   EventFields& fields, std::string_view source, Matching matching)
    : program_(program),
      matching_(matching),
      memory_(fields, program.fields.size()),
      scratch_(std::make_unique<rules::EvaluationScratch>()),
      candidates_(catalogue.size()),
      answers_(program.predicates.size(), 0),
      answer_([this](rules::PredicateId predicate) { return answer(predicate); }) {
  for (const EventKind& row : catalogue.kinds()) {
    if (!row.has(kPlugin)) continue;
    std::vector<rules::RuleId> wanted;
    for (rules::RuleId id = 0; id < program.rules.size(); ++id) {
      const rules::CompiledRule& rule = program.rules[id];
      if (rule.enabled && rule.source == source && rule.kinds.contains(row.id)) wanted.push_back(id);
    }
    if (!wanted.empty()) candidates_[row.id] = std::make_unique<RuleShortlist>(program, std::move(wanted));
  }
}

DocumentDetector::~DocumentDetector() = default;

rules::Value DocumentDetector::Memory::read(rules::FieldUseId use) {
  if (known_[use] != event_) {
    values_[use] = fields_.read(use);
    known_[use] = event_;
  }
  return values_[use];
}

std::span<const rules::RuleId> DocumentDetector::match(const Step& step) {
  matched_.clear();
  memory_.forget();
  ++event_;
  for (const rules::RuleId id : candidates_[step.event.kind()]->of_event(memory_, answer_)) {
    if (!rules::run_code(program_, program_.rules[id],
                         [this](rules::PredicateId test) { return answer(test); }))
      continue;
    matched_.push_back(id);
    if (matching_ == Matching::kFirst) break;
  }
  return matched_;
}

bool DocumentDetector::answer(rules::PredicateId predicate) {
  uint64_t& known = answers_[predicate];
  if (known >> 1 != event_) {
    known = event_ << 1 | (rules::test(program_, predicate, memory_, *scratch_) ? 1U : 0U);
  }
  return (known & 1U) != 0;
}

}  // namespace sysreel
