#include "rules/rule_reader.h"

#include <algorithm>
#include <array>
#include <set>

#include "rules/check_values.h"

namespace sysreel::rules {
namespace {

constexpr std::array<std::string_view, 5> kAppendable = {"condition", "output", "desc", "tags", "exceptions"};
constexpr std::array<std::string_view, 11> kReplaceable = {"condition",
                                                           "output",
                                                           "desc",
                                                           "priority",
                                                           "capture",
                                                           "capture_duration",
                                                           "tags",
                                                           "exceptions",
                                                           "enabled",
                                                           "warn_evttypes",
                                                           "skip-if-unknown-filter"};
constexpr std::array<std::string_view, 15> kRuleKeys = {"rule",
                                                        "condition",
                                                        "output",
                                                        "desc",
                                                        "priority",
                                                        "source",
                                                        "enabled",
                                                        "capture",
                                                        "capture_duration",
                                                        "warn_evttypes",
                                                        "skip-if-unknown-filter",
                                                        "tags",
                                                        "exceptions",
                                                        "override",
                                                        "append"};

struct Overrides {
  std::set<std::string_view> append;
  std::set<std::string_view> replace;
  bool any() const { return !append.empty() || !replace.empty(); }
};

template <typename Keys>
bool contains(const Keys& keys, std::string_view key) {
  return std::find(keys.begin(), keys.end(), key) != keys.end();
}

void read_override(MapReader& map, YamlId key_id, YamlId value_id,
                   std::span<const std::string_view> appendable,
                   std::span<const std::string_view> replaceable, Overrides& out) {
  const YamlNode& operation = map.node(value_id);
  const std::string key(map.node(key_id).kind == YamlKind::kNull ? "null" : map.node(key_id).text);
  if (operation.kind != YamlKind::kScalar)
    return map.fail(map.ref(value_id), "'override' must be a map of key and append or replace", "",
                    "LOAD_ERR_VALIDATE");
  if (operation.text == "append") {
    const auto known = std::find(appendable.begin(), appendable.end(), key);
    if (known == appendable.end())
      return map.fail(map.ref(key_id), "'" + key + "' cannot be appended to",
                      contains(replaceable, key) ? "use replace"
                                                 : nearest_name(key, {appendable.begin(), appendable.end()}));
    out.append.insert(*known);
  } else if (operation.text == "replace") {
    const auto known = std::find(replaceable.begin(), replaceable.end(), key);
    if (known == replaceable.end())
      return map.fail(map.ref(key_id), "'" + key + "' cannot be replaced",
                      nearest_name(key, {replaceable.begin(), replaceable.end()}));
    out.replace.insert(*known);
  } else {
    map.fail(map.ref(value_id), "'" + std::string(operation.text) + "' is no override operation",
             "append or replace");
  }
}

Overrides read_overrides(MapReader& map, std::span<const std::string_view> appendable,
                         std::span<const std::string_view> replaceable) {
  Overrides out;
  const auto id = map.find("override");
  if (!id || map.node(*id).kind == YamlKind::kScalar || map.node(*id).kind == YamlKind::kNull) return out;
  if (map.node(*id).kind == YamlKind::kSequence) {
    if (map.node(*id).count != 0) map.fail(map.ref(*id), "'override' must be a map", "", "LOAD_ERR_VALIDATE");
    return out;
  }
  if (!map.has_plain_keys(*id)) return out;
  const auto pairs = map.children(*id);
  for (size_t i = 0; i + 1 < pairs.size(); i += 2)
    read_override(map, pairs[i], pairs[i + 1], appendable, replaceable, out);
  return out;
}

bool read_append_flag(MapReader& map, LoadLog& log) {
  const bool flag = map.boolean("append").value_or(false);
  if (flag)
    log.warning("LOAD_DEPRECATED_ITEM", map.about(), map.ref(*map.find("append")),
                "'append: true' is deprecated", "use 'override' with append");
  return flag;
}

constexpr std::string_view kBoth = "'override' and 'append: true' cannot both be there";

// Deeper than fields and tuples go; also bounds the recursion.
constexpr int kEntryDepth = 4;

ExceptionEntry read_entry(MapReader& map, YamlId id, int depth) {
  ExceptionEntry entry;
  const YamlNode& node = map.node(id);
  if (node.kind == YamlKind::kScalar) {
    entry.present = true;
    entry.text = {node.text, map.ref(id)};
    if (node.text.empty()) map.fail(map.ref(id), "a value of an exception is empty");
  } else if (node.kind == YamlKind::kSequence) {
    entry.present = true;
    entry.is_list = true;
    entry.text.at = map.ref(id);
    if (depth == kEntryDepth) {
      map.fail(map.ref(id), "the values of an exception are nested too deeply");
      return entry;
    }
    for (const YamlId item : map.children(id)) entry.items.push_back(read_entry(map, item, depth + 1));
  }
  return entry;
}

std::optional<ExceptionItem> read_exception(MapReader& rule, YamlId id, bool append, LoadLog& log,
                                            const YamlDocument& document, std::set<std::string>& names) {
  if (rule.node(id).kind != YamlKind::kMap) {
    rule.fail(rule.ref(id), "an exception must be a map");
    return std::nullopt;
  }
  MapReader map(document, rule.ref(id), rule.about(), log);
  ExceptionItem item;
  item.at = rule.ref(id);
  if (!map.has_plain_keys(id)) {
    rule.fail_quietly();
    return std::nullopt;
  }
  item.name = map.text("name").text;
  if (map.good() && !names.insert(item.name).second)
    log.warning("LOAD_EXCEPTION_NAME_NOT_UNIQUE", map.about(), item.at,
                "the rule has two exceptions '" + item.name + "'; both apply");
  if (const auto fields = map.find("fields")) {
    item.fields = read_entry(map, *fields, 0);
  } else if (!append) {
    map.fail(item.at, "the exception '" + item.name + "' has no fields");
  }
  if (const auto comps = map.find("comps")) item.comps = read_entry(map, *comps, 0);
  if (const auto values = map.find("values")) {
    if (map.node(*values).kind != YamlKind::kSequence) {
      map.fail(map.ref(*values), "the values of an exception must be a sequence");
    } else {
      for (const YamlId value : map.children(*values)) item.values.push_back(read_entry(map, value, 1));
    }
  } else if (append) {
    log.warning("LOAD_APPEND_NO_VALUES", rule.about(), item.at,
                "the exception '" + item.name + "' appends no values");
  }
  if (!map.good()) {
    rule.fail_quietly();
    return std::nullopt;
  }
  return item;
}

std::optional<std::vector<ExceptionItem>> read_exceptions(MapReader& map, bool append, LoadLog& log,
                                                          const YamlDocument& document) {
  const auto id = map.find("exceptions");
  std::vector<ExceptionItem> out;
  if (!id || map.node(*id).kind == YamlKind::kNull) return out;
  if (map.node(*id).kind != YamlKind::kSequence) {
    map.fail(map.ref(*id), "'exceptions' must be a sequence");
    return std::nullopt;
  }
  std::set<std::string> names;
  for (const YamlId entry : map.children(*id)) {
    auto item = read_exception(map, entry, append, log, document, names);
    if (!item) continue;
    out.push_back(std::move(*item));
  }
  return out;
}

std::optional<std::vector<std::string>> read_tags(MapReader& map) {
  const auto tags = map.scalars("tags", false);
  std::vector<std::string> out;
  if (tags)
    for (const SourcedText& tag : *tags) out.emplace_back(tag.text);
  return out;
}

// Reads the parts of a rule whose keys `wanted` accepts.
template <typename Wanted>
RuleParts read_parts(MapReader& map, bool append, LoadLog& log, const YamlDocument& document, Wanted wanted) {
  RuleParts parts;
  if (wanted("condition")) parts.condition = map.text("condition");
  if (wanted("exceptions")) parts.exceptions = read_exceptions(map, append, log, document);
  if (wanted("output")) parts.output = map.text("output");
  if (wanted("desc")) parts.description = map.text("desc");
  if (wanted("tags")) parts.tags = read_tags(map);
  if (wanted("priority")) parts.priority = map.priority("priority");
  if (wanted("capture")) parts.capture = map.boolean("capture");
  if (wanted("capture_duration")) parts.capture_duration = map.number("capture_duration");
  if (wanted("enabled")) parts.enabled = map.boolean("enabled");
  if (wanted("warn_evttypes")) parts.warn_evttypes = map.boolean("warn_evttypes");
  if (wanted("skip-if-unknown-filter")) parts.skip_if_unknown_filter = map.boolean("skip-if-unknown-filter");
  return parts;
}

std::string_view trimmed(std::string_view text) {
  constexpr std::string_view kBlanks = " \t\r\n\v\f";
  const size_t first = text.find_first_not_of(kBlanks);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(kBlanks) - first + 1);
}

void read_override_rule(MapReader& map, const Overrides& overrides, const YamlDocument& document,
                        LoadLog& log, RuleItem& rule) {
  rule.action = RuleItem::Action::kUpdate;
  rule.has_append = !overrides.append.empty();
  rule.has_replace = !overrides.replace.empty();
  std::set<std::string_view> named = overrides.append;
  named.insert(overrides.replace.begin(), overrides.replace.end());
  for (const std::string_view key : named) {
    const bool twice = overrides.append.contains(key) && overrides.replace.contains(key);
    if (!map.has(key) || twice)
      map.fail(map.ref(*map.find("override")),
               "'override' names '" + std::string(key) + "', which the item does not define");
  }
  for (const std::string_view key : kReplaceable)
    if (map.has(key) && !named.contains(key))
      map.fail(map.ref(*map.find(key)), "'override' does not say what happens to '" + std::string(key) + "'",
               "add " + std::string(key) + ": append or replace to 'override'");
  if (!map.good()) return;
  rule.appended = read_parts(map, true, log, document,
                             [&](std::string_view key) { return overrides.append.contains(key); });
  rule.set = read_parts(map, false, log, document,
                        [&](std::string_view key) { return overrides.replace.contains(key); });
}

void read_new_rule(MapReader& map, const YamlDocument& document, LoadLog& log, RuleItem& rule) {
  static constexpr std::array<std::string_view, 4> kRequired = {"condition", "output", "desc", "priority"};
  if (std::none_of(kRequired.begin(), kRequired.end(), [&](std::string_view key) { return map.has(key); })) {
    rule.action = RuleItem::Action::kToggle;
    if (!map.has("enabled")) map.fail(map.map(), "the rule has neither a condition nor 'enabled'");
    rule.set.enabled = map.boolean("enabled");
    log.warning("LOAD_DEPRECATED_ITEM", map.about(), map.map(),
                "switching a rule by an item of its own is deprecated",
                "use 'override' with enabled: replace");
    return;
  }
  rule.set = read_parts(map, false, log, document,
                        [&](std::string_view key) { return contains(kRequired, key) || map.has(key); });
  if (rule.set.output) rule.set.output->text = trimmed(rule.set.output->text);
  rule.source = map.optional_text("source");
}

}  // namespace

