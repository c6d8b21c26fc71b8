#include "replayer/detector/question_plan.h"

#include <algorithm>
#include <map>
#include <utility>

#include "replayer/detector/file_classes.h"
#include "replayer/detector/scope_of.h"
#include "rules/field.h"
#include "rules/predicate.h"

namespace sysreel {
namespace {

using rules::PredicateId;

// Predicates with constants on the right share a question per left side, others are one each. Multiplicity
// is the field's, so it is the same for all of a left side.
using Group = std::pair<rules::OperandId, PredicateId>;
constexpr PredicateId kShared = 0xffffffff;

Group group_of(const rules::Program& program, PredicateId id) {
  const rules::Predicate& predicate = program.predicates[id];
  return {predicate.left, predicate.right == rules::kNoOperand ? kShared : id};
}

// Texts that are an event's own seldom come back; so few predicates are matched faster than remembered.
constexpr size_t kFew = 2;

AskRank rank_of(Scope scope, const rules::Predicate& predicate) {
  if (scope == Scope::kThread) return AskRank::kThread;
  if (scope == Scope::kDescriptor) return AskRank::kDescriptor;
  if (scope == Scope::kArgument) return AskRank::kString;
  const bool number = predicate.type != rules::FieldType::kString &&
                      predicate.type != rules::FieldType::kBuffer &&
                      predicate.type != rules::FieldType::kDynamic;
  return number && predicate.right == rules::kNoOperand ? AskRank::kNumber : AskRank::kText;
}

}  // namespace

QuestionPlan::QuestionPlan(const rules::Program& program, std::span<const BoundField> fields,
                           const std::vector<bool>& wanted)
    : scopes_(program.predicates.size(), Scope::kKind), places_(program.predicates.size()) {
  std::map<Group, std::vector<PredicateId>> groups;
  std::map<Group, PredicateScope> scopes;
  for (PredicateId id = 0; id < program.predicates.size(); ++id) {
    if (!wanted[id]) continue;
    const PredicateScope scope = scope_of(program, id, fields);
    scopes_[id] = scope.scope;
    if (scope.scope == Scope::kKind) {
      places_[id].bit = kind_predicates_++;
      continue;
    }
    groups[group_of(program, id)].push_back(id);
    scopes[group_of(program, id)] = scope;
  }
  questions.reserve(groups.size());
  for (const auto& [group, predicates] : groups) {
    const auto question = static_cast<QuestionId>(questions.size());
    for (uint32_t bit = 0; bit < predicates.size(); ++bit) places_[predicates[bit]] = {question, bit};
    const PredicateScope& scope = scopes[group];
    PlannedQuestion plan;
    plan.scope = scope.scope;
    plan.rank = rank_of(scope.scope, program.predicates[predicates[0]]);
    plan.remember =
        scope.scope == Scope::kThread || scope.scope == Scope::kArgument || predicates.size() > kFew;
    plan.argument_use = scope.argument_use;
    if (scope.scope == Scope::kDescriptor) {
      const std::vector<rules::FieldUseId> uses = fields_of(program, predicates[0]);
      descriptor_fields.insert(descriptor_fields.end(), uses.begin(), uses.end());
      plan.by_name = std::any_of(uses.begin(), uses.end(), [&](rules::FieldUseId use) {
        return FileClasses::follows_from_name(rules::field(program.fields[use].field).name);
      });
      if (plan.by_name) name_predicates += predicates.size();
      const std::string_view name = rules::field(program.fields[uses[0]].field).name;
      plan.each_its_own = plan.by_name && name != "fd.directory";
    }
    questions.emplace_back(program, predicates);
    std::vector<QuestionId>* of_object = scope.scope == Scope::kThread ? &of_threads : nullptr;
    if (scope.scope == Scope::kDescriptor) of_object = &of_descriptors;
    if (const auto field = questions.back().plain_field()) {
      plan.key_of = fields[*field].key_of;
      if (of_object == &of_threads && fields[*field].of_ancestors) of_object = &of_ancestors;
      if (of_object == &of_threads && fields[*field].of_container) of_object = &of_containers;
      if (fields[*field].event_key != nullptr) plan.keyed = &fields[*field];
      const auto alike = questions.back().numbers().all_alike_from();
      if (fields[*field].key_is_value && alike) plan.last_key = *alike;
    }
    if (of_object != nullptr) of_object->push_back(question);
    planned.push_back(plan);
  }
}

}  // namespace sysreel
