// RedactionPolicy: what must not be readable in a capture, as the user's file says.
//
//   version: 1
//   key_file: site.token.key          # of tokens; without it they are equal within one recording only
//   rules:
//     - {field: proc.env, name: "AWS_*", action: token}
//     - {field: proc.args, regex: 'Bearer (\S+)', group: 1, action: drop}
//
// Fields: proc.env, proc.args, fs.path, evt.buffer, user.name, audit.text. `name` is a shell pattern: of the
// variable for proc.env, of the whole value elsewhere. `regex` (RE2) chooses parts of a value, `group` one of
// its groups; without it the whole value is meant.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/result.h"

namespace sysreel {

enum class RedactedField : uint8_t { kEnvironment, kArguments, kPath, kBuffer, kUser, kAuditText };
enum class RedactionAction : uint8_t { kDrop, kToken };

struct RedactionRule {
  RedactedField field = RedactedField::kEnvironment;
  RedactionAction action = RedactionAction::kDrop;
  std::string name;   // shell pattern; empty: any
  std::string regex;  // empty: the whole value
  int group = 0;
};

struct RedactionPolicy {
  std::vector<RedactionRule> rules;
  std::string key_file;  // relative to the policy's directory unless absolute; empty: none
  std::string text;      // as read, for the capture's header
};

// `name` stands in messages: "name:line:col: what is wrong". An unknown key is an error: a policy that is
// half understood protects nothing.
Result<RedactionPolicy> parse_redaction_policy(std::string text, const std::string& name);

}  // namespace sysreel
