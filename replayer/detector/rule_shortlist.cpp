#include "replayer/detector/rule_shortlist.h"

#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include "rules/field_use.h"
#include "rules/predicate.h"

namespace sysreel {
namespace {

using rules::FieldUseId;
using rules::Operator;
using rules::PredicateId;
using rules::RuleId;

constexpr FieldUseId kNoField = 0xffffffff;

// The one plain field of text that the predicate compares with constants.
FieldUseId only_field_of(const rules::Program& program, const rules::Predicate& predicate) {
  const rules::Operand& left = program.operands[predicate.left];
  const bool plain = predicate.right == rules::kNoOperand && !left.is_literal && !left.is_list &&
                     left.transformer == rules::Transformer::kNone;
  if (!plain) return kNoField;
  const rules::FieldUse& use = program.fields[left.field];
  const bool text = rules::type_of(use) == rules::FieldType::kString &&
                    rules::multiplicity_of(use) == rules::Multiplicity::kSingle;
  return text ? left.field : kNoField;
}

}  // namespace

RuleShortlist::RuleShortlist(const rules::Program& program, std::vector<RuleId> rules)
    : program_(program), rules_(std::move(rules)), evaluation_(program) {
  for (const rules::Predicate& predicate : program.predicates)
    only_field_.push_back(only_field_of(program, predicate));
  choose_fields();
}

void RuleShortlist::choose_fields() {
  std::map<FieldUseId, std::set<PredicateId>> checks;
  for (const RuleId id : rules_) {
    const rules::CompiledRule& rule = program_.rules[id];
    for (uint32_t at = rule.first; at < rule.first + rule.count; ++at) {
      const rules::Instruction& instruction = program_.code[at];
      if (instruction.op != rules::OpCode::kTest && instruction.op != rules::OpCode::kTestNot) continue;
      const Operator op = program_.predicates[instruction.operand].op;
      const FieldUseId field = only_field_[instruction.operand];
      if (field != kNoField && (op == Operator::kEqual || op == Operator::kIn))
        checks[field].insert(instruction.operand);
    }
  }
  std::vector<std::pair<size_t, FieldUseId>> ranked;
  for (const auto& [field, predicates] : checks)
    if (predicates.size() > 1) ranked.emplace_back(predicates.size(), field);
  std::stable_sort(ranked.begin(), ranked.end(),
                   [](const auto& a, const auto& b) { return a.first > b.first; });
  for (const auto& [count, field] : ranked)
    if (fields_.size() < kMaxFields) fields_.push_back(field);
}

// The one with the most values.
void RuleShortlist::give_up_field() {
  std::vector<std::set<std::string_view>> values(fields_.size());
  for (const auto& [key, list] : lists_) {
    std::string_view rest = key;
    for (std::set<std::string_view>& of_field : values) {
      of_field.insert(rest.substr(0, rest.find('\0')));
      rest.remove_prefix(std::min(rest.find('\0'), rest.size() - 1) + 1);
    }
  }
  const auto most = std::max_element(values.begin(), values.end(),
                                     [](const auto& a, const auto& b) { return a.size() < b.size(); });
  fields_.erase(fields_.begin() + (most - values.begin()));
  lists_.clear();
}

std::span<const RuleId> RuleShortlist::of_event(rules::FieldReader& reader, const Answer& answer) {
  if (fields_.empty()) return rules_;
  key_.clear();
  for (const FieldUseId field : fields_) {
    const rules::Value value = reader.read(field);
    key_ += value.missing() ? '-' : '+';
    key_.append(value.text).push_back('\0');
  }
  if (const auto known = lists_.find(key_); known != lists_.end()) return known->second;
  if (lists_.size() >= kMaxCombinations) {
    give_up_field();
    return of_event(reader, answer);
  }
  std::vector<RuleId>& list = lists_[key_];
  for (const RuleId id : rules_) {
    const Outcome outcome = evaluation_.run(program_.rules[id], [&](PredicateId predicate) {
      const bool known = std::find(fields_.begin(), fields_.end(), only_field_[predicate]) != fields_.end();
      if (!known) return Outcome::kOpen;
      return answer(predicate) ? Outcome::kYes : Outcome::kNo;
    });
    if (outcome != Outcome::kNo) list.push_back(id);
  }
  return list;
}

}  // namespace sysreel
