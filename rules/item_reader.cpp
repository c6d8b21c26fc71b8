#include "rules/item_reader.h"

#include <algorithm>
#include <array>

#include "rules/map_reader.h"
#include "rules/rule_reader.h"

namespace sysreel::rules {
namespace {

bool is_identifier(std::string_view name) {
  const auto letter = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); };
  return !name.empty() && letter(name[0]) && std::all_of(name.begin(), name.end(), [&](char c) {
    return letter(c) || (c >= '0' && c <= '9') || c == '_';
  });
}

bool is_bare(std::string_view name) {
  return !name.empty() && name.find_first_of("()\"'=, \t\r\n\v\f") == std::string_view::npos;
}

std::optional<Item> read_engine_version(MapReader& map) {
  EngineVersionItem item;
  item.version = map.text("required_engine_version");
  static constexpr std::array<std::string_view, 1> kKeys = {"required_engine_version"};
  map.warn_about_other_keys(kKeys);
  return item;
}

void read_requirement(MapReader& outer, YamlId id, LoadLog& log, const YamlDocument& document,
                      PluginVersionsItem& item) {
  if (outer.node(id).kind != YamlKind::kMap)
    return outer.fail(outer.ref(id), "a required plugin must be a map of name and version");
  MapReader map(document, outer.ref(id), {"required_plugin_versions entry", ""}, log);
  if (!map.has_plain_keys(id)) return outer.fail_quietly();
  auto& alternatives = item.requirements.emplace_back();
  alternatives.push_back({map.text("name"), map.text("version")});
  const auto others = map.find("alternatives");
  if (others && map.node(*others).kind != YamlKind::kSequence)
    map.fail(map.ref(*others), "'alternatives' must be a sequence");
  if (others && map.good()) {
    for (const YamlId other : map.children(*others)) {
      if (map.node(other).kind != YamlKind::kMap) {
        map.fail(map.ref(other), "an alternative must be a map of name and version");
        break;
      }
      MapReader alternative(document, map.ref(other), {"required_plugin_versions alternative", ""}, log);
      alternatives.push_back({alternative.text("name"), alternative.text("version")});
      if (!alternative.good()) item.requirements.clear();
      if (!alternative.good()) return;
    }
  }
  if (!map.good()) item.requirements.pop_back();
}

std::optional<Item> read_plugin_versions(MapReader& map, LoadLog& log, const YamlDocument& document) {
  const YamlId value = *map.find("required_plugin_versions");
  PluginVersionsItem item;
  if (map.node(value).kind != YamlKind::kSequence) {
    map.fail(map.ref(value), "'required_plugin_versions' must be a sequence");
    return std::nullopt;
  }
  for (const YamlId entry : map.children(value)) read_requirement(map, entry, log, document, item);
  static constexpr std::array<std::string_view, 1> kKeys = {"required_plugin_versions"};
  map.warn_about_other_keys(kKeys);
  return item;
}

std::optional<Item> read_list(MapReader& map, LoadLog& log) {
  ListItem item;
  item.name = map.text("list");
  map.rename({"list", item.name.text});
  if (map.good() && !is_bare(item.name.text))
    log.warning("LOAD_INVALID_LIST_NAME", map.about(), item.name.at,
                "a list's name should hold no blanks, parentheses, quotes, = or comma");
  if (auto items = map.scalars("items", true)) item.items = std::move(*items);
  item.append = read_append(map, log, "items");
  static constexpr std::array<std::string_view, 4> kKeys = {"list", "items", "append", "override"};
  map.warn_about_other_keys(kKeys);
  return item;
}

std::optional<Item> read_macro(MapReader& map, LoadLog& log) {
  MacroItem item;
  item.name = map.text("macro");
  map.rename({"macro", item.name.text});
  if (map.good() && !is_identifier(item.name.text))
    log.warning("LOAD_INVALID_MACRO_NAME", map.about(), item.name.at,
                "a macro's name should be letters, digits and _, beginning with a letter",
                "conditions cannot use this name");
  item.condition = map.text("condition");
  item.append = read_append(map, log, "condition");
  static constexpr std::array<std::string_view, 4> kKeys = {"macro", "condition", "append", "override"};
  map.warn_about_other_keys(kKeys);
  return item;
}

// What is left of an item with mistakes.
std::optional<Item> broken_item(MapReader& map) {
  BrokenItem item;
  const bool list = map.about().type == "list";
  if (!list && map.about().type != "macro" && map.about().type != "rule") return std::nullopt;
  item.kind = list                          ? BrokenItem::Kind::kList
              : map.about().type == "macro" ? BrokenItem::Kind::kMacro
                                            : BrokenItem::Kind::kRule;
  const auto name = map.find(map.about().type);
  if (!name || map.node(*name).kind != YamlKind::kScalar || map.node(*name).text.empty()) return std::nullopt;
  item.name = {map.node(*name).text, map.ref(*name)};
  const auto append = map.find("append");
  item.update = map.has("override") || (append && yaml_bool(map.node(*append).text).value_or(false));
  return item;
}

std::optional<Item> read_item(const YamlDocument& document, SourceRef at, LoadLog& log) {
  if (document.node(at.node).kind != YamlKind::kMap) {
    log.error(kValidate, {"", ""}, at, "an item must be a map: rule, macro, list, required_engine_version …");
    return std::nullopt;
  }
  MapReader map(document, at, {"", ""}, log);
  if (!map.has_plain_keys(at.node)) return std::nullopt;
  std::optional<Item> item;
  if (map.has("required_engine_version")) {
    map.rename({"required_engine_version", ""});
    item = read_engine_version(map);
  } else if (map.has("required_plugin_versions")) {
    map.rename({"required_plugin_versions", ""});
    item = read_plugin_versions(map, log, document);
  } else if (map.has("list")) {
    map.rename({"list", ""});
    item = read_list(map, log);
  } else if (map.has("macro")) {
    map.rename({"macro", ""});
    item = read_macro(map, log);
  } else if (map.has("rule")) {
    map.rename({"rule", ""});
    item = read_rule(map, document, log);
  } else {
    log.warning("LOAD_UNKNOWN_ITEM", {"", ""}, at,
                "this item is none of rule, macro, list, required_engine_version, required_plugin_versions");
  }
  if (map.good()) return item;
  // A rule that has a condition is looked at all the same, so that one run shows all its errors.
  const auto* rule = item ? std::get_if<RuleItem>(&*item) : nullptr;
  const bool usable = rule != nullptr && rule->action == RuleItem::Action::kDefine &&
                      !rule->name.text.empty() && rule->set.condition && !rule->set.condition->text.empty();
  return usable ? std::move(item) : broken_item(map);
}

}  // namespace

std::vector<Item> read_items(const YamlDocument& document, uint32_t file, LoadLog& log) {
  std::vector<Item> items;
  for (const YamlId root : document.roots()) {
    const YamlNode& node = document.node(root);
    if (node.kind == YamlKind::kNull) continue;
    if (node.kind != YamlKind::kSequence) {
      log.error(kValidate, {"", ""}, {file, root}, "a rule file must be a sequence of items");
      continue;
    }
    for (const YamlId item : document.children(root)) {
      if (document.node(item).kind == YamlKind::kNull) continue;
      if (auto read = read_item(document, {file, item}, log)) items.push_back(std::move(*read));
    }
  }
  return items;
}

}  // namespace sysreel::rules
