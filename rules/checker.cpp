// One pass over a check: the left side gets a type, the operator is held against it, the right side becomes
// constants or an operand of the same type. Everything made is looked up by its content first.
#include "rules/checker.h"

#include <algorithm>

#include "format/catalogue/catalogue.h"
#include "rules/check_values.h"
#include "rules/constants.h"
#include "rules/event_names.h"
#include "rules/operator_types.h"
#include "rules/predicate.h"
#include "rules/text_hash.h"

namespace sysreel::rules {
namespace {

struct Side {
  OperandId id = 0;
  SideType type;
};

Transformer transformer_named(std::string_view name) {
  if (name == "tolower") return Transformer::kToLower;
  if (name == "toupper") return Transformer::kToUpper;
  if (name == "b64") return Transformer::kBase64;
  if (name == "basename") return Transformer::kBasename;
  if (name == "len") return Transformer::kLen;
  if (name == "join") return Transformer::kJoin;
  if (name == "concat") return Transformer::kConcat;
  if (name == "getopt") return Transformer::kGetOpt;
  return Transformer::kValue;
}

void append_number(std::string& key, uint64_t number) {
  key.append(reinterpret_cast<const char*>(&number), sizeof number);
}

void append_text(std::string& key, std::string_view text) {
  append_number(key, text.size());
  key += text;
}

}  // namespace

class Checker::Impl {
 public:
  explicit Impl(Program& program) : program_(program) {}

  std::optional<PredicateId> predicate(const Node& check, const FieldScope& scope,
                                       std::vector<Finding>& findings) {
    scope_ = &scope;
    findings_ = &findings;
    const auto left = side(check.left());
    if (!left) return std::nullopt;
    Predicate made;
    made.left = left->id;
    made.op = check.op;
    made.modifier = check.modifier;
    made.type = left->type.type;
    made.multiplicity = left->type.list              ? Multiplicity::kList
                        : left->type.base != nullptr ? multiplicity_of(program_.fields[left->type.use])
                                                     : Multiplicity::kSingle;
    if (made.multiplicity == Multiplicity::kList && !left->type.list)
      made.multiplicity = Multiplicity::kSingle;
    if (const auto problem = operator_problem(check.op, check.modifier, left->type))
      return fail(check, *problem);
    if (check.right() != nullptr && !right_side(check, *left, made)) return std::nullopt;
    return share(std::move(made));
  }

  std::optional<OperandId> operand(const Node& node, const FieldScope& scope,
                                   std::vector<Finding>& findings) {
    scope_ = &scope;
    findings_ = &findings;
    const auto made = side(node);
    return made ? std::optional(made->id) : std::nullopt;
  }

 private:
  std::nullopt_t fail(const Node& node, std::string message, std::string hint = {}, bool unknown = false) {
    findings_->push_back({Severity::kError, {}, std::move(message), std::move(hint), &node, 0, unknown});
    return std::nullopt;
  }

  std::optional<Side> side(const Node& node);
  std::optional<Side> field_side(const Node& node);
  std::optional<Side> new_field_side(const Node& node);
  std::optional<Side> transformer_side(const Node& node);
  std::optional<Side> one_argument(const Node& node, Transformer transformer);
  std::optional<Side> several_arguments(const Node& node, Transformer transformer);
  std::optional<std::string> signature_problem(Transformer transformer,
                                               const std::vector<Side>& arguments) const;
  Side literal_side(std::string_view text);
  std::optional<Side> list_side(const Node& node);
  bool right_side(const Node& check, const Side& left, Predicate& made);
  bool right_operand(const Node& check, const Side& left, Predicate& made);
  bool constant(const Node& node, const Side& left, Predicate& made);
  bool event_name(const Node& node);

  // The number of what key_ says in `items`, to which it is added when it is new.
  template <typename T>
  uint32_t numbered(TextMap<uint32_t>& known, std::vector<T>& items, T item) {
    if (const auto at = known.find(key_); at != known.end()) return at->second;
    known.emplace(key_, static_cast<uint32_t>(items.size()));
    items.push_back(std::move(item));
    return static_cast<uint32_t>(items.size() - 1);
  }
  OperandId share(Operand operand);
  PredicateId share(Predicate predicate);
  FieldUseId share(FieldUse use);

