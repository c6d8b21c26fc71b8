#include "rules/describe.h"

#include <set>
#include <string_view>

#include "base/json_writer.h"
#include "format/catalogue/catalogue.h"
#include "rules/event_set.h"
#include "rules/parser.h"
#include "rules/pipeline.h"

namespace sysreel::rules {
namespace {

using Names = std::set<std::string>;

// What a tree mentions. Macros are followed only where `macros` gives their trees.
struct Mentions {
  Names fields;
  Names operators;
  Names macros;
  Names lists;
};

class Collector {
 public:
  Collector(const Collection& collection, const MacroSource* macros)
      : collection_(collection), macros_(macros) {}

  Mentions run(const Node& root) {
    visit(root);
    return std::move(found_);
  }

 private:
  void visit(const Node& node) {
    switch (node.kind) {
      case NodeKind::kMacro:
        if (collection_.macros.find(node.text) != nullptr) found_.macros.emplace(node.text);
        if (macros_ != nullptr && seen_.insert(node.text).second)
          if (const Node* body = macros_->body(node.text)) visit(*body);
        return;
      case NodeKind::kCheck:
        found_.operators.insert(operator_text(node));
        break;
      case NodeKind::kField:
        found_.fields.insert(std::string(node.text) +
                             (node.argument.empty() ? "" : "[" + std::string(node.argument) + "]"));
        return;
      case NodeKind::kList:
        for (const Node* value : node.children)
          if (collection_.lists.find(value->text) != nullptr) found_.lists.emplace(value->text);
        return;
      default:
        break;
    }
    for (const Node* child : node.children) visit(*child);
  }

  const Collection& collection_;
  const MacroSource* macros_;
  Mentions found_;
  std::set<std::string_view> seen_;
};

std::string joined(const std::vector<SourcedText>& parts) {
  std::string out;
  for (const SourcedText& part : parts) out += (out.empty() ? "" : " ") + std::string(part.text);
  return out;
}

// The tree as text with its macros written out.
std::string compiled_text(const Node& node, const MacroTable& macros) {
  if (node.kind == NodeKind::kMacro) {
    const Node* body = macros.body(node.text);
    return body == nullptr ? std::string(node.text) : compiled_text(*body, macros);
  }
  if (node.kind == NodeKind::kNot) return "not " + compiled_text(node.left(), macros);
  if (node.kind != NodeKind::kAnd && node.kind != NodeKind::kOr) return to_text(node);
  std::string out = "(";
  for (const Node* child : node.children) {
    if (out.size() > 1) out += node.kind == NodeKind::kAnd ? " and " : " or ";
    out += compiled_text(*child, macros);
  }
  return out + ")";
}

class Writer {
 public:
  Writer(const Pipeline& pipeline, bool falco_compatible, std::string& out)
      : pipeline_(pipeline), falco_compatible_(falco_compatible), json_(out) {}

  void run() {
    json_.begin_object();
    const std::string& version = pipeline_.collection.required_engine_version;
    json_.field("required_engine_version",
                version.empty() ? std::string_view("0.0.0") : std::string_view(version));
    plugins();
    json_.key("rules");
    json_.begin_array();
    size_t index = 0;
    for (const ResolvedRule& rule : pipeline_.resolved.rules) {
      const auto& compiled = pipeline_.result.program.rules;
      if (rule.root == nullptr || index == compiled.size() ||
          compiled[index].name != rule.definition->name.text)
        continue;
      describe_rule(rule, compiled[index++]);
    }
    json_.end_array();
    json_.key("macros");
    json_.begin_array();
    for (const MacroDefinition& macro : pipeline_.collection.macros.all()) describe_macro(macro);
    json_.end_array();
    json_.key("lists");
    json_.begin_array();
    for (const ListDefinition& list : pipeline_.collection.lists.all()) describe_list(list);
    json_.end_array();
    json_.end_object();
  }

 private:
  void names(std::string_view key, const Names& items) {
    json_.key(key);
    json_.begin_array();
    for (const std::string& item : items) json_.string(item);
    json_.end_array();
  }

  // In their order, each as often as it is printed.
  void output_fields(const CompiledRule& rule) {
    json_.key("output_fields");
    json_.begin_array();
    for (const OutputPart& part : rule.output) {
      if (part.operand == kNoOperand) continue;
      inner_fields(part.operand, true);
      json_.string(part.name);
    }
    json_.end_array();
  }

  // What a transformer is applied to is printed for it.
  void inner_fields(OperandId id, bool outermost) {
    const Operand& operand = pipeline_.result.program.operands[id];
    for (const OperandId argument : operand.arguments) inner_fields(argument, false);
    if (!outermost && operand.transformer == Transformer::kNone && !operand.is_literal)
      json_.string(pipeline_.result.program.fields[operand.field].text);
  }

  // Every field is built in: nothing needs a plugin.
  void end_details() {
    names("plugins", {});
    json_.end_object();
  }

  void plugins() {
    json_.key("required_plugin_versions");
    json_.begin_array();
    for (const auto& alternatives : pipeline_.collection.plugin_requirements) {
      json_.begin_object();
      json_.field("name", alternatives[0].name.text);
      json_.field("version", alternatives[0].version.text);
      json_.key("alternatives");
      json_.begin_array();
      for (size_t i = 1; i < alternatives.size(); ++i) {
        json_.begin_object();
        json_.field("name", alternatives[i].name.text);
        json_.field("version", alternatives[i].version.text);
        json_.end_object();
      }
      json_.end_array();
      json_.end_object();
    }
    json_.end_array();
  }

