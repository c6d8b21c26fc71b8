// Random conditions, and random values for the fields in them: for tests that compare two ways to evaluate.
// `next` gives numbers, from a generator with a seed or from a fuzzer's bytes.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "rules/ast.h"
#include "rules/test_reader.h"
#include "rules/testing/obvious_evaluator.h"

namespace sysreel::rules {

class ConditionMaker {
 public:
  explicit ConditionMaker(std::function<uint32_t()> next) : next_(std::move(next)) {}

  size_t below(size_t count) { return next_() % count; }
  template <size_t N>
  std::string any(const char* const (&items)[N]) {
    return items[below(N)];
  }

  std::string text() {
    static constexpr const char* kTexts[] = {"",          "a",    "A",    "ab",      "/etc", "/etc/passwd",
                                             "/etc/ssh/", "bash", "Bash", "sshd -D", "7",    "*"};
    return any(kTexts);
  }
  std::string literal() {
    std::string out;
    append_literal(out, text());
    return out.empty() ? "\"\"" : out;
  }
  std::string list() {
    std::string out = "(";
    for (size_t i = below(4); i > 0; --i) out += literal() + (i > 1 ? ", " : "");
    return out + ")";
  }
  std::string text_field() {
    static constexpr const char* kFields[] = {"proc.name", "proc.pname", "fd.name", "proc.cmdline",
                                              "proc.sname"};
    return any(kFields);
  }
  std::string text_check() {
    static constexpr const char* kSides[] = {
        "%", "%", "%", "tolower(%)", "toupper(%)", "basename(%)", "tolower(basename(%))"};
    static constexpr const char* kOperators[] = {"=",          "!=",       "contains", "icontains",
                                                 "startswith", "endswith", "glob",     "iglob"};
    static constexpr const char* kModifiers[] = {"oneof", "anyof", "allof"};
    std::string side = any(kSides);
    side.replace(side.find('%'), 1, text_field());
    switch (below(6)) {
      case 0:
        return side + " exists";
      case 1:
        return side + (below(2) == 0 ? " in " : " intersects ") + list();
      case 2:
        return side + " pmatch " + list();
      case 3:
        return side + " " + any(kOperators) + " " + any(kModifiers) + " " + list();
      case 4:
        return side + (below(2) == 0 ? " = " : " startswith ") + "val(" + text_field() + ")";
      default:
        return side + " " + any(kOperators) + " " + literal();
    }
  }
  std::string number_check() {
    static constexpr const char* kFields[] = {"proc.pid", "evt.rawres", "proc.ppid"};
    static constexpr const char* kOperators[] = {"=", "!=", "<", "<=", ">", ">="};
    if (below(4) == 0) return "len(" + text_field() + ") " + any(kOperators) + " " + std::to_string(below(6));
    if (below(4) == 0) return any(kFields) + " in (" + std::to_string(below(4)) + ", -2)";
    if (below(4) == 0) return any(kFields) + " " + any(kOperators) + " val(" + any(kFields) + ")";
    return any(kFields) + " " + any(kOperators) + " " + std::to_string(static_cast<int>(below(7)) - 3);
  }
  std::string list_check() {
    if (below(3) == 0) return "proc.aname " + std::string(below(2) == 0 ? "!= " : "startswith ") + literal();
    if (below(2) == 0) return "proc.aname in " + list();
    if (below(4) == 0) return "fd.types exists";
    return std::string("fd.types ") + (below(2) == 0 ? "in " : "intersects ") + list();
  }
  std::string condition(int depth) {
    if (depth == 0 || below(3) == 0) {
      const size_t pick = below(4);
      return pick == 0 ? number_check() : pick == 1 ? list_check() : text_check();
    }
    if (below(3) == 0) return "not (" + condition(depth - 1) + ")";
    std::string out = "(" + condition(depth - 1);
    for (size_t i = 1 + below(2); i > 0; --i)
      out += (below(2) == 0 ? " and " : ") or (") + condition(depth - 1);
    return out + ")";
  }

 private:
  std::function<uint32_t()> next_;
};

// The values of one event, for the compiled program and for the obvious evaluator.
struct MadeEvent {
  TestReader reader;
  std::map<std::string, PlainValue> plain;

  explicit MadeEvent(ConditionMaker& make) {
    for (const char* name : {"proc.name", "proc.pname", "fd.name", "proc.cmdline", "proc.sname"}) {
      if (make.below(4) == 0) continue;
      const std::string text = make.text();
      reader.text(name, text);
      plain[name] = {PlainValue::Kind::kText, text, 0, {}};
    }
    for (const char* name : {"proc.pid", "evt.rawres", "proc.ppid"}) {
      if (make.below(4) == 0) continue;
      const auto number = static_cast<int64_t>(make.below(7)) - 3;
      reader.number(name, number);
      plain[name] = {PlainValue::Kind::kNumber, "", number, {}};
    }
    for (const char* name : {"proc.aname", "fd.types"}) {
      std::vector<std::string> items;
      for (size_t i = make.below(4); i > 0; --i) items.push_back(make.text());
      reader.texts(name, items);
      const bool ancestors = std::string_view(name) == "proc.aname";
      plain[name] = {ancestors ? PlainValue::Kind::kAncestors : PlainValue::Kind::kList, "", 0, items};
    }
  }
};

}  // namespace sysreel::rules
