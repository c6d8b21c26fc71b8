#include "rules/transformers.h"

#include <array>

namespace sysreel::rules {
namespace {

bool is_text(const Value& value) {
  return value.kind == Value::Kind::kText || value.kind == Value::Kind::kBytes;
}

char ascii_lower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c;
}
char ascii_upper(char c) {
  return c >= 'a' && c <= 'z' ? static_cast<char>(c - ('a' - 'A')) : c;
}

int base64_digit(char c) {
  if (c >= 'A' && c <= 'Z') return c - 'A';
  if (c >= 'a' && c <= 'z') return c - 'a' + 26;
  if (c >= '0' && c <= '9') return c - '0' + 52;
  if (c == '+') return 62;
  if (c == '/') return 63;
  return -1;
}

bool decode_base64(std::string_view text, std::string& out) {
  for (int i = 0; i < 2 && text.ends_with('='); ++i) text.remove_suffix(1);
  uint32_t bits = 0;
  int count = 0;
  for (const char c : text) {
    const int digit = base64_digit(c);
    if (digit < 0) return false;
    bits = (bits << 6) | static_cast<uint32_t>(digit);
    count += 6;
    if (count < 8) continue;
    count -= 8;
    out += static_cast<char>(bits >> count);
    bits &= (1U << count) - 1;
  }
  // A lone digit at the end, or bits that no byte takes, are a damaged encoding.
  return count < 6 && bits == 0;
}

// Applies a function on text to a text or to each element of a list. The function says false for missing.
template <typename Function>
Value map_text(const Value& value, EvaluationScratch& scratch, Function function) {
  if (value.kind == Value::Kind::kList) {
    std::vector<Value>& items = scratch.list();
    for (const Value& item : value.items) {
      const Value mapped = map_text(item, scratch, function);
      if (mapped.missing()) return {};
      items.push_back(mapped);
    }
    return Value::of_list(items);
  }
  if (!is_text(value)) return {};
  std::string& out = scratch.text();
  if (!function(value.text, out)) return {};
  return value.kind == Value::Kind::kBytes ? Value::of_bytes(out) : Value::of_text(out);
}

Value length(const Value& value) {
  if (value.kind == Value::Kind::kList) return Value::of_uint(value.items.size());
  if (!is_text(value)) return {};
  return Value::of_uint(value.kind == Value::Kind::kBytes
                            ? value.text.size()
                            : std::min(value.text.size(), value.text.find('\0')));
}

struct Options {
  std::array<bool, 256> known{};
  std::array<bool, 256> with_value{};
  explicit Options(std::string_view description) {
    for (size_t i = 0; i < description.size(); ++i) {
      if (description[i] == ':') continue;
      const auto option = static_cast<unsigned char>(description[i]);
      known[option] = true;
      if (i + 1 < description.size() && description[i + 1] == ':') with_value[option] = true;
    }
  }
};

// The state of one walk over an argument list.
class OptionScan {
 public:
  OptionScan(std::span<const Value> arguments, const Options& options)
      : arguments_(arguments), options_(options) {}

  // Calls found(option, value) for each; value is null for options without one, and the option is '?' when it
  // is unknown and empty when its value is missing.
  template <typename Found>
  void run(Found found) {
    for (at_ = 0; at_ < arguments_.size(); ++at_) {
      const std::string_view word = arguments_[at_].text;
      if (word == "--") return;
      if (word.size() > 2 && word.starts_with("--")) continue;
      if (word.size() < 2 || word[0] != '-') return;
      cluster(word, found);
    }
  }

 private:
  template <typename Found>
  void cluster(std::string_view word, Found found) {
    for (size_t i = 1; i < word.size(); ++i) {
      const auto option = static_cast<unsigned char>(word[i]);
      if (word[i] == ':' || !options_.known[option]) {
        found('\0', "?", nullptr);
      } else if (!options_.with_value[option]) {
        found(word[i], word.substr(i, 1), nullptr);
      } else {
        std::string_view value = word.substr(i + 1);
        const bool present = !value.empty() || at_ + 1 < arguments_.size();
        if (value.empty() && present) value = arguments_[++at_].text;
        found(word[i], present ? word.substr(i, 1) : std::string_view(), present ? &value : nullptr);
        return;
      }
    }
  }

  std::span<const Value> arguments_;
  const Options& options_;
  size_t at_ = 0;
};

}  // namespace

std::string_view as_text(const Value& value, EvaluationScratch& scratch) {
  if (is_text(value)) return value.text;
  std::string& out = scratch.text();
  switch (value.kind) {
    case Value::Kind::kInt:
      out = std::to_string(value.i);
      break;
    case Value::Kind::kUint:
      out = std::to_string(value.u);
      break;
    case Value::Kind::kBool:
      out = value.b ? "true" : "false";
      break;
    case Value::Kind::kDouble:
      out = std::to_string(value.d);
      break;
    case Value::Kind::kList:  // several ancestors
      for (const Value& item : value.items) {
        if (&item != value.items.data()) out += ' ';
        out += as_text(item, scratch);
      }
      break;
    default:
      break;
  }
  return out;
}

Value transform_one(Transformer transformer, const Value& value, EvaluationScratch& scratch) {
  switch (transformer) {
    case Transformer::kToLower:
      return map_text(value, scratch, [](std::string_view in, std::string& out) {
        for (const char c : in) out += ascii_lower(c);
        return true;
      });
    case Transformer::kToUpper:
      return map_text(value, scratch, [](std::string_view in, std::string& out) {
        for (const char c : in) out += ascii_upper(c);
        return true;
      });
    case Transformer::kBase64:
      return map_text(value, scratch, decode_base64);
    case Transformer::kBasename:
      return map_text(value, scratch, [](std::string_view in, std::string& out) {
        out = in.substr(in.rfind('/') == std::string_view::npos ? 0 : in.rfind('/') + 1);
        return true;
      });
    case Transformer::kLen:
      return length(value);
    default:
      return value;
  }
}

Value join_values(const Value& separator, const Value& list, EvaluationScratch& scratch) {
  if (list.kind != Value::Kind::kList) return {};
  const std::string_view between = as_text(separator, scratch);
  std::string& out = scratch.text();
  for (size_t i = 0; i < list.items.size(); ++i) {
    if (i != 0) out += between;
    out += as_text(list.items[i], scratch);
  }
  return Value::of_text(out);
}

Value get_options(const Value& arguments, std::string_view description, std::string_view selected,
                  EvaluationScratch& scratch) {
  if (arguments.kind != Value::Kind::kList) return {};
  const Options options(description);
  OptionScan scan(arguments.items, options);
  if (!selected.empty()) {
    Value last;
    scan.run([&](char option, std::string_view name, const std::string_view* value) {
      if (option == selected[0]) last = Value::of_text(value != nullptr ? *value : name);
    });
    return last;
  }
  std::vector<Value>& found = scratch.list();
  scan.run([&](char, std::string_view name, const std::string_view* value) {
    found.push_back(Value::of_text(name));
    if (value != nullptr) found.push_back(Value::of_text(*value));
  });
  return Value::of_list(found);
}

}  // namespace sysreel::rules
