#include "replayer/fields/json_values.h"

#include <charconv>

#include "base/json_writer.h"

namespace sysreel {
namespace {

using rules::Value;

// Digits without a leading zero, as RFC 6901 has indexes.
bool parse_index(std::string_view token, size_t& index) {
  if (token.empty() || (token.size() > 1 && token[0] == '0')) return false;
  const auto [end, error] = std::from_chars(token.data(), token.data() + token.size(), index);
  return error == std::errc() && end == token.data() + token.size();
}

class PrettyPrinter {
 public:
  explicit PrettyPrinter(std::string& out) : out_(out) {}

  // Depth is limited by the document's own limit.
  void print(JsonValue value) {
    if (value.is_object()) {
      print_object(value);
    } else if (value.is_array()) {
      print_array(value);
    } else {
      value.append_json(out_);
    }
  }

 private:
  void line() { out_.append("\n").append(level_ * size_t{4}, ' '); }

  void print_object(JsonValue object) {
    std::string_view key;
    JsonValue member;
    bool first = true;
    out_ += '{';
    ++level_;
    for (JsonMembers members(object); members.next(key, member);) {
      if (!first) out_ += ',';
      first = false;
      line();
      JsonWriter(out_).string(key);
      out_ += ": ";
      print(member);
    }
    --level_;
    if (!first) line();
    out_ += '}';
  }

  void print_array(JsonValue array) {
    JsonValue item;
    bool first = true;
    out_ += '[';
    ++level_;
    for (JsonItems items(array); items.next(item);) {
      if (!first) out_ += ',';
      first = false;
      line();
      print(item);
    }
    --level_;
    if (!first) line();
    out_ += ']';
  }

  std::string& out_;
  size_t level_ = 0;
};

}  // namespace

std::vector<std::string> pointer_tokens(std::string_view pointer) {
  std::vector<std::string> tokens;
  if (pointer.empty()) return tokens;
  if (pointer.starts_with('/')) pointer.remove_prefix(1);
  std::string* token = &tokens.emplace_back();
  for (size_t at = 0; at < pointer.size(); ++at) {
    const char c = pointer[at];
    if (c == '/') {
      token = &tokens.emplace_back();
    } else if (c == '~' && at + 1 < pointer.size() && (pointer[at + 1] == '0' || pointer[at + 1] == '1')) {
      *token += pointer[++at] == '0' ? '~' : '/';
    } else {
      *token += c;
    }
  }
  return tokens;
}

JsonValue follow(JsonValue from, std::span<const std::string> tokens) {
  for (const std::string& token : tokens) {
    size_t index = 0;
    if (from.is_array()) {
      from = parse_index(token, index) ? from.at(index) : JsonValue();
    } else {
      from = from.get(token);
    }
    if (from.missing()) break;
  }
  return from;
}

Value json_text(JsonValue value, ValueArena& arena) {
  switch (value.kind()) {
    case JsonValue::Kind::kMissing:
    case JsonValue::Kind::kNull:
      return {};
    case JsonValue::Kind::kString:
      return Value::of_text(value.string());
    case JsonValue::Kind::kBool:
      return Value::of_text(value.boolean() ? "true" : "false");
    default:
      break;
  }
  std::string& text = arena.text();
  value.append_json(text);
  return Value::of_text(text);
}

Value json_pretty(JsonValue value, ValueArena& arena) {
  if (value.missing()) return {};
  std::string& text = arena.text();
  PrettyPrinter(text).print(value);
  return Value::of_text(text);
}

void append_texts(std::vector<Value>& list, JsonValue value, ValueArena& arena) {
  const auto append = [&](JsonValue item) {
    const Value text = json_text(item, arena);
    if (!text.missing()) list.push_back(text);
  };
  if (!value.is_array()) return append(value);
  JsonValue item;
  for (JsonItems items(value); items.next(item);) append(item);
}

Value list_of(const std::vector<Value>& list) {
  return list.empty() ? Value() : Value::of_list(list);
}

}  // namespace sysreel
