#include "rules/testing/obvious_evaluator.h"

#if defined(__GNUC__) && !defined(__clang__)
#pragma GCC diagnostic ignored "-Wmaybe-uninitialized"  // inside std::regex, under the sanitizers
#endif

#include <fnmatch.h>

#include <algorithm>
#include <cstdlib>
#include <regex>

namespace sysreel::rules {
namespace {

using Kind = PlainValue::Kind;

std::string mapped(std::string text, int (*function)(int)) {
  for (char& c : text) c = static_cast<char>(function(static_cast<unsigned char>(c)));
  return text;
}

std::string transformed(const std::string& name, const std::string& text) {
  if (name == "tolower") return mapped(text, std::tolower);
  if (name == "toupper") return mapped(text, std::toupper);
  return text.substr(text.find_last_of('/') == std::string::npos ? 0 : text.find_last_of('/') + 1);
}

PlainValue side(const Node& node, const PlainReader& read) {
  if (node.kind == NodeKind::kField) return read(to_text(node));
  PlainValue value = side(*node.children[0], read);
  const std::string name(node.text);
  if (name == "val" || value.kind == Kind::kMissing) return value;
  if (name == "len") {
    const size_t length = value.kind == Kind::kList ? value.items.size() : value.text.size();
    value = {};
    value.kind = Kind::kNumber;
    value.number = static_cast<int64_t>(length);
    return value;
  }
  value.text = transformed(name, value.text);
  for (std::string& item : value.items) item = transformed(name, item);
  return value;
}

std::vector<std::string> components(const std::string& path) {
  std::vector<std::string> out;
  std::string part;
  for (const char c : path + "/") {
    if (c != '/') {
      part += c;
    } else if (!part.empty()) {
      out.push_back(part);
      part.clear();
    }
  }
  return out;
}

bool is_below(const std::string& path, const std::string& top) {
  const auto p = components(path);
  const auto t = components(top);
  if (t.size() > p.size()) return false;
  for (size_t i = 0; i < t.size(); ++i)
    if (fnmatch(t[i].c_str(), p[i].c_str(), 0) != 0) return false;
  return true;
}

template <typename T>
bool ordered(Operator op, const T& a, const T& b) {
  if (op == Operator::kNotEqual) return a != b;
  if (op == Operator::kLess) return a < b;
  if (op == Operator::kLessEqual) return a <= b;
  if (op == Operator::kGreater) return a > b;
  if (op == Operator::kGreaterEqual) return a >= b;
  return a == b;
}

bool one_text(Operator op, const std::string& text, const std::string& wanted) {
  switch (op) {
    case Operator::kContains:
      return text.find(wanted) != std::string::npos;
    case Operator::kIContains:
      return mapped(text, std::tolower).find(mapped(wanted, std::tolower)) != std::string::npos;
    case Operator::kStartsWith:
      return text.substr(0, wanted.size()) == wanted;
    case Operator::kEndsWith:
      return text.size() >= wanted.size() && text.substr(text.size() - wanted.size()) == wanted;
    case Operator::kGlob:
      return fnmatch(wanted.c_str(), text.c_str(), 0) == 0;
    case Operator::kIGlob:
      return fnmatch(wanted.c_str(), text.c_str(), FNM_CASEFOLD) == 0;
    case Operator::kRegex:
      return std::regex_match(text, std::regex(wanted, std::regex::extended));
    case Operator::kPMatch:
      return is_below(text, wanted);
    default:
      return ordered(op, text, wanted);
  }
}

bool one_literal(Operator op, const PlainValue& left, const std::string& wanted) {
  if (left.kind == Kind::kNumber)
    return ordered(op, left.number, static_cast<int64_t>(std::strtoll(wanted.c_str(), nullptr, 10)));
  return one_text(op, left.text, wanted);
}

std::vector<std::string> literals(const Node& right) {
  std::vector<std::string> out;
  if (right.kind == NodeKind::kValue) out.emplace_back(right.text);
  for (const Node* value : right.children) out.emplace_back(value->text);
  return out;
}

bool single(const Node& check, const PlainValue& left, const PlainReader& read) {
  if (check.op == Operator::kExists) return true;
  const Node& right = *check.right();
  if (right.kind == NodeKind::kTransformer) {
    const PlainValue other = side(right, read);
    if (other.kind == Kind::kMissing) return false;
    return left.kind == Kind::kNumber ? ordered(check.op, left.number, other.number)
                                      : one_text(check.op, left.text, other.text);
  }
  const auto wanted = literals(right);
  const auto hits = std::count_if(wanted.begin(), wanted.end(),
                                  [&](const std::string& text) { return one_literal(check.op, left, text); });
  if (check.modifier == Modifier::kOneOf) return hits == 1;
  if (check.modifier == Modifier::kAllOf) return !wanted.empty() && hits == static_cast<long>(wanted.size());
  return hits > 0;
}

bool matches_check(const Node& check, const PlainReader& read) {
  const PlainValue left = side(check.left(), read);
  if (left.kind == Kind::kMissing) return false;
  if (left.kind != Kind::kList && left.kind != Kind::kAncestors) return single(check, left, read);
  if (left.items.empty()) return false;
  if (check.op == Operator::kExists) return true;
  const auto satisfies = [&](const std::string& item) {
    PlainValue one;
    one.kind = Kind::kText;
    one.text = item;
    return single(check, one, read);
  };
  const bool all = left.kind == Kind::kList && check.op == Operator::kIn;
  return all ? std::all_of(left.items.begin(), left.items.end(), satisfies)
             : std::any_of(left.items.begin(), left.items.end(), satisfies);
}

}  // namespace

bool obviously_matches(const Node& condition, const PlainReader& read) {
  switch (condition.kind) {
    case NodeKind::kAnd:
      return std::all_of(condition.children.begin(), condition.children.end(),
                         [&](const Node* child) { return obviously_matches(*child, read); });
    case NodeKind::kOr:
      return std::any_of(condition.children.begin(), condition.children.end(),
                         [&](const Node* child) { return obviously_matches(*child, read); });
    case NodeKind::kNot:
      return !obviously_matches(*condition.children[0], read);
    default:
      return matches_check(condition, read);
  }
}

}  // namespace sysreel::rules
