#include "format/redaction/value_redactor.h"

#include <fnmatch.h>
#include <re2/re2.h>
#include <sodium.h>

#include <algorithm>

#include "format/hex.h"

namespace sysreel {
namespace {

constexpr size_t kTokenBytes = 16;  // BLAKE2b's least; half of it is shown
constexpr size_t kShownBytes = 8;
constexpr int kGroupsMax = 32;

}  // namespace

TokenKey random_token_key() {
  [[maybe_unused]] static const int kInitialised = sodium_init();
  TokenKey key;
  randombytes_buf(key.data(), key.size());
  return key;
}

std::string token_of(std::string_view text, const TokenKey& key) {
  std::array<uint8_t, kTokenBytes> hash;
  crypto_generichash(hash.data(), hash.size(), reinterpret_cast<const uint8_t*>(text.data()), text.size(),
                     key.data(), key.size());
  return "tok_" + hex_of(std::span(hash).first(kShownBytes));
}

struct ValueRedactor::Rule {
  explicit Rule(const RedactionRule& from) : rule(from) {
    if (rule.regex.empty()) return;
    RE2::Options options(RE2::Latin1);  // values are bytes
    options.set_log_errors(false);
    regex = std::make_unique<RE2>(rule.regex, options);
  }
  bool names(std::string_view name) const {
    return rule.name.empty() || fnmatch(rule.name.c_str(), std::string(name).c_str(), 0) == 0;
  }
  RedactionRule rule;
  std::unique_ptr<RE2> regex;
};

ValueRedactor::ValueRedactor(const RedactionPolicy& policy, const TokenKey& key) : key_(key) {
  for (const RedactionRule& rule : policy.rules) rules_.push_back(std::make_unique<const Rule>(rule));
}
ValueRedactor::~ValueRedactor() = default;

bool ValueRedactor::concerns(RedactedField field) const {
  return std::any_of(rules_.begin(), rules_.end(),
                     [&](const auto& rule) { return rule->rule.field == field; });
}

std::string ValueRedactor::replacement(const Rule& rule, std::string_view text) const {
  return rule.rule.action == RedactionAction::kToken ? token_of(text, key_) : std::string(kDropped);
}

// Every match, each replaced in the group that the rule names. A group that took no part leaves its match
// alone.
std::string ValueRedactor::rewrite_matches(const Rule& rule, std::string_view value, bool& changed) const {
  std::string result;
  size_t at = 0;
  re2::StringPiece groups[kGroupsMax];
  const int wanted = std::min(rule.rule.group + 1, kGroupsMax);
  const re2::StringPiece whole(value.data(), value.size());
  while (at <= value.size() && rule.regex->Match(whole, at, value.size(), RE2::UNANCHORED, groups, wanted)) {
    const re2::StringPiece& match = groups[0];
    const re2::StringPiece& part = groups[wanted - 1];
    const auto match_end = static_cast<size_t>(match.data() + match.size() - value.data());
    if (part.data() != nullptr && !part.empty()) {
      const auto begin = static_cast<size_t>(part.data() - value.data());
      result.append(value.substr(at, begin - at));
      result += replacement(rule, {part.data(), part.size()});
      at = begin + part.size();
      changed = true;
    }
    const size_t next = std::max(match_end, at);
    const size_t step = match.empty() ? 1 : 0;
    result.append(value.substr(at, std::min(next + step, value.size()) - at));
    at = next + step;
  }
  if (at < value.size()) result.append(value.substr(at));
  return result;
}

std::string ValueRedactor::rewrite_one(RedactedField field, std::string_view name, std::string_view value,
                                       Hits& hits) const {
  std::string current(value);
  for (uint32_t number = 0; number < rules_.size(); ++number) {
    const Rule& rule = *rules_[number];
    if (rule.rule.field != field || !rule.names(name) || current.empty()) continue;
    bool changed = !rule.regex;
    current = rule.regex ? rewrite_matches(rule, current, changed) : replacement(rule, current);
    if (!changed) continue;
    hits.push_back(number);
    if (!rule.regex) break;  // nothing of the value is left
  }
  return current;
}

// A rule that drops every value of the field: nothing of it is to be seen, not even names.
bool ValueRedactor::drops_all(RedactedField field, Hits& hits) const {
  for (uint32_t number = 0; number < rules_.size(); ++number) {
    const RedactionRule& rule = rules_[number]->rule;
    if (rule.field != field || rule.action != RedactionAction::kDrop || !rule.name.empty() ||
        !rule.regex.empty())
      continue;
    hits.push_back(number);
    return true;
  }
  return false;
}

std::optional<std::string> ValueRedactor::rewrite(RedactedField field, std::string_view value,
                                                  Hits& hits) const {
  if (drops_all(field, hits)) return std::nullopt;
  return rewrite_one(field, value, value, hits);
}

std::optional<std::string> ValueRedactor::rewrite_list(RedactedField field, std::string_view list,
                                                       Hits& hits) const {
  if (drops_all(field, hits)) return std::nullopt;
  std::string result;
  while (!list.empty()) {
    const size_t end = list.find('\0');
    const std::string_view item = list.substr(0, end);
    list = end == std::string_view::npos ? std::string_view{} : list.substr(end + 1);
    const size_t equals = field == RedactedField::kEnvironment ? item.find('=') : std::string_view::npos;
    if (equals == std::string_view::npos) {
      result += rewrite_one(field, item, item, hits);
    } else {
      result.append(item.substr(0, equals + 1));
      result += rewrite_one(field, item.substr(0, equals), item.substr(equals + 1), hits);
    }
    if (end != std::string_view::npos) result += '\0';
  }
  return result;
}

}  // namespace sysreel
