#include "format/redaction/policy.h"

#include <re2/re2.h>

#include <charconv>
#include <optional>
#include <string_view>

#include "base/yaml_document.h"

namespace sysreel {
namespace {

constexpr size_t kPolicyMax = 1U << 20;
constexpr size_t kRulesMax = 1000;

struct FieldName {
  std::string_view name;
  RedactedField field;
};
constexpr FieldName kFields[] = {
    {"proc.env", RedactedField::kEnvironment},   {"proc.args", RedactedField::kArguments},
    {"proc.cmdline", RedactedField::kArguments}, {"fs.path", RedactedField::kPath},
    {"fd.name", RedactedField::kPath},           {"evt.buffer", RedactedField::kBuffer},
    {"user.name", RedactedField::kUser},         {"audit.text", RedactedField::kAuditText},
};

class PolicyReader {
 public:
  PolicyReader(const YamlDocument& document, const std::string& name) : document_(document), name_(name) {}

  Result<RedactionPolicy> read() const {
    if (const auto& error = document_.error()) return located(error->at, error->message);
    if (document_.roots().size() != 1 || document_.node(document_.roots()[0]).kind != YamlKind::kMap)
      return Error{ErrorCode::kInvalid, name_ + ": a policy is one YAML map with version and rules"};
    RedactionPolicy policy;
    bool versioned = false;
    std::optional<YamlId> rules;
    const auto entries = document_.children(document_.roots()[0]);
    for (size_t i = 0; i + 1 < entries.size(); i += 2) {
      const std::string key(document_.node(entries[i]).text);
      const YamlNode& value = document_.node(entries[i + 1]);
      if (key == "version") {
        if (value.text != "1") return located(value.start, "only policies of version 1 are known");
        versioned = true;
      } else if (key == "key_file") {
        policy.key_file = value.text;
      } else if (key == "rules") {
        rules = entries[i + 1];
      } else {
        return located(document_.node(entries[i]).start, "'" + key + "' is no key of a policy");
      }
    }
    if (!versioned) return Error{ErrorCode::kInvalid, name_ + ": the policy has no version"};
    if (!rules) return Error{ErrorCode::kInvalid, name_ + ": the policy has no rules"};
    SYSREEL_RETURN_IF_ERROR(read_rules(*rules, policy));
    policy.text = document_.text();
    return policy;
  }

 private:
  Error located(YamlPosition at, const std::string& message) const {
    return Error{ErrorCode::kInvalid,
                 name_ + ":" + std::to_string(at.line) + ":" + std::to_string(at.column) + ": " + message};
  }

  Status read_rules(YamlId list, RedactionPolicy& policy) const {
    const YamlNode& node = document_.node(list);
    if (node.kind != YamlKind::kSequence) return located(node.start, "a list of rules belongs here");
    if (document_.children(list).size() > kRulesMax) return located(node.start, "more than 1000 rules");
    for (const YamlId item : document_.children(list)) {
      Result<RedactionRule> rule = read_rule(item);
      if (!rule.ok()) return std::move(rule).error();
      policy.rules.push_back(std::move(rule).value());
    }
    return {};
  }

  Result<RedactionRule> read_rule(YamlId map) const {
    const YamlNode& node = document_.node(map);
    if (node.kind != YamlKind::kMap) return located(node.start, "a rule is a map: {field: …, action: …}");
    RedactionRule rule;
    bool has_field = false;
    bool has_action = false;
    const auto entries = document_.children(map);
    for (size_t i = 0; i + 1 < entries.size(); i += 2) {
      const std::string key(document_.node(entries[i]).text);
      const YamlNode& value = document_.node(entries[i + 1]);
      if (value.kind != YamlKind::kScalar) return located(value.start, "a text belongs here");
      Status status;
      if (key == "field") {
        has_field = true;
        status = read_field(value, rule);
      } else if (key == "action") {
        has_action = true;
        status = read_action(value, rule);
      } else if (key == "name") {
        rule.name = value.text;
      } else if (key == "regex") {
        rule.regex = value.text;
      } else if (key == "group") {
        status = read_group(value, rule);
      } else {
        return located(document_.node(entries[i]).start, "'" + key + "' is no key of a rule");
      }
      SYSREEL_RETURN_IF_ERROR(std::move(status));
    }
    if (!has_field || !has_action) return located(node.start, "a rule needs a field and an action");
    SYSREEL_RETURN_IF_ERROR(check_regex(node, rule));
    return rule;
  }

  Status read_field(const YamlNode& value, RedactionRule& rule) const {
    for (const FieldName& known : kFields) {
      if (value.text != known.name) continue;
      rule.field = known.field;
      return {};
    }
    return located(
        value.start,
        "'" + std::string(value.text) +
            "' cannot be redacted: proc.env, proc.args, fs.path, evt.buffer, user.name, audit.text");
  }
  Status read_action(const YamlNode& value, RedactionRule& rule) const {
    if (value.text != "drop" && value.text != "token")
      return located(value.start, "'" + std::string(value.text) + "' is neither drop nor token");
    rule.action = value.text == "token" ? RedactionAction::kToken : RedactionAction::kDrop;
    return {};
  }
  Status read_group(const YamlNode& value, RedactionRule& rule) const {
    const char* end = value.text.data() + value.text.size();
    const auto parsed = std::from_chars(value.text.data(), end, rule.group);
    if (parsed.ec != std::errc() || parsed.ptr != end || rule.group < 0)
      return located(value.start, "a number of a group belongs here");
    return {};
  }
  Status check_regex(const YamlNode& node, const RedactionRule& rule) const {
    if (rule.regex.empty()) {
      if (rule.group == 0) return {};
      return located(node.start, "a group without a regex");
    }
    RE2::Options options(RE2::Latin1);
    options.set_log_errors(false);
    const RE2 regex(rule.regex, options);
    if (!regex.ok()) return located(node.start, "regex: " + regex.error());
    if (rule.group > regex.NumberOfCapturingGroups())
      return located(node.start, "the regex has no group " + std::to_string(rule.group));
    return {};
  }

  const YamlDocument& document_;
  const std::string& name_;
};

}  // namespace

Result<RedactionPolicy> parse_redaction_policy(std::string text, const std::string& name) {
  YamlLimits limits;
  limits.bytes = kPolicyMax;
  const YamlDocument document = YamlDocument::parse(std::move(text), limits);
  return PolicyReader(document, name).read();
}

}  // namespace sysreel
