#include "format/redaction/policy.h"

#include <doctest/doctest.h>

namespace sysreel {
namespace {

TEST_CASE("a policy as the interface shows it") {
  const auto policy = parse_redaction_policy(
      "version: 1\nkey_file: site.key\nrules: [{field: proc.env, name: \"AWS_*\", action: token}, "
      "{field: proc.args, regex: 'Bearer (\\S+)', group: 1, action: drop}]\n",
      "p");
  REQUIRE(policy.ok());
  REQUIRE(policy->rules.size() == 2);
  CHECK(policy->key_file == "site.key");
  CHECK(policy->rules[0].field == RedactedField::kEnvironment);
  CHECK(policy->rules[0].action == RedactionAction::kToken);
  CHECK(policy->rules[0].name == "AWS_*");
  CHECK(policy->rules[1].field == RedactedField::kArguments);
  CHECK(policy->rules[1].regex == "Bearer (\\S+)");
  CHECK(policy->rules[1].group == 1);
  CHECK(policy->text.starts_with("version: 1"));
}

TEST_CASE("what is not understood is refused with its place") {
  struct Row {
    const char* text;
    const char* message;
  };
  const Row rows[] = {
      {"[]", "p: a policy is one YAML map with version and rules"},
      {"rules: []", "p: the policy has no version"},
      {"version: 1", "p: the policy has no rules"},
      {"version: 2\nrules: []", "p:1:10: only policies of version 1 are known"},
      {"version: 1\nruels: []", "p:2:1: 'ruels' is no key of a policy"},
      {"version: 1\nrules: x", "p:2:8: a list of rules belongs here"},
      {"version: 1\nrules: [x]", "p:2:9: a rule is a map: {field: …, action: …}"},
      {"version: 1\nrules: [{field: proc.env}]", "p:2:9: a rule needs a field and an action"},
      {"version: 1\nrules: [{field: proc.env, action: hide}]", "p:2:35: 'hide' is neither drop nor token"},
      {"version: 1\nrules: [{field: proc.env, action: drop, nmae: x}]", "p:2:41: 'nmae' is no key of a rule"},
      {"version: 1\nrules: [{field: proc.env, action: drop, group: 1}]", "p:2:9: a group without a regex"},
      {"version: 1\nrules: [{field: proc.env, action: drop, regex: a, group: 1}]",
       "p:2:9: the regex has no group 1"},
      {"version: 1\nrules: [{field: proc.env, action: drop, regex: a, group: x}]",
       "p:2:58: a number of a group belongs here"},
      {"version: 1\nrules: [{field: proc.env, action: [drop]}]", "p:2:35: a text belongs here"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.text);
    const auto policy = parse_redaction_policy(row.text, "p");
    REQUIRE_FALSE(policy.ok());
    CHECK(policy.error().message == row.message);
  }
  CHECK(parse_redaction_policy("version: 1\nrules: [{field: a.b, action: drop}]", "p")
            .error()
            .message.starts_with("p:2:17: 'a.b' cannot be redacted"));
  CHECK(parse_redaction_policy("version: 1\nrules: [{field: proc.env, action: drop, regex: '('}]", "p")
            .error()
            .message.starts_with("p:2:9: regex: "));
}

}  // namespace
}  // namespace sysreel