  // Macros and lists that a condition names itself, before anything is replaced.
  Mentions written(const std::string& condition) const {
    Arena arena;
    uint32_t ids = 0;
    const Parsed parsed = parse_condition(condition, arena, ids, {});
    return parsed.root == nullptr ? Mentions() : Collector(pipeline_.collection, nullptr).run(*parsed.root);
  }

  // Falco hands asynchronous events to every rule, and all events of another source are of one kind.
  Names events(const Node& root, std::string_view source) const {
    Names out{"asyncevent"};
    if (source != "syscall") {
      out.emplace("pluginevent");
      return out;
    }
    for (const std::string_view name :
         EventDeduction(&pipeline_.resolved.macros, falco_compatible_).names_of(root))
      out.emplace(name);
    return out;
  }

  void exceptions(const RuleDefinition& rule) {
    Names fields;
    Names operators;
    Names called;
    const auto add = [](Names& out, const ExceptionEntry& entry) {
      if (!entry.is_list) out.emplace(entry.text.text);
      for (const ExceptionEntry& item : entry.items) out.emplace(item.text.text);
    };
    for (const ExceptionItem& exception : rule.exceptions) {
      called.insert(exception.name);
      add(operators, exception.comps);
      if (!exception.values.empty()) add(fields, exception.fields);
    }
    names("exception_fields", fields);
    names("exception_names", called);
    names("exception_operators", operators);
  }

  void describe_rule(const ResolvedRule& rule, const CompiledRule& compiled) {
    const RuleDefinition& definition = *rule.definition;
    const std::string condition = joined(definition.condition);
    json_.begin_object();
    json_.key("info");
    json_.begin_object();
    json_.field("name", definition.name.text);
    json_.field("condition", condition);
    json_.field("priority", name_of(definition.priority));
    json_.field("output", joined(definition.output));
    json_.field("description", compiled.description);
    json_.field("enabled", definition.enabled);
    json_.field("source", definition.source);
    json_.field("capture", definition.capture);
    json_.field("capture_duration", definition.capture_duration);
    names("tags", {definition.tags.begin(), definition.tags.end()});
    json_.end_object();
    json_.key("details");
    json_.begin_object();
    const Mentions own = written(condition);
    const Mentions all = Collector(pipeline_.collection, &pipeline_.resolved.macros).run(*rule.root);
    names("macros", own.macros);
    names("lists", own.lists);
    names("condition_operators", all.operators);
    names("condition_fields", all.fields);
    output_fields(compiled);
    exceptions(definition);
    names("events", events(*rule.root, definition.source));
    json_.field("condition_compiled", compiled_text(*rule.root, pipeline_.resolved.macros));
    json_.field("output_compiled", compiled.output_text);
    end_details();
    json_.end_object();
  }

  void describe_macro(const MacroDefinition& macro) {
    const Macro* known = pipeline_.resolved.macros.find(macro.name.text);
    if (known == nullptr || known->root == nullptr) return;
    const std::string condition = joined(macro.condition);
    const Mentions own = written(condition);
    const Mentions all = Collector(pipeline_.collection, &pipeline_.resolved.macros).run(*known->root);
    json_.begin_object();
    json_.key("info");
    json_.begin_object();
    json_.field("name", macro.name.text);
    json_.field("condition", condition);
    json_.end_object();
    json_.key("details");
    json_.begin_object();
    json_.field("used", known->used);
    names("macros", own.macros);
    names("lists", own.lists);
    names("condition_operators", all.operators);
    names("condition_fields", all.fields);
    names("events", events(*known->root, "syscall"));
    json_.field("condition_compiled", compiled_text(*known->root, pipeline_.resolved.macros));
    end_details();
    json_.end_object();
  }

  void describe_list(const ListDefinition& list) {
    Names inner;
    json_.begin_object();
    json_.key("info");
    json_.begin_object();
    json_.field("name", list.name.text);
    json_.key("items");
    json_.begin_array();
    const auto& compiled = pipeline_.lists->resolved(list.name.text);
    std::set<std::string_view> texts;
    for (const SourcedText& item : compiled) texts.insert(item.text);
    // A list that could not be replaced is a text; one that was may still be there from another list.
    for (const SourcedText& item : list.items) {
      const bool is_list = pipeline_.collection.lists.find(item.text) != nullptr;
      if (falco_compatible_ ? !texts.contains(item.text) : is_list) {
        inner.emplace(item.text);
      } else {
        json_.string(item.text);
      }
    }
    json_.end_array();
    json_.end_object();
    json_.key("details");
    json_.begin_object();
    json_.field("used", pipeline_.lists->used(list.name.text));
    names("lists", inner);
    json_.key("items_compiled");
    json_.begin_array();
    for (const SourcedText& item : compiled) json_.string(item.text);
    json_.end_array();
    end_details();
    json_.end_object();
  }

  const Pipeline& pipeline_;
  bool falco_compatible_;
  JsonWriter json_;
};

}  // namespace

std::string describe(const std::vector<SourceFile>& files, const LoadOptions& options,
                     Diagnostics& diagnostics) {
  const auto pipeline = run_pipeline(files, options);
  std::string out;
  if (pipeline->result.loaded()) Writer(*pipeline, options.falco_compatible, out).run();
  diagnostics = std::move(pipeline->result.diagnostics);
  return out;
}

}  // namespace sysreel::rules
