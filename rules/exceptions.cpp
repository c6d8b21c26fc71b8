#include "rules/exceptions.h"

#include <algorithm>
#include <array>
#include <string>

#include "rules/filter.h"

namespace sysreel::rules {
namespace {

constexpr std::string_view kInvalid = "LOAD_ERR_VALIDATE";

std::string_view trimmed(std::string_view text) {
  constexpr std::string_view kBlanks = " \t\r\n";
  const size_t first = text.find_first_not_of(kBlanks);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(kBlanks) - first + 1);
}

bool is_text_operator_with_modifier(std::string_view op) {
  constexpr std::array<std::string_view, 12> kText = {"=",          "==",          "!=",        "glob",
                                                      "iglob",      "contains",    "icontains", "bcontains",
                                                      "startswith", "bstartswith", "endswith",  "regex"};
  for (const std::string_view modifier : {" oneof", " anyof", " allof"}) {
    if (!op.ends_with(modifier)) continue;
    const std::string_view word = trimmed(op.substr(0, op.size() - modifier.size()));
    return std::find(kText.begin(), kText.end(), word) != kText.end();
  }
  return false;
}

bool is_operator(std::string_view op) {
  constexpr std::array<std::string_view, 20> kAll = {
      "exists",      "<=",       "<",     ">=",         ">",         "==",        "=",
      "!=",          "glob",     "iglob", "contains",   "icontains", "bcontains", "startswith",
      "bstartswith", "endswith", "regex", "intersects", "in",        "pmatch"};
  return std::find(kAll.begin(), kAll.end(), op) != kAll.end() || is_text_operator_with_modifier(op);
}

bool is_left_side(std::string_view field, const FieldScope& scope) {
  if (field.find('(') == std::string::npos) return find_field_text(field, scope).use.has_value();
  FilterOptions options;
  options.source = scope.source;
  options.falco_compatible = scope.falco_compatible;
  return compile_filter(std::string(field) + " exists", options).compiled;
}

}  // namespace

bool takes_list(std::string_view op) {
  return op == "in" || op == "pmatch" || op == "intersects" || is_text_operator_with_modifier(op);
}

bool complete_exception(ExceptionItem& exception, std::string_view rule, const FieldScope& scope,
                        bool known_source, LoadLog& log) {
  const auto fail = [&](SourceRef at, std::string message, std::string hint = {}) {
    log.error(kInvalid, {"rule", rule}, at, std::move(message), std::move(hint));
    return false;
  };
  const std::string name = "'" + exception.name + "'";
  const bool none = exception.fields.is_list && exception.fields.items.empty();
  if (!exception.fields.present || none)
    return fail(exception.at, "the exception " + name + " has no fields");
  const bool tuple = exception.fields.is_list;
  if (!exception.comps.present) {
    exception.comps.present = true;
    exception.comps.is_list = tuple;
    ExceptionEntry equal;
    equal.present = true;
    equal.text = {"=", exception.at};
    if (tuple) {
      exception.comps.items.assign(exception.fields.items.size(), equal);
    } else {
      exception.comps.text = {"in", exception.at};
    }
  }
  if (!tuple) {
    exception.comps.text.text = trimmed(exception.comps.text.text);
    if (exception.comps.is_list)
      return fail(exception.at, "fields and comps of " + name + " must both be single values or both lists");
    if (!takes_list(exception.comps.text.text))
      return fail(exception.comps.text.at,
                  "'" + std::string(exception.comps.text.text) + "' does not go with a single field",
                  "one of in, pmatch, intersects, or an operator with a modifier such as startswith oneof");
    if (known_source && !is_left_side(exception.fields.text.text, scope))
      return fail(exception.fields.text.at,
                  "'" + std::string(exception.fields.text.text) + "' is no field of this source",
                  find_field_text(exception.fields.text.text, scope).hint);
    return true;
  }
  if (exception.fields.items.size() != exception.comps.items.size())
    return fail(exception.at, "fields and comps of " + name + " differ in length");
  for (ExceptionEntry& comp : exception.comps.items) {
    comp.text.text = trimmed(comp.text.text);
    if (!is_operator(comp.text.text))
      return fail(comp.text.at, "'" + std::string(comp.text.text) + "' is no operator");
  }
  if (!known_source) return true;
  for (const ExceptionEntry& field : exception.fields.items)
    if (!is_left_side(field.text.text, scope))
      return fail(field.text.at, "'" + std::string(field.text.text) + "' is no field of this source",
                  find_field_text(field.text.text, scope).hint);
  return true;
}

}  // namespace sysreel::rules
