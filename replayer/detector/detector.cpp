#include "replayer/detector/detector.h"

#include <algorithm>

#include "replayer/detector/name_matcher.h"
#include "replayer/fields/container_of.h"
#include "rules/evaluation.h"
#include "rules/predicate.h"

namespace sysreel {
namespace {

using rules::PredicateId;
using rules::RuleId;

constexpr uint32_t kUnknown = 0xffffffff;
// So few are asked faster than a name is looked up.
constexpr size_t kFewNamePredicates = 4;

Outcome outcome_of(bool answer) {
  return answer ? Outcome::kYes : Outcome::kNo;
}

// By kind, the rules of the source that may match it.
std::vector<std::vector<RuleId>> candidates_of(const rules::Program& program, const Catalogue& catalogue,
                                               std::string_view source) {
  std::vector<std::vector<RuleId>> candidates(catalogue.size());
  for (RuleId id = 0; id < program.rules.size(); ++id) {
    const rules::CompiledRule& rule = program.rules[id];
    if (!rule.enabled || rule.source != source) continue;
    for (const EventKind& row : catalogue.kinds()) {
      if (!row.has(kSnapshotRow) && rule.kinds.contains(row.id)) candidates[row.id].push_back(id);
    }
  }
  return candidates;
}

// By PredicateId: some candidate tests it.
std::vector<bool> predicates_of(const rules::Program& program,
                                const std::vector<std::vector<RuleId>>& candidates) {
  std::vector<bool> rules(program.rules.size());
  for (const std::vector<RuleId>& of_kind : candidates)
    for (const RuleId id : of_kind) rules[id] = true;
  std::vector<bool> tested(program.predicates.size());
  for (RuleId id = 0; id < rules.size(); ++id) {
    const rules::CompiledRule& rule = program.rules[id];
    for (uint32_t at = rule.first; rules[id] && at < rule.first + rule.count; ++at) {
      const rules::Instruction& instruction = program.code[at];
      if (instruction.op == rules::OpCode::kTest || instruction.op == rules::OpCode::kTestNot)
        tested[instruction.operand] = true;
    }
  }
  return tested;
}

}  // namespace

Detector::Detector(const rules::Program& program, const State& state, EventFields& fields,
                   std::string_view source, Matching matching, size_t max_bytes)
    : program_(program),
      state_(state),
      fields_(fields),
      matching_(matching),
      max_bytes_(max_bytes),
      scratch_(std::make_unique<rules::EvaluationScratch>()),
      candidates_(candidates_of(program, state.catalogue(), source)),
      plan_(program, fields.fields(), predicates_of(program, candidates_)),
      ancestor_classes_(plan_.of_ancestors.size()),
      container_classes_(plan_.of_containers.size()),
      thread_classes_(plan_.of_threads.size() + 2),
      descriptor_classes_(plan_.of_descriptors.size()),
      files_by_name_(plan_.name_predicates > kFewNamePredicates &&
                     FileClasses::applies(program, plan_.descriptor_fields)),
      roots_(candidates_.size(), DecisionGraph::kNone),
      evaluation_(program),
      kind_answers_(size_t{plan_.kind_predicates()} * candidates_.size(), 0),
      string_classes_(plan_.questions.size()),
      number_classes_(plan_.questions.size()),
      known_(plan_.questions.size(), kUnknown) {
  if (!files_by_name_ || !NameMatcher::applies(plan_, program)) return;
  names_ = std::make_unique<NameMatcher>(plan_, program);
  name_row_.resize(names_->words());
  name_rows_ = RowSet<uint64_t>(names_->words());
}

Detector::~Detector() = default;

// Of kinds that concern no descriptor fd.* is missing, whatever the thread's last one was.
bool Detector::concerns_descriptor(const EventKind& kind) {
  return (kind.flags & (kCreatesFd | kUsesFd | kDestroysFd)) != 0;
}

void Detector::begin_block(const EventBlock& block) {
  strings_ = block.strings.size();
  ++block_;
  if (text_bytes() > max_bytes_ / 2) forget_texts();
  if (class_bytes() > max_bytes_ / 2) forget();
}

std::span<const RuleId> Detector::match(const Step& step) {
  NodeId node = roots_[step.event.kind()];
  if (node == DecisionGraph::kNone) node = root_of(step);
  while (graph_[node].ask != DecisionGraph::kDecided) {
    const uint32_t answer = ask(step, graph_[node].ask);
    const NodeId next = graph_.next(node, answer);
    node = next != DecisionGraph::kNone ? next : expand(step, node, answer);
  }
  return graph_.rules(node);
}

// --- the graph ---

NodeId Detector::root_of(const Step& step) {
  const KindId kind = step.event.kind();
  know_path(DecisionGraph::kNone);
  const NodeId root = settle(step, candidates_[kind], DecisionGraph::kNone, 0);
  roots_[kind] = root;
  return root;
}

NodeId Detector::expand(const Step& step, NodeId node, uint32_t answer) {
  know_path(node);
  know(graph_[node].ask, answer);
  const auto open = graph_.rules(node);
  const std::vector<RuleId> rules(open.begin(), open.end());
  const NodeId made = settle(step, rules, node, answer);
  graph_.connect(node, answer, made);
  return made;
}

// The node of what is known now: drops the rules that cannot match any more.
NodeId Detector::settle(const Step& step, std::span<const RuleId> open, NodeId parent, uint32_t answer) {
  next_ask_ = DecisionGraph::kDecided;
  left_.clear();
  for (const RuleId id : open) {
    const Outcome outcome = evaluation_.run(
        program_.rules[id], [&](PredicateId predicate) { return known_answer(step, predicate); });
    if (outcome == Outcome::kNo) continue;
    left_.push_back(id);
    if (outcome == Outcome::kYes && matching_ == Matching::kFirst) break;
  }
  return graph_.add(parent, answer, next_ask_, left_);
}

void Detector::know_path(NodeId node) {
  std::fill(known_.begin(), known_.end(), kUnknown);
  thread_asked_ = descriptor_asked_ = false;
  for (; node != DecisionGraph::kNone; node = graph_[node].parent) {
    const DecisionGraph::Node& at = graph_[node];
    if (at.parent != DecisionGraph::kNone) know(graph_[at.parent].ask, at.answer);
  }
}

void Detector::know(uint32_t ask, uint32_t answer) {
  if (ask != kAskThread && ask != kAskDescriptor) {
    known_[ask] = answer;
    return;
  }
  const bool thread = ask == kAskThread;
  (thread ? thread_asked_ : descriptor_asked_) = true;
  if (answer == kNoObject) return;
  const auto row = (thread ? thread_classes_ : descriptor_classes_)[answer];
  const std::vector<QuestionId>& questions = thread ? plan_.of_threads : plan_.of_descriptors;
  for (size_t i = 0; i < questions.size(); ++i) known_[questions[i]] = row[i];
  if (!thread) return;
  const auto container = container_classes_[row[questions.size()]];
  for (size_t i = 0; i < container.size(); ++i) known_[plan_.of_containers[i]] = container[i];
  const auto above = ancestor_classes_[row.back()];
  for (size_t i = 0; i < above.size(); ++i) known_[plan_.of_ancestors[i]] = above[i];
}

Outcome Detector::known_answer(const Step& step, PredicateId predicate) {
  const Scope scope = plan_.scope(predicate);
  if (scope == Scope::kKind) return outcome_of(answer_by_kind(step, predicate));
  if (scope == Scope::kDescriptor && !concerns_descriptor(*step.kind)) return Outcome::kNo;
  const QuestionPlan::Place place = plan_.place(predicate);
  if (scope == Scope::kArgument && !has_parameter(step, place.question)) return Outcome::kNo;
  const uint32_t known = known_[place.question];
  if (known != kUnknown) return outcome_of(plan_.questions[place.question].answer(known, place.bit));
  consider(place.question);
  return Outcome::kOpen;
}

// A candidate for what to ask next.
void Detector::consider(QuestionId question) {
  const PlannedQuestion& planned = plan_.planned[question];
  uint32_t what = question;
  AskRank rank = planned.rank;
  if (planned.scope == Scope::kThread || planned.scope == Scope::kDescriptor) {
    const bool thread = planned.scope == Scope::kThread;
    if (thread ? thread_asked_ : descriptor_asked_) {
      rank = AskRank::kText;  // there is no object: by itself
    } else {
      what = thread ? kAskThread : kAskDescriptor;
    }
  }
  if (next_ask_ != DecisionGraph::kDecided && rank >= next_rank_) return;
  next_ask_ = what;
  next_rank_ = rank;
}

bool Detector::answer_by_kind(const Step& step, PredicateId predicate) {
  enum : uint8_t { kNotAsked, kNo, kYes };
  uint8_t& known =
      kind_answers_[size_t{step.event.kind()} * plan_.kind_predicates() + plan_.kind_index(predicate)];
  if (known == kNotAsked) known = rules::test(program_, predicate, fields_, *scratch_) ? kYes : kNo;
  return known == kYes;
}

// --- questions about the event ---

inline uint32_t Detector::ask_by_key(QuestionId question, uint64_t key) {
  const uint32_t known = number_classes_[question].find(key);
  return known != NumberClasses::kUnknown ? known : learn_number(question, key);
}

uint32_t Detector::ask(const Step& step, uint32_t what) {
  if (what == kAskThread) return class_of_thread(step);
  if (what == kAskDescriptor) return class_of_descriptor(step);
  const PlannedQuestion& planned = plan_.planned[what];
  const uint64_t key = planned.keyed == nullptr ? kNoKey : fields_.key_of(*planned.keyed);
  if (key != kNoKey) return ask_by_key(what, std::min(key, planned.last_key));
  if (planned.scope == Scope::kArgument) return ask_argument(step, what);
  return plan_.questions[what].ask(fields_, *scratch_, planned.remember);
}

uint32_t Detector::class_of_thread(const Step& step) {
  if (step.thread == nullptr) return kNoObject;
  Answers& answers = step.thread->answers.own;
  const uint64_t epoch = generation_ << 32 | state_.epoch();
  uint32_t known = answers.get(epoch);
  if (known == Answers::kUnknown) {
    const uint32_t above = class_of_ancestors(*step.thread);
    const uint32_t container = class_of_container(*step.thread);
    row_.clear();
    for (const QuestionId question : plan_.of_threads) row_.push_back(ask_thread(*step.thread, question));
    row_.push_back(container);
    row_.push_back(above);
    known = thread_classes_.number_of(row_);
    answers.set(known, epoch);
  }
  return known;
}

uint32_t Detector::class_of_container(const Thread& thread) {
  const bool on_host = full_container_id(thread).empty();
  return shared_class(thread, on_host ? &host_answers_ : &thread.cgroups->answers, plan_.of_containers,
                      container_classes_);
}

// ThreadTable::touch() reaches the parent when one above it changes, as it reaches the thread itself.
uint32_t Detector::class_of_ancestors(const Thread& thread) {
  const Thread* parent = thread.leader == nullptr ? nullptr : thread.leader->parent;
  return shared_class(thread, parent == nullptr ? nullptr : &parent->answers.as_ancestor, plan_.of_ancestors,
                      ancestor_classes_);
}

// What several threads are answered alike. `answers`: where they remember it; null: nowhere.
uint32_t Detector::shared_class(const Thread& thread, Answers* answers,
                                const std::vector<QuestionId>& questions, RowSet<uint32_t>& classes) {
  const uint64_t epoch = generation_ << 32 | state_.epoch();
  uint32_t known = answers == nullptr ? Answers::kUnknown : answers->get(epoch);
  if (known != Answers::kUnknown) return known;
  row_.clear();
  for (const QuestionId question : questions) row_.push_back(ask_thread(thread, question));
  known = classes.number_of(row_);
  if (answers != nullptr) answers->set(known, epoch);
  return known;
}

uint32_t Detector::ask_thread(const Thread& thread, QuestionId question) {
  const PlannedQuestion& planned = plan_.planned[question];
  if (planned.key_of != nullptr) return ask_by_key(question, planned.key_of(thread));
  return plan_.questions[question].ask(fields_, *scratch_, planned.remember);
}

uint32_t Detector::learn_number(QuestionId question, uint64_t key) {
  const uint32_t learned = plan_.questions[question].ask(fields_, *scratch_, false);
  number_classes_[question].add(key, learned);
  return learned;
}

uint32_t Detector::class_of_descriptor(const Step& step) {
  if (step.descriptor == nullptr) return kNoObject;
  Answers& answers = step.descriptor->answers;
  const uint64_t epoch = generation_ << 32 | state_.epoch();
  uint32_t known = answers.get(epoch);
  if (known != Answers::kUnknown) return known;
  const bool by_name = files_by_name_ && FileClasses::is_plain(*step.descriptor);
  known = by_name ? class_of_file(*step.descriptor) : ask_descriptor();
  answers.set(known, epoch);
  return known;
}

uint32_t Detector::class_of_file(const Descriptor& file) {
  uint32_t known = file_classes_.find(file);
  if (known != FileClasses::kUnknown) return known;
  uint32_t names = 0;
  if (names_) {
    names_->answer(file.type, file.name, file.raw_name, name_row_);
    names = name_rows_.number_of(name_row_);
    known = file_classes_.find_alike(names);
  }
  if (known == FileClasses::kUnknown) {
    known = ask_file(file_classes_.example());
    if (names_) file_classes_.add_alike(names, known);
  }
  file_classes_.add(known);
  return known;
}

uint32_t Detector::ask_descriptor() {
  row_.clear();
  for (const QuestionId question : plan_.of_descriptors)
    row_.push_back(plan_.questions[question].ask(fields_, *scratch_, plan_.planned[question].remember));
  return descriptor_classes_.number_of(row_);
}

// Only what follows from the name is asked when the example, a descriptor with other names, has said the
// rest. Where names_ applies, name_row_ holds the answers about the name.
uint32_t Detector::ask_file(uint32_t example) {
  row_.assign(plan_.of_descriptors.size(), 0);
  if (example != FileClasses::kUnknown) {
    const auto said = descriptor_classes_[example];
    row_.assign(said.begin(), said.end());
  }
  for (size_t i = 0; i < row_.size(); ++i) {
    const PlannedQuestion& planned = plan_.planned[plan_.of_descriptors[i]];
    if (!planned.by_name && example != FileClasses::kUnknown) continue;
    Question& question = plan_.questions[plan_.of_descriptors[i]];
    row_[i] = planned.by_name && names_ ? question.class_of_row(names_->part(name_row_, i))
                                        : question.ask(fields_, *scratch_, !planned.each_its_own);
  }
  return descriptor_classes_.number_of(row_);
}

bool Detector::has_parameter(const Step& step, QuestionId question) const {
  return fields_.fields()[plan_.planned[question].argument_use].places[step.event.kind()] >= 0;
}

// Only a text that is the value as it stands may be remembered by its number: relative paths, addresses and
// buffers read differently in another thread or under another type. Likewise numbers.
uint32_t Detector::ask_argument(const Step& step, QuestionId question) {
  Question& asked = plan_.questions[question];
  const BoundField& field = fields_.fields()[plan_.planned[question].argument_use];
  const int place = field.places[step.event.kind()];
  if (place < 0 || !step.event.has(static_cast<size_t>(place))) return asked.ask(fields_, *scratch_);
  const auto param = static_cast<size_t>(place);
  const ParamType type = step.kind->params[param].type;
  if (type == ParamType::kCharBuf || (is_path(type) && step.event.text(param).starts_with('/')))
    return ask_string(question, step.event.string_number(param));
  const std::optional<uint64_t> key = NumberClasses::key_of(step, param);
  if (!key) return asked.ask(fields_, *scratch_, !is_path(type));  // of relative paths few come back
  return ask_by_key(question, *key);
}

uint32_t Detector::ask_string(QuestionId question, uint32_t string) {
  StringClasses& classes = string_classes_[question];
  if (classes.block != block_) {
    classes.by_string.assign(strings_ + 1, kUnknown);
    classes.block = block_;
  }
  uint32_t& known = classes.by_string[string];
  if (known == kUnknown) known = plan_.questions[question].ask(fields_, *scratch_);
  return known;
}

// --- memory ---

size_t Detector::text_bytes() const {
  size_t sum = file_classes_.bytes();
  for (const Question& question : plan_.questions) sum += question.text_bytes();
  return sum;
}

size_t Detector::class_bytes() const {
  size_t sum = ancestor_classes_.bytes() + container_classes_.bytes() + thread_classes_.bytes() +
               descriptor_classes_.bytes() + name_rows_.bytes() + graph_.bytes();
  for (const Question& question : plan_.questions) sum += question.class_bytes();
  return sum;
}

void Detector::forget_texts() {
  file_classes_.clear();
  for (Question& question : plan_.questions) question.forget_texts();
}

void Detector::forget() {
  ++generation_;
  forget_texts();
  for (Question& question : plan_.questions) question.forget_classes();
  for (NumberClasses& numbers : number_classes_) numbers.clear();
  ancestor_classes_.clear();
  container_classes_.clear();
  thread_classes_.clear();
  descriptor_classes_.clear();
  name_rows_.clear();
  graph_.clear();
  std::fill(roots_.begin(), roots_.end(), DecisionGraph::kNone);
}

}  // namespace sysreel
