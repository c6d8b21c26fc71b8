#include "replayer/expect/where_rules.h"

#include <algorithm>
#include <cctype>

#include "base/json_writer.h"
#include "rules/ast.h"
#include "rules/filter.h"

namespace sysreel {
namespace {

// name or name[argument]: what follows the name must not become a condition of its own.
bool is_field(std::string_view text) {
  const auto end = std::find_if_not(text.begin(), text.end(), [](unsigned char c) {
    return std::isalnum(c) != 0 || c == '.' || c == '_' || c == '-' || c == '/';
  });
  const std::string_view rest = text.substr(static_cast<size_t>(end - text.begin()));
  if (rest.empty()) return !text.empty();
  return rest.front() == '[' && rest.find(']') == rest.size() - 1;
}

std::string condition_of(const WhereField& field) {
  if (!field.value) return "not " + field.field + " exists";
  std::string out = field.field + " = ";
  rules::append_literal(out, *field.value);
  return out;
}

void report(const WhereField& field, std::string message, std::string hint, Diagnostics& diagnostics) {
  Diagnostic diagnostic;
  diagnostic.code = "TEST_ERR_WHERE";
  diagnostic.message = std::move(message);
  diagnostic.hint = std::move(hint);
  diagnostic.place = field.place;
  diagnostic.item_type = "where";
  diagnostic.item_name = field.field;
  diagnostics.add(std::move(diagnostic));
}

}  // namespace

void check_where(const Expectation& expectation, std::string_view source, Diagnostics& diagnostics) {
  for (const WhereField& field : expectation.where) {
    if (!is_field(field.field)) {
      report(field, "'" + field.field + "' is no field", "", diagnostics);
      continue;
    }
    rules::FilterOptions options;
    options.source = source;
    rules::Filter filter = rules::compile_filter(condition_of(field), options);
    for (rules::Finding& finding : filter.findings)
      if (finding.severity == Severity::kError)
        report(field, std::move(finding.message), std::move(finding.hint), diagnostics);
  }
}

std::string where_rule_name(size_t expectation) {
  return "where of expectation " + std::to_string(expectation + 1);
}

rules::SourceFile where_rules(const std::vector<Expectation>& expectations,
                              const std::vector<std::string>& sources) {
  std::string text;
  for (size_t i = 0; i < expectations.size(); ++i) {
    if (expectations[i].where.empty() || sources[i].empty()) continue;
    std::string condition;
    for (const WhereField& field : expectations[i].where)
      condition += (condition.empty() ? "" : " and ") + condition_of(field);
    text += "- ";  // JSON is YAML, and quotes whatever a value holds
    JsonWriter json(text);
    json.begin_object();
    json.field("rule", where_rule_name(i));
    json.field("desc", "where");
    json.field("condition", condition);
    json.field("output", "where");
    json.field("priority", "DEBUG");
    json.field("source", sources[i]);
    json.field("enabled", false);
    json.field("warn_evttypes", false);
    json.end_object();
    text += '\n';
  }
  return {"where", std::move(text)};
}

}  // namespace sysreel