  Program& program_;
  const FieldScope* scope_ = nullptr;
  std::vector<Finding>* findings_ = nullptr;
  TextMap<FieldUseId> fields_;
  TextMap<OperandId> operands_;
  TextMap<PredicateId> predicates_;
  // Rules look at few fields. Those without an argument are looked up once, while the scope stays the same.
  TextMap<Side> known_sides_;
  std::string known_source_;
  bool known_compatible_ = false;
  std::string key_;  // of what is looked up
};

// The recursion is as deep as the tree, which the parser bounds.
std::optional<Side> Checker::Impl::side(const Node& node) {
  switch (node.kind) {
    case NodeKind::kField:
      return field_side(node);
    case NodeKind::kTransformer:
      return transformer_side(node);
    case NodeKind::kArguments:
      return list_side(node);
    default:
      return literal_side(node.text);
  }
}

std::optional<Side> Checker::Impl::field_side(const Node& node) {
  if (node.has_argument) return new_field_side(node);
  if (known_source_ != scope_->source || known_compatible_ != scope_->falco_compatible) {
    known_sides_.clear();
    known_source_ = scope_->source;
    known_compatible_ = scope_->falco_compatible;
  }
  if (const auto known = known_sides_.find(node.text); known != known_sides_.end()) return known->second;
  const auto made = new_field_side(node);
  if (made) known_sides_.emplace(node.text, *made);
  return made;
}

std::optional<Side> Checker::Impl::new_field_side(const Node& node) {
  const FieldLookup lookup =
      find_field(node.text, node.has_argument ? std::optional(node.argument) : std::nullopt, *scope_);
  if (!lookup.use) return fail(node, lookup.message, lookup.hint, lookup.unknown);
  Side made;
  const Field& known = field(lookup.use->field);
  made.type.type = made.type.base_type = type_of(*lookup.use);
  made.type.list = made.type.base_list = known.multiplicity == Multiplicity::kList;
  made.type.base = &known;
  made.type.text_elements = !scope_->falco_compatible && known.sources != "syscall";
  made.type.use = share(*lookup.use);
  Operand operand;
  operand.field = made.type.use;
  operand.type = made.type.type;
  operand.is_list = made.type.list;
  made.id = share(std::move(operand));
  return made;
}

Side Checker::Impl::literal_side(std::string_view text) {
  Operand operand;
  operand.is_literal = true;
  operand.literal = text;
  Side made;
  made.id = share(std::move(operand));
  return made;
}

std::optional<Side> Checker::Impl::list_side(const Node& node) {
  Operand operand;
  operand.transformer = Transformer::kValue;
  operand.is_list = true;
  for (const Node* child : node.children) {
    const auto item = side(*child);
    if (!item) return std::nullopt;
    operand.arguments.push_back(item->id);
  }
  Side made;
  made.type.list = made.type.base_list = true;
  made.id = share(std::move(operand));
  return made;
}

std::optional<Side> Checker::Impl::transformer_side(const Node& node) {
  const Transformer transformer = transformer_named(node.text);
  if (transformer == Transformer::kValue) {
    if (node.has_argument) return fail(node, "val() takes no argument in brackets");
    return side(node.left());
  }
  return node.children.size() == 1 ? one_argument(node, transformer) : several_arguments(node, transformer);
}

std::optional<Side> Checker::Impl::one_argument(const Node& node, Transformer transformer) {
  const std::string name(node.text);
  if (transformer == Transformer::kJoin || transformer == Transformer::kConcat ||
      transformer == Transformer::kGetOpt)
    return fail(node, name + "() needs more than one argument");
  if (node.has_argument) return fail(node, name + "() takes no argument in brackets");
  auto made = side(node.left());
  if (!made) return std::nullopt;
  SideType& type = made->type;
  if (type.base != nullptr && type.base->has(kNoTransformer))
    return fail(node, std::string(type.base->name) + " cannot be transformed");
  const bool text = type.type == FieldType::kString;
  const bool bytes = type.type == FieldType::kBuffer;
  const bool fits = transformer == Transformer::kLen      ? type.list || text || bytes
                    : transformer == Transformer::kBase64 ? text || bytes
                                                          : text;
  if (!fits)
    return fail(node, name + "() does not go with a value that is " + std::string(name_of(type.type)));
  Operand operand;
  operand.transformer = transformer;
  operand.arguments.push_back(made->id);
  if (transformer == Transformer::kLen) {
    type.type = FieldType::kUint64;
    type.list = false;
  }
  operand.type = type.type;
  operand.is_list = type.list;
  made->id = share(std::move(operand));
  return made;
}

std::optional<std::string> Checker::Impl::signature_problem(Transformer transformer,
                                                            const std::vector<Side>& arguments) const {
  const auto is_list = [&](size_t i) {
    return arguments[i].type.base_list || (!scope_->falco_compatible && arguments[i].type.list);
  };
  const auto is_text = [&](size_t i) { return arguments[i].type.base_type == FieldType::kString; };
  switch (transformer) {
    case Transformer::kJoin:
      if (arguments.size() != 2) return "join() takes two arguments: what stands between, and a list";
      if (is_list(0)) return "the first argument of join() must be a single value";
      if (!is_list(1)) return "the second argument of join() must be a list";
      return std::nullopt;
    case Transformer::kConcat:
      for (size_t i = 0; i < arguments.size(); ++i)
        if (!is_text(i) || is_list(i)) return "the arguments of concat() must be texts";
      return std::nullopt;
    case Transformer::kGetOpt:
      if (arguments.size() != 2) return "getopt() takes two arguments: a list of arguments, and the options";
      if (!is_list(0)) return "the first argument of getopt() must be a list";
      if (is_list(1)) return "the second argument of getopt() must be a single text";
      if (!is_text(0) || !is_text(1)) return "the arguments of getopt() must be texts";
      return std::nullopt;
    default:
      return "this transformer takes one argument";
  }
}

std::optional<Side> Checker::Impl::several_arguments(const Node& node, Transformer transformer) {
  std::vector<Side> arguments;
  for (const Node* child : node.children) {
    auto argument = side(*child);
    if (!argument) return std::nullopt;
    arguments.push_back(*argument);
  }
  if (const auto problem = signature_problem(transformer, arguments)) return fail(node, *problem);
  if (node.has_argument && transformer != Transformer::kGetOpt)
    return fail(node, std::string(node.text) + "() takes no argument in brackets");
  if (node.has_argument && node.argument.size() != 1)
    return fail(node, "the argument in brackets of getopt() must be one option character");
  Operand operand;
  operand.transformer = transformer;
  operand.option = node.argument;
  for (const Side& argument : arguments) operand.arguments.push_back(argument.id);
  Side made;
  made.type.list = operand.is_list = transformer == Transformer::kGetOpt && !node.has_argument;
  made.type.base_list = made.type.list && !scope_->falco_compatible;
  made.id = share(std::move(operand));
  return made;
}

bool Checker::Impl::right_side(const Node& check, const Side& left, Predicate& made) {
  const Node& right = *check.right();
  if (right.kind == NodeKind::kTransformer || right.kind == NodeKind::kField)
    return right_operand(check, left, made);
  if (right.kind == NodeKind::kValue) return constant(right, left, made);
  bool good = true;
  for (const Node* value : right.children) good = constant(*value, left, made) && good;
  // Falco looks at the first network of a list only.
  if (scope_->falco_compatible && made.multiplicity == Multiplicity::kEndpoints && made.networks.size() > 1) {
    made.networks.resize(1);
    made.texts.resize(1);
  }
  return good;
}

bool Checker::Impl::right_operand(const Node& check, const Side& left, Predicate& made) {
  const auto right = side(*check.right());
  if (!right) return false;
  const auto refuse = [&](std::string message, std::string hint = {}) {
    fail(*check.right(), std::move(message), std::move(hint));
    return false;
  };
  if (made.op == Operator::kPMatch || made.op == Operator::kRegex)
    return refuse("operator '" + std::string(name_of(made.op)) + "' compares with constants only");
  if (left.type.type == FieldType::kIpNet || (left.type.base != nullptr && left.type.base->has(kNoRightHand)))
    return refuse("the left side compares with constants only");
  if (right->type.base != nullptr && right->type.base->has(kNoRightHand))
    return refuse(std::string(right->type.base->name) + " cannot stand on the right side");
  if (left.type.type != right->type.type || left.type.list != right->type.list)
    return refuse("the two sides have different types: " + std::string(name_of(left.type.type)) +
                  (left.type.list ? " (list)" : "") + " and " + std::string(name_of(right->type.type)) +
                  (right->type.list ? " (list)" : ""));
  if (left.type.base != nullptr &&
      (left.type.base->name == "evt.type" || left.type.base->name == "syscall.type") &&
      (made.op == Operator::kEqual || made.op == Operator::kNotEqual || made.op == Operator::kIn))
    findings_->push_back(
        {Severity::kHint, "EVENT_KIND_NOT_CONSTANT",
         "compared with a field, the event type does not narrow the events that the rule sees", "", &check, 0,
         false});
  made.right = right->id;
  return true;
}

bool Checker::Impl::event_name(const Node& node) {
  if (scope_->falco_compatible && node.text.empty()) return true;  // a system call without a name, for Falco
  if (is_event_name(node.text) || Catalogue::builtin().find(node.text) != kNoKind) return true;
  std::vector<std::string_view> names(generic_calls().begin(), generic_calls().end());
  for (const EventName& event : falco_events()) names.push_back(event.name);
  const auto near = nearest_name(node.text, names);
  fail(node, "there is no event or system call '" + std::string(node.text) + "'", near, true);
  return false;
}

bool Checker::Impl::constant(const Node& node, const Side& left, Predicate& made) {
  const Field* base = left.type.base;
  if (base != nullptr && base->name == "evt.type" && !event_name(node)) return false;
  if (base != nullptr && base->name == "evt.around" && made.op != Operator::kEqual) {
    fail(node, "evt.around goes with = only");
    return false;
  }
  if (left.type.list) made.type = left.type.type;
  if (const auto problem = add_constant(made, node.text)) {
    fail(node, *problem);
    return false;
  }
  warn_about_value(made.op, node, *scope_, *findings_);
  return true;
}

FieldUseId Checker::Impl::share(FieldUse use) {
  // Two spellings may share a text across sources (never a meaning), hence the field's number.
  key_.clear();
  append_number(key_, use.field);
  key_ += use.text;
  return numbered(fields_, program_.fields, std::move(use));
}

OperandId Checker::Impl::share(Operand operand) {
  key_.clear();
  append_number(key_, static_cast<uint64_t>(operand.transformer));
  if (operand.is_literal) {
    key_ += 'L';
    append_text(key_, operand.literal);
  } else if (operand.transformer == Transformer::kNone) {
    key_ += 'F';
    append_number(key_, operand.field);
  } else {
    key_ += 'T';
    append_number(key_, operand.arguments.size());
  }
  for (const OperandId argument : operand.arguments) append_number(key_, argument);
  key_ += operand.option;
  return numbered(operands_, program_.operands, std::move(operand));
}

PredicateId Checker::Impl::share(Predicate predicate) {
  key_.clear();
  append_number(key_, predicate.left);
  append_number(key_, static_cast<uint64_t>(predicate.op));
  append_number(key_, static_cast<uint64_t>(predicate.modifier));
  append_number(key_, predicate.right);
  for (const std::string& text : predicate.texts) append_text(key_, text);
  return numbered(predicates_, program_.predicates, std::move(predicate));
}

Checker::Checker(Program& program) : impl_(std::make_unique<Impl>(program)) {}
Checker::~Checker() = default;

std::optional<PredicateId> Checker::predicate(const Node& check, const FieldScope& scope,
                                              std::vector<Finding>& findings) {
  return impl_->predicate(check, scope, findings);
}

std::optional<OperandId> Checker::operand(const Node& side, const FieldScope& scope,
                                          std::vector<Finding>& findings) {
  return impl_->operand(side, scope, findings);
}

}  // namespace sysreel::rules
