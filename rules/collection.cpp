// One walk over all items in order. What an item may do to an earlier one of the same name is in
// FALCO_INVENTORY §1.2 to §1.5; a redefinition keeps the position of the first definition.
#include "rules/collection.h"

#include <algorithm>
#include <utility>

#include "rules/check_values.h"
#include "rules/exceptions.h"
#include "rules/version.h"

namespace sysreel::rules {
namespace {

constexpr std::string_view kInvalid = "LOAD_ERR_VALIDATE";

class Merger {
 public:
  Merger(const MergeOptions& options, LoadLog& log) : options_(options), log_(log) {}

  void operator()(const EngineVersionItem& item);
  void operator()(const PluginVersionsItem& item);
  void operator()(ListItem& item);
  void operator()(const MacroItem& item);
  void operator()(const RuleItem& item);
  void operator()(const BrokenItem& item);

  Collection result;

 private:
  void define(const RuleItem& item);
  void update(const RuleItem& item);
  void append_parts(RuleDefinition& rule, const RuleItem& item);
  void replace_parts(RuleDefinition& rule, const RuleParts& parts);
  bool append_exception(RuleDefinition& rule, const ExceptionItem& item);
  bool validate(const RuleDefinition& rule, std::vector<ExceptionItem>& exceptions);
  void no_such(std::string_view type, const SourcedText& name, std::string what, const auto& known,
               const std::set<std::string, std::less<>>& broken);

