#include "rules/map_reader.h"

#include <algorithm>

#include "rules/check_values.h"
#include "rules/version.h"

namespace sysreel::rules {

void MapReader::fail(SourceRef at, std::string message, std::string hint, std::string_view code) {
  good_ = false;
  log_.error(code, about_, at, std::move(message), std::move(hint));
}

std::optional<SourcedText> MapReader::scalar(std::string_view key, bool required, bool may_be_empty) {
  const std::string name(key);
  const auto id = find(key);
  if (!id) {
    if (required) fail(map_, "the key '" + name + "' is missing");
    return std::nullopt;
  }
  const YamlNode& value = node(*id);
  const bool empty = value.kind == YamlKind::kNull || (value.kind == YamlKind::kScalar && value.text.empty());
  if (empty) {
    if (!may_be_empty) fail(ref(*id), "'" + name + "' is empty");
    return std::nullopt;
  }
  if (value.kind != YamlKind::kScalar) {
    fail(ref(*id), "'" + name + "' must be a single value");
    return std::nullopt;
  }
  return SourcedText{value.text, ref(*id)};
}

SourcedText MapReader::text(std::string_view key) {
  return scalar(key, true, false).value_or(SourcedText{});
}
std::optional<SourcedText> MapReader::optional_text(std::string_view key) {
  return scalar(key, false, false);
}
std::optional<SourcedText> MapReader::optional_or_empty_text(std::string_view key) {
  return scalar(key, false, true);
}

std::optional<bool> MapReader::boolean(std::string_view key) {
  const auto value = optional_text(key);
  if (!value) return std::nullopt;
  const auto truth = yaml_bool(value->text);
  if (!truth) fail(value->at, "'" + std::string(key) + "' must be true or false");
  return truth;
}

std::optional<uint32_t> MapReader::number(std::string_view key) {
  const auto value = optional_text(key);
  if (!value) return std::nullopt;
  const auto number = parse_yaml_number(value->text);
  if (!number) fail(value->at, "'" + std::string(key) + "' must be a number");
  return number;
}

std::optional<Priority> MapReader::priority(std::string_view key) {
  const SourcedText value = text(key);
  if (!good_) return std::nullopt;
  struct Word {
    std::string_view name;
    Priority priority;
  };
  static constexpr Word kWords[] = {{"emergency", Priority::kEmergency},
                                    {"alert", Priority::kAlert},
                                    {"critical", Priority::kCritical},
                                    {"error", Priority::kError},
                                    {"warning", Priority::kWarning},
                                    {"notice", Priority::kNotice},
                                    {"informational", Priority::kInformational},
                                    {"info", Priority::kInformational},
                                    {"debug", Priority::kDebug}};
  const auto same = [&](std::string_view word) {
    return std::equal(word.begin(), word.end(), value.text.begin(), value.text.end(),
                      [](char a, char b) { return a == (b >= 'A' && b <= 'Z' ? b + ('a' - 'A') : b); });
  };
  for (const Word& word : kWords)
    if (same(word.name)) return word.priority;
  fail(value.at, "'" + std::string(value.text) + "' is no priority",
       same("warn") || same("err") || same("crit") || same("emerg")
           ? "Falco knows no short forms but INFO: WARNING, ERROR, CRITICAL, EMERGENCY"
           : "one of EMERGENCY, ALERT, CRITICAL, ERROR, WARNING, NOTICE, INFORMATIONAL, DEBUG");
  return std::nullopt;
}

std::optional<std::vector<SourcedText>> MapReader::scalars(std::string_view key, bool required) {
  const auto id = find(key);
  if (!id) {
    if (required) fail(map_, "the key '" + std::string(key) + "' is missing");
    return std::nullopt;
  }
  if (node(*id).kind != YamlKind::kSequence) {
    fail(ref(*id), "'" + std::string(key) + "' must be a sequence");
    return std::nullopt;
  }
  std::vector<SourcedText> out;
  for (const YamlId item : children(*id)) {
    if (node(item).kind != YamlKind::kScalar) {
      fail(ref(item), "the items of '" + std::string(key) + "' must be single values");
      return std::nullopt;
    }
    out.push_back({node(item).text, ref(item)});
  }
  return out;
}

bool MapReader::has_plain_keys(YamlId map) {
  const auto pairs = children(map);
  for (size_t i = 0; i + 1 < pairs.size(); i += 2) {
    const YamlKind kind = node(pairs[i]).kind;
    if (kind == YamlKind::kScalar || kind == YamlKind::kNull) continue;
    fail(ref(pairs[i]), "a key must be a single value", "", "LOAD_ERR_YAML_PARSE");
    return false;
  }
  return true;
}

void MapReader::warn_about_other_keys(std::span<const std::string_view> known) {
  const auto pairs = children(map_.node);
  for (size_t i = 0; i + 1 < pairs.size(); i += 2) {
    const YamlNode& key = node(pairs[i]);
    const std::string name(key.kind == YamlKind::kNull ? "null" : key.text);
    if (std::find(known.begin(), known.end(), name) != known.end()) continue;
    log_.warning("LOAD_UNKNOWN_KEY", about_, ref(pairs[i]), "the key '" + name + "' is unknown and ignored",
                 nearest_name(name, {known.begin(), known.end()}));
  }
}

}  // namespace sysreel::rules