bool read_append(MapReader& map, LoadLog& log, std::string_view key) {
  const bool flag = read_append_flag(map, log);
  const std::array<std::string_view, 1> keys = {key};
  const Overrides overrides = read_overrides(map, keys, keys);
  if (flag && overrides.any()) map.fail(map.map(), std::string(kBoth));
  return flag || !overrides.append.empty();
}

std::optional<Item> read_rule(MapReader& map, const YamlDocument& document, LoadLog& log) {
  RuleItem rule;
  rule.name = map.text("rule");
  map.rename({"rule", rule.name.text});
  rule.source = map.optional_or_empty_text("source");
  const bool append = read_append_flag(map, log);
  const Overrides overrides = read_overrides(map, kAppendable, kReplaceable);
  if (append && overrides.any()) map.fail(map.map(), std::string(kBoth));
  if (!map.good()) return std::nullopt;
  if (overrides.any()) {
    read_override_rule(map, overrides, document, log, rule);
  } else if (append) {
    rule.action = RuleItem::Action::kUpdate;
    rule.has_append = true;
    rule.appended = read_parts(map, true, log, document, [&](std::string_view key) {
      return (key == "condition" || key == "exceptions") && map.has(key);
    });
  } else {
    read_new_rule(map, document, log, rule);
  }
  map.warn_about_other_keys(kRuleKeys);
  return Item(std::move(rule));
}

}  // namespace sysreel::rules
