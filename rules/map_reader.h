// Reads the values of one map of a rule file and reports what is wrong with them. After a problem good() is
// false and what was read must not be used.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "rules/items.h"
#include "rules/load_log.h"

namespace sysreel::rules {

inline constexpr std::string_view kValidate = "LOAD_ERR_YAML_VALIDATE";

class MapReader {
 public:
  MapReader(const YamlDocument& document, SourceRef map, About about, LoadLog& log)
      : document_(document), map_(map), about_(about), log_(log) {}

  bool good() const { return good_; }
  void rename(About about) { about_ = about; }
  About about() const { return about_; }
  SourceRef ref(YamlId id) const { return {map_.file, id}; }
  SourceRef map() const { return map_; }
  const YamlNode& node(YamlId id) const { return document_.node(id); }
  std::span<const YamlId> children(YamlId id) const { return document_.children(id); }

  std::optional<YamlId> find(std::string_view key) const { return document_.find(map_.node, key); }
  bool has(std::string_view key) const { return find(key).has_value(); }

  SourcedText text(std::string_view key);                          // required, not empty
  std::optional<SourcedText> optional_text(std::string_view key);  // absent, or not empty
  std::optional<SourcedText> optional_or_empty_text(std::string_view key);
  std::optional<bool> boolean(std::string_view key);
  std::optional<uint32_t> number(std::string_view key);
  std::optional<Priority> priority(std::string_view key);
  std::optional<std::vector<SourcedText>> scalars(std::string_view key, bool required);
  // False, and reported: a key of `map` is a map or a sequence, which yaml-cpp cannot compare with a name.
  bool has_plain_keys(YamlId map);
  void warn_about_other_keys(std::span<const std::string_view> known);

  void fail(SourceRef at, std::string message, std::string hint = {}, std::string_view code = kValidate);
  void fail_quietly() { good_ = false; }  // the problem was reported elsewhere

 private:
  std::optional<SourcedText> scalar(std::string_view key, bool required, bool may_be_empty);

  const YamlDocument& document_;
  SourceRef map_;
  About about_;
  LoadLog& log_;
  bool good_ = true;
};

}  // namespace sysreel::rules