  const MergeOptions& options_;
  LoadLog& log_;
  uint32_t clock_ = 0;
};

void Merger::no_such(std::string_view type, const SourcedText& name, std::string what, const auto& known,
                     const std::set<std::string, std::less<>>& broken) {
  if (broken.contains(name.text)) return;
  std::vector<std::string_view> names;
  for (const auto& item : known.all()) names.push_back(item.name.text);
  log_.error(kInvalid, {type, name.text}, name.at, std::move(what), nearest_name(name.text, names));
}

void Merger::operator()(const EngineVersionItem& item) {
  const About about{"required_engine_version", ""};
  const auto version = parse_engine_version(item.version.text);
  if (!version) {
    log_.error("LOAD_ERR_YAML_VALIDATE", about, item.version.at,
               "'" + std::string(item.version.text) + "' is no version", "write x.y.z or a number");
    return;
  }
  if (!satisfies(kEngineVersion, *version)) {
    log_.error(
        kInvalid, about, item.version.at,
        "the rules require engine version " + to_text(*version) + ", this is " + to_text(kEngineVersion));
    return;
  }
  const auto highest = parse_version(result.required_engine_version);
  if (!highest || *highest < *version) result.required_engine_version = to_text(*version);
}

void Merger::operator()(const PluginVersionsItem& item) {
  for (const auto& alternatives : item.requirements) {
    const About about{"required_plugin_versions entry", alternatives[0].name.text};
    bool good = true;
    std::set<std::string_view> names;
    for (const PluginRequirement& requirement : alternatives) {
      if (!parse_version(requirement.version.text)) {
        log_.error(kInvalid, about, requirement.version.at,
                   "'" + std::string(requirement.version.text) + "' is no version", "write x.y.z");
        good = false;
      }
      if (!names.insert(requirement.name.text).second) {
        log_.error(kInvalid, about, requirement.name.at,
                   "plugin '" + std::string(requirement.name.text) + "' is its own alternative");
        good = false;
      }
    }
    if (good) result.plugin_requirements.push_back(alternatives);
  }
}

void Merger::operator()(ListItem& item) {
  const uint32_t now = clock_++;
  ListDefinition* before = result.lists.find(item.name.text);
  if (item.append) {
    if (before == nullptr)
      return no_such("list", item.name, "there is no list '" + std::string(item.name.text) + "' to append to",
                     result.lists, result.broken_lists);
    before->items.insert(before->items.end(), item.items.begin(), item.items.end());
    before->age.changed = now;
  } else if (before != nullptr) {
    *before = {item.name, std::move(item.items), {before->age.defined, now}};
  } else {
    result.lists.add({item.name, std::move(item.items), {now, now}});
  }
}

void Merger::operator()(const MacroItem& item) {
  const uint32_t now = clock_++;
  MacroDefinition* before = result.macros.find(item.name.text);
  if (item.append) {
    if (before == nullptr)
      return no_such("macro", item.name,
                     "there is no macro '" + std::string(item.name.text) + "' to append to", result.macros,
                     result.broken_macros);
    before->condition.push_back(item.condition);
    before->age.changed = now;
  } else if (before != nullptr) {
    *before = {item.name, {item.condition}, {before->age.defined, now}};
  } else {
    result.macros.add({item.name, {item.condition}, {now, now}});
  }
}

void Merger::operator()(const RuleItem& item) {
  ++clock_;
  RuleDefinition* before = result.rules.find(item.name.text);
  const std::string_view source = item.source ? item.source->text : std::string_view();
  const std::string_view wanted =
      item.action == RuleItem::Action::kDefine && source.empty() ? "syscall" : source;
  const bool compares_source =
      item.action == RuleItem::Action::kDefine || item.appended.condition || item.set.condition;
  if (before != nullptr && compares_source && !wanted.empty() && before->source != wanted) {
    log_.error(kInvalid, {"rule", item.name.text}, item.source ? item.source->at : item.name.at,
               "the rule was defined with source '" + before->source + "' before");
    return;
  }
  if (item.action == RuleItem::Action::kDefine) return define(item);
  if (before == nullptr)
    return no_such("rule", item.name, "there is no rule '" + std::string(item.name.text) + "' to change",
                   result.rules, result.broken_rules);
  if (item.action == RuleItem::Action::kToggle) {
    before->enabled = item.set.enabled.value_or(true);
  } else {
    update(item);
  }
}

void Merger::operator()(const BrokenItem& item) {
  using Kind = BrokenItem::Kind;
  const std::string name(item.name.text);
  if (item.kind == Kind::kRule) {
    if (!item.update) {
      result.broken_rules.insert(name);
    } else if (result.rules.find(name) == nullptr) {
      no_such("rule", item.name, "there is no rule '" + name + "' to change", result.rules,
              result.broken_rules);
    }
  } else if (!item.update) {
    (item.kind == Kind::kList ? result.broken_lists : result.broken_macros).insert(name);
  }
}

bool Merger::validate(const RuleDefinition& rule, std::vector<ExceptionItem>& exceptions) {
  bool good = true;
  const FieldScope scope{rule.source, options_.falco_compatible};
  for (ExceptionItem& exception : exceptions)
    good = complete_exception(exception, rule.name.text, scope, !rule.unknown_source, log_) && good;
  return good;
}

void Merger::define(const RuleItem& item) {
  RuleDefinition rule;
  rule.name = item.name;
  if (item.source) rule.source = item.source->text;
  if (std::find(options_.sources.begin(), options_.sources.end(), rule.source) == options_.sources.end()) {
    rule.unknown_source = true;
    log_.warning("LOAD_UNKNOWN_SOURCE", {"rule", item.name.text},
                 item.source ? item.source->at : item.name.at,
                 "the source '" + rule.source + "' is unknown; the rule is left out",
                 nearest_name(rule.source, {options_.sources.begin(), options_.sources.end()}));
  }
  replace_parts(rule, item.set);
  // What is wrong with its exceptions was reported; the rest of the rule is looked at without them.
  if (!validate(rule, rule.exceptions)) rule.exceptions.clear();
  if (RuleDefinition* before = result.rules.find(item.name.text)) {
    *before = std::move(rule);
  } else {
    result.rules.add(std::move(rule));
  }
}

void Merger::update(const RuleItem& item) {
  RuleDefinition& rule = *result.rules.find(item.name.text);
  if (item.has_append) append_parts(rule, item);
  if (!item.has_replace) return;
  RuleParts parts = item.set;
  replace_parts(rule, parts);
  // Falco takes them as they are, without operators where none are given.
  if (parts.exceptions && !options_.falco_compatible) validate(rule, rule.exceptions);
}

void Merger::append_parts(RuleDefinition& rule, const RuleItem& item) {
  const RuleParts& parts = item.appended;
  if (!parts.condition && !parts.exceptions && !parts.output && !parts.description && !parts.tags) {
    log_.error(kInvalid, {"rule", item.name.text}, item.name.at, "nothing is appended to the rule",
               "add a condition or exceptions");
    return;
  }
  if (parts.condition) rule.condition.push_back(*parts.condition);
  if (parts.output) rule.output.push_back(*parts.output);
  if (parts.description) rule.description.push_back(*parts.description);
  if (parts.tags) rule.tags.insert(parts.tags->begin(), parts.tags->end());
  if (!parts.exceptions) return;
  for (const ExceptionItem& exception : *parts.exceptions) append_exception(rule, exception);
}

bool Merger::append_exception(RuleDefinition& rule, const ExceptionItem& item) {
  const About about{"rule", rule.name.text};
  const auto fail = [&](std::string message) {
    log_.error(kInvalid, about, item.at, std::move(message));
    return false;
  };
  const auto before = std::find_if(rule.exceptions.begin(), rule.exceptions.end(),
                                   [&](const ExceptionItem& other) { return other.name == item.name; });
  if (before == rule.exceptions.end()) {
    if (!item.fields.present) return fail("the new exception '" + item.name + "' needs fields");
    if (item.values.empty()) return fail("the new exception '" + item.name + "' needs values");
    std::vector<ExceptionItem> added{item};
    if (!validate(rule, added)) return false;
    rule.exceptions.push_back(std::move(added[0]));
    return true;
  }
  if (item.fields.present || item.comps.present)
    return fail("only values can be appended to the exception '" + item.name + "'");
  before->values.insert(before->values.end(), item.values.begin(), item.values.end());
  return true;
}

void Merger::replace_parts(RuleDefinition& rule, const RuleParts& parts) {
  if (parts.condition) rule.condition = {*parts.condition};
  if (parts.output) rule.output = {*parts.output};
  if (parts.description) rule.description = {*parts.description};
  if (parts.priority) rule.priority = *parts.priority;
  if (parts.tags) rule.tags = {parts.tags->begin(), parts.tags->end()};
  if (parts.exceptions) rule.exceptions = *parts.exceptions;
  if (parts.enabled) rule.enabled = *parts.enabled;
  if (parts.warn_evttypes) rule.warn_evttypes = *parts.warn_evttypes;
  if (parts.skip_if_unknown_filter) rule.skip_if_unknown_filter = *parts.skip_if_unknown_filter;
  if (parts.capture) rule.capture = *parts.capture;
  if (parts.capture_duration) rule.capture_duration = *parts.capture_duration;
}

}  // namespace

Collection merge(std::vector<Item> items, const MergeOptions& options, LoadLog& log) {
  Merger merger(options, log);
  for (Item& item : items) std::visit([&](auto& one) { merger(one); }, item);
  return std::move(merger.result);
}

}  // namespace sysreel::rules
