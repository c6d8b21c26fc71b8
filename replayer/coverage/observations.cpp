#include "replayer/coverage/observations.h"

#include <algorithm>

#include "replayer/explain/list_item.h"
#include "replayer/state/step.h"
#include "rules/evaluation.h"
#include "rules/predicate.h"

namespace sysreel {
namespace {

constexpr size_t kMaxValues = 200'000;  // remembered a field; beyond that checks are asked again

uint64_t mixed(uint64_t hash, uint64_t value) {
  return (hash ^ value) * 0x9e3779b97f4a7c15U + (hash >> 29U);
}

uint64_t hash_of(const rules::Value& value, uint64_t seed) {
  uint64_t hash = mixed(seed, static_cast<uint64_t>(value.kind));
  hash = mixed(hash, value.kind == rules::Value::Kind::kMissing ? 0 : value.u);
  hash = mixed(hash, std::hash<std::string_view>()(value.text));
  for (const uint8_t byte : value.ip.bytes) hash = mixed(hash, byte);
  for (const rules::Value& item : value.items) hash = hash_of(item, hash);
  return hash;
}

void collect_fields(const rules::Program& program, rules::OperandId id, std::vector<rules::FieldUseId>& out) {
  const rules::Operand& operand = program.operands[id];
  if (operand.is_literal) return;
  if (operand.transformer == rules::Transformer::kNone) out.push_back(operand.field);
  for (const rules::OperandId argument : operand.arguments) collect_fields(program, argument, out);
}

template <typename T>
void make_distinct(std::vector<T>& items) {
  std::sort(items.begin(), items.end());
  items.erase(std::unique(items.begin(), items.end()), items.end());
}

uint8_t& entry(std::vector<uint8_t>& row, KindId kind) {
  if (row.size() <= kind) row.resize(size_t{kind} + 1);
  return row[kind];
}

bool any_of_kinds(const rules::CompiledRule& rule, const std::vector<uint8_t>& row) {
  for (size_t kind = 0; kind < row.size(); ++kind)
    if (row[kind] != 0 && rule.kinds.contains(static_cast<KindId>(kind))) return true;
  return false;
}

}  // namespace

std::vector<rules::FieldUseId> fields_of(const rules::Program& program, const rules::Predicate& predicate) {
  std::vector<rules::FieldUseId> out;
  collect_fields(program, predicate.left, out);
  if (predicate.right != rules::kNoOperand) collect_fields(program, predicate.right, out);
  return out;
}

Observations::Observations(const rules::Program& program)
    : program_(program),
      scratch_(std::make_unique<rules::EvaluationScratch>()),
      predicates_(program.rules.size()),
      events_(program.rules.size()),
      matches_(program.rules.size()),
      first_(program.rules.size()),
      true_(program.predicates.size()),
      filled_(program.fields.size()),
      values_(program.fields.size()),
      fresh_(program.fields.size()) {
  for (rules::RuleId id = 0; id < program.rules.size(); ++id) {
    const rules::CompiledRule& rule = program.rules[id];
    for (uint32_t at = rule.first; at < rule.first + rule.count; ++at) {
      const rules::Instruction& instruction = program.code[at];
      if (instruction.op == rules::OpCode::kTest || instruction.op == rules::OpCode::kTestNot)
        predicates_[id].push_back(instruction.operand);
    }
    make_distinct(predicates_[id]);
  }
  for (const rules::Predicate& predicate : program.predicates) {
    items_.emplace_back(predicate.texts.size());
    predicate_fields_.push_back(fields_of(program, predicate));
  }
}

Observations::~Observations() = default;

Observations::KindPlan& Observations::plan_of(const SeenEvent& event) {
  const KindId kind = event.step.event.kind();
  if (plans_.size() <= kind) plans_.resize(size_t{kind} + 1);
  KindPlan& plan = plans_[kind];
  if (plan.made) return plan;
  plan.made = true;
  // A document's kind has its source's name; every other kind is a system call.
  const std::string_view name = event.step.kind->name;
  const bool document = name == "k8s_audit" || name == "linux_audit";
  for (rules::RuleId id = 0; id < program_.rules.size(); ++id) {
    const rules::CompiledRule& rule = program_.rules[id];
    const bool of_source = document ? rule.source == name : rule.source == "syscall";
    if (!rule.enabled || !of_source || !rule.kinds.contains(kind)) continue;
    plan.rules.push_back(id);
    plan.predicates.insert(plan.predicates.end(), predicates_[id].begin(), predicates_[id].end());
  }
  make_distinct(plan.predicates);
  for (const rules::PredicateId id : plan.predicates) {
    const std::vector<rules::FieldUseId>& fields = predicate_fields_[id];
    plan.fields.insert(plan.fields.end(), fields.begin(), fields.end());
  }
  make_distinct(plan.fields);
  readable_.resize(program_.fields.size());
  for (rules::FieldUseId use = 0; use < program_.fields.size(); ++use)
    readable_[use] = readable_[use] || event.fields.fields()[use].extract != nullptr;
  return plan;
}

void Observations::note_fields(KindPlan& plan, const SeenEvent& event, KindId kind) {
  for (const rules::FieldUseId use : plan.fields) {
    const rules::Value value = event.fields.read(use);
    if (!value.missing()) entry(filled_[use], kind) = 1;
    std::unordered_set<uint64_t>& known = values_[use];
    fresh_[use] = known.size() >= kMaxValues || known.insert(hash_of(value, kind)).second;
  }
}

void Observations::note_items(rules::PredicateId id, const SeenEvent& event) {
  std::vector<bool>& seen = items_[id];
  const rules::Predicate& predicate = program_.predicates[id];
  if (predicate.right != rules::kNoOperand || seen.size() < 2) return;
  const rules::EvaluationScratch::Mark mark = scratch_->mark();
  const rules::Value value = rules::evaluate(program_, predicate.left, event.fields, *scratch_);
  for (size_t i = 0; i < seen.size(); ++i)
    if (!seen[i] && satisfies_constant(predicate, i, value, *scratch_)) seen[i] = true;
  scratch_->rewind(mark);
}

void Observations::observe(const SeenEvent& event) {
  const KindId kind = event.step.event.kind();
  KindPlan& plan = plan_of(event);
  for (const rules::RuleId rule : plan.rules) ++events_[rule];
  for (size_t i = 0; i < event.matched.size(); ++i) {
    const rules::RuleId rule = event.matched[i];
    ++matches_[rule];
    if (i == 0) {
      ++first_[rule];
    } else {
      ++shadows_[rule][event.matched[0]];
    }
  }
  note_fields(plan, event, kind);
  for (const rules::PredicateId id : plan.predicates) {
    const std::vector<rules::FieldUseId>& fields = predicate_fields_[id];
    if (!fields.empty() &&
        std::none_of(fields.begin(), fields.end(), [this](rules::FieldUseId use) { return fresh_[use]; }))
      continue;
    if (!rules::test(program_, id, event.fields, *scratch_)) continue;
    entry(true_[id], kind) = 1;
    note_items(id, event);
  }
}

std::string Observations::shadow_of(rules::RuleId rule) const {
  const auto found = shadows_.find(rule);
  if (found == shadows_.end()) return {};
  const auto most = std::max_element(found->second.begin(), found->second.end(),
                                     [](const auto& a, const auto& b) { return a.second < b.second; });
  return program_.rules[most->first].name;
}

bool Observations::ever_true(rules::RuleId rule, rules::PredicateId predicate) const {
  return any_of_kinds(program_.rules[rule], true_[predicate]);
}

bool Observations::ever_filled(rules::RuleId rule, rules::FieldUseId use) const {
  return any_of_kinds(program_.rules[rule], filled_[use]);
}

}  // namespace sysreel
