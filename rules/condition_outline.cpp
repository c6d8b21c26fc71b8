#include "rules/condition_outline.h"

#include <map>
#include <utility>

#include "rules/pipeline.h"
#include "rules/predicate.h"

namespace sysreel::rules {
namespace {

using Kind = ConditionPart::Kind;
using ValueRef = std::pair<uint32_t, uint32_t>;  // file, node of the document

// Which exception a value of the file belongs to.
class ExceptionNames {
 public:
  explicit ExceptionNames(const std::vector<ExceptionItem>& exceptions) {
    for (const ExceptionItem& exception : exceptions) {
      note(exception.fields, exception.name);
      note(exception.comps, exception.name);
      for (const ExceptionEntry& value : exception.values) note(value, exception.name);
    }
  }

  std::string of(SourceRef at) const {
    const auto found = names_.find({at.file, at.node});
    return found == names_.end() ? std::string() : found->second;
  }

 private:
  void note(const ExceptionEntry& entry, const std::string& name) {
    if (!entry.is_list && entry.present)
      names_.emplace(ValueRef{entry.text.at.file, entry.text.at.node}, name);
    for (const ExceptionEntry& item : entry.items) note(item, name);
  }

  std::map<ValueRef, std::string> names_;
};

class Outliner {
 public:
  Outliner(const Pipeline& pipeline, RuleId rule)
      : pipeline_(pipeline),
        definition_(*pipeline.conditions.rules[rule]->definition),
        predicates_(pipeline.conditions.predicates.at(definition_.source)),
        exceptions_(definition_.exceptions) {}

  ConditionOutline run(const Node& root) {
    visit(root);
    return std::move(outline_);
  }

 private:
  // As deep as the tree with its macros, which resolution bounds.
  void visit(const Node& node) {
    const size_t index = outline_.parts.size();
    outline_.parts.emplace_back();
    switch (node.kind) {
      case NodeKind::kAnd:
      case NodeKind::kOr:
      case NodeKind::kNot:
        outline_.parts[index].kind = node.kind == NodeKind::kAnd  ? Kind::kAnd
                                     : node.kind == NodeKind::kOr ? Kind::kOr
                                                                  : Kind::kNot;
        for (const Node* child : node.children) visit(*child);
        break;
      case NodeKind::kMacro:
        describe(node, outline_.parts[index]);
        outline_.parts[index].kind = Kind::kMacro;
        outline_.parts[index].text = node.text;
        visit(*pipeline_.resolved.macros.body(node.text));
        break;
      default: {
        ConditionPart& part = outline_.parts[index];
        describe(node, part);
        part.predicate = predicates_.at(node.id);
        const Program& program = pipeline_.result.program;
        part.text = rules::to_text(program, program.predicates[part.predicate]);
      }
    }
    outline_.parts[index].end = static_cast<uint32_t>(outline_.parts.size());
  }

  void describe(const Node& node, ConditionPart& part) const {
    const SourceText::Origin origin = pipeline_.resolved.texts[node.text_id].text.origin(node.offset);
    const LoadedFile& file = pipeline_.files[origin.at.file];
    const YamlPosition position = file.document.position(origin.at.node, origin.offset);
    part.place = {file.name, position.line, position.column};
    part.exception = exceptions_.of(origin.at);
  }

  const Pipeline& pipeline_;
  const RuleDefinition& definition_;
  const std::unordered_map<uint32_t, PredicateId>& predicates_;
  ExceptionNames exceptions_;
  ConditionOutline outline_;
};

}  // namespace

std::string_view name_of(ConditionPart::Kind kind) {
  static constexpr std::string_view kNames[] = {"and", "or", "not", "check", "macro"};
  return kNames[static_cast<size_t>(kind)];
}

ConditionOutline outline_of(const Pipeline& pipeline, RuleId rule) {
  return Outliner(pipeline, rule).run(*pipeline.conditions.rules[rule]->root);
}

std::string to_text(const ConditionOutline& outline) {
  std::string out;
  std::vector<uint32_t> open;  // ends of the parts around
  for (uint32_t i = 0; i < outline.parts.size(); ++i) {
    const ConditionPart& part = outline.parts[i];
    while (!open.empty() && open.back() <= i) open.pop_back();
    out.append(open.size() * 2, ' ');
    if (part.kind != Kind::kCheck) out += name_of(part.kind);
    if (part.kind == Kind::kMacro) out += ' ';
    out += part.text;
    if (!part.exception.empty()) out += "  (exception " + part.exception + ")";
    out += '\n';
    open.push_back(part.end);
  }
  return out;
}

}  // namespace sysreel::rules
