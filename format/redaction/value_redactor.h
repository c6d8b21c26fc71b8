// ValueRedactor: one value of a redacted field, rewritten as the rules of a policy say.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "format/redaction/policy.h"

namespace sysreel {

using TokenKey = std::array<uint8_t, 32>;

TokenKey random_token_key();

// "tok_" and 16 hexadecimal digits: equal for equal texts under one key, and of no use without it.
std::string token_of(std::string_view text, const TokenKey& key);

inline constexpr std::string_view kDropped = "<dropped>";

class ValueRedactor {
 public:
  ValueRedactor(const RedactionPolicy& policy, const TokenKey& key);
  ~ValueRedactor();

  bool concerns(RedactedField field) const;

  // Which rules changed the value: a number of RedactionPolicy::rules for each time.
  using Hits = std::vector<uint32_t>;

  // Nothing: the whole value is dropped.
  std::optional<std::string> rewrite(RedactedField field, std::string_view value, Hits& hits) const;
  // Strings, each with its NUL. Of an environment NAME=VALUE, of which VALUE is redacted.
  std::optional<std::string> rewrite_list(RedactedField field, std::string_view list, Hits& hits) const;

 private:
  struct Rule;
  bool drops_all(RedactedField field, Hits& hits) const;
  std::string replacement(const Rule& rule, std::string_view text) const;
  std::string rewrite_one(RedactedField field, std::string_view name, std::string_view value,
                          Hits& hits) const;
  std::string rewrite_matches(const Rule& rule, std::string_view value, bool& changed) const;

  std::vector<std::unique_ptr<const Rule>> rules_;
  TokenKey key_;
};

}  // namespace sysreel
