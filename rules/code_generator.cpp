#include "rules/code_generator.h"

namespace sysreel::rules {

bool CodeGenerator::generate(const Node& condition, const FieldScope& scope, CompiledRule& rule,
                             std::vector<Finding>& findings) {
  scope_ = &scope;
  findings_ = &findings;
  known_ = &predicates_[std::string(scope.source)];
  good_ = true;
  trails_.clear();
  rule.first = static_cast<uint32_t>(program_.code.size());
  emit(condition);
  put(OpCode::kEnd, 0);
  rule.count = static_cast<uint32_t>(program_.code.size()) - rule.first;
  return good_;
}

// As deep as the tree with its macros, which resolution bounds.
void CodeGenerator::emit(const Node& node) {
  switch (node.kind) {
    case NodeKind::kAnd:
    case NodeKind::kOr:
      emit_sequence(node);
      return;
    case NodeKind::kNot:
      emit(node.left());
      if (program_.code.back().op == OpCode::kTest && node.left().kind == NodeKind::kCheck) {
        program_.code.back().op = OpCode::kTestNot;
      } else {
        put(OpCode::kNot, 0);
      }
      return;
    case NodeKind::kMacro:
      if (const Node* body = macros_ == nullptr ? nullptr : macros_->body(node.text)) {
        path_.push_back(node.text);
        emit(*body);
        path_.pop_back();
        return;
      }
      good_ = false;
      put(OpCode::kConstant, 0);
      findings_->push_back({Severity::kError,
                            {},
                            "'" + std::string(node.text) + "' is no check, and there are no macros here",
                            "",
                            &node,
                            0,
                            false});
      return;
    default:
      emit_check(node);
  }
}

void CodeGenerator::emit_sequence(const Node& node) {
  const OpCode leave = node.kind == NodeKind::kAnd ? OpCode::kJumpIfFalse : OpCode::kJumpIfTrue;
  std::vector<size_t> jumps;
  for (size_t i = 0; i < node.children.size(); ++i) {
    if (i != 0) {
      jumps.push_back(program_.code.size());
      put(leave, 0);
    }
    emit(*node.children[i]);
  }
  for (const size_t jump : jumps) program_.code[jump].operand = static_cast<uint32_t>(program_.code.size());
}

void CodeGenerator::emit_check(const Node& node) {
  put(OpCode::kTest, predicate_of(node));
}

uint32_t CodeGenerator::predicate_of(const Node& check) {
  const auto [at, added] = known_->try_emplace(check.id, kBroken);
  if (!added) {
    good_ = good_ && at->second != kBroken;
    return at->second;
  }
  const size_t before = findings_->size();
  const auto predicate = checker_.predicate(check, *scope_, *findings_);
  if (findings_->size() != before)
    for (size_t i = before; i < findings_->size(); ++i) trails_.push_back({(*findings_)[i].node, path_});
  if (!predicate) {
    good_ = false;
    return kBroken;
  }
  at->second = *predicate;
  return *predicate;
}

}  // namespace sysreel::rules
