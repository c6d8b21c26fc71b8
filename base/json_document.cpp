#include "base/json_document.h"

#include <simdjson.h>

#include <cstring>
#include <optional>
#include <type_traits>
#include <utility>

#include "base/utf8.h"

namespace sysreel {
namespace {

namespace dom = simdjson::dom;

template <typename T>
T load(const unsigned char* bytes) {
  static_assert(std::is_trivially_copyable_v<T> && sizeof(T) == 16);
  T value;
  std::memcpy(&value, bytes, sizeof value);
  return value;
}
template <typename T>
void store(unsigned char* bytes, const T& value) {
  static_assert(std::is_trivially_copyable_v<T> && sizeof(T) == 16);
  std::memcpy(bytes, &value, sizeof value);
}

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

// The character at the front, or the replacement character for a byte that begins none.
void move_character(std::string_view text, size_t& at, std::string& out) {
  const Utf8Character c = first_character(text.substr(at));
  if (c.valid) {
    out += text.substr(at, c.length);
  } else {
    out += "\xef\xbf\xbd";
  }
  at += c.length;
}

// A copy that the library accepts: long integers written as real numbers, bytes that are no UTF-8 replaced.
std::string repaired(std::string_view text) {
  constexpr size_t kLongInteger = 19;
  std::string out;
  out.reserve(text.size() + 64);
  bool in_string = false;
  for (size_t at = 0; at < text.size();) {
    const char c = text[at];
    if (in_string) {
      if (c == '\\' && at + 1 < text.size()) {
        out += c;
        ++at;
      } else if (c == '"') {
        in_string = false;
      }
      move_character(text, at, out);
      continue;
    }
    in_string = c == '"';
    if (!is_digit(c)) {
      move_character(text, at, out);
      continue;
    }
    const size_t begin = at;
    while (at < text.size() && is_digit(text[at])) ++at;
    out += text.substr(begin, at - begin);
    const char next = at < text.size() ? text[at] : ' ';
    const char before = begin > 0 ? text[begin - 1] : ' ';
    const bool integer = next != '.' && next != 'e' && next != 'E' && before != '.' && before != '+' &&
                         before != 'e' && before != 'E' &&
                         !(before == '-' && begin > 1 && (text[begin - 2] | 0x20) == 'e');
    if (integer && at - begin >= kLongInteger) out += ".0";
  }
  return out;
}

}  // namespace

JsonValue::Kind JsonValue::kind() const {
  if (!there_) return Kind::kMissing;
  switch (load<dom::element>(element_).type()) {
    case dom::element_type::ARRAY:
      return Kind::kArray;
    case dom::element_type::OBJECT:
      return Kind::kObject;
    case dom::element_type::INT64:
    case dom::element_type::UINT64:
      return Kind::kInteger;
    case dom::element_type::DOUBLE:
      return Kind::kReal;
    case dom::element_type::STRING:
      return Kind::kString;
    case dom::element_type::BOOL:
      return Kind::kBool;
    case dom::element_type::NULL_VALUE:
      return Kind::kNull;
  }
  return Kind::kMissing;
}

JsonValue JsonValue::get(std::string_view key) const {
  JsonValue member;
  dom::object object;
  if (!there_ || load<dom::element>(element_).get(object) != simdjson::SUCCESS) return member;
  dom::element element;
  if (object.at_key(key).get(element) != simdjson::SUCCESS) return member;
  store(member.element_, element);
  member.there_ = true;
  return member;
}

JsonValue JsonValue::at(size_t index) const {
  JsonValue item;
  dom::array array;
  if (!there_ || load<dom::element>(element_).get(array) != simdjson::SUCCESS) return item;
  dom::element element;
  if (array.at(index).get(element) != simdjson::SUCCESS) return item;
  store(item.element_, element);
  item.there_ = true;
  return item;
}

std::string_view JsonValue::string() const {
  std::string_view text;
  if (!there_ || load<dom::element>(element_).get(text) != simdjson::SUCCESS) return {};
  return text;
}

int64_t JsonValue::integer() const {
  if (!there_) return 0;
  const auto element = load<dom::element>(element_);
  int64_t value = 0;
  if (element.get(value) == simdjson::SUCCESS) return value;
  uint64_t large = 0;
  return element.get(large) == simdjson::SUCCESS ? static_cast<int64_t>(large) : 0;
}

bool JsonValue::boolean() const {
  bool value = false;
  return there_ && load<dom::element>(element_).get(value) == simdjson::SUCCESS && value;
}

void JsonValue::append_json(std::string& out) const {
  if (there_) out += simdjson::minify(load<dom::element>(element_));
}

JsonItems::JsonItems(JsonValue array) {
  dom::array items;
  if (array.missing() || load<dom::element>(array.element_).get(items) != simdjson::SUCCESS) return;
  store(at_, items.begin());
  store(end_, items.end());
  there_ = true;
}

bool JsonItems::next(JsonValue& item) {
  if (!there_) return false;
  auto at = load<dom::array::iterator>(at_);
  if (at == load<dom::array::iterator>(end_)) return false;
  store(item.element_, *at);
  item.there_ = true;
  ++at;
  store(at_, at);
  return true;
}

JsonMembers::JsonMembers(JsonValue object) {
  dom::object members;
  if (object.missing() || load<dom::element>(object.element_).get(members) != simdjson::SUCCESS) return;
  store(at_, members.begin());
  store(end_, members.end());
  there_ = true;
}

bool JsonMembers::next(std::string_view& key, JsonValue& value) {
  if (!there_) return false;
  auto at = load<dom::object::iterator>(at_);
  if (at == load<dom::object::iterator>(end_)) return false;
  key = at.key();
  store(value.element_, at.value());
  value.there_ = true;
  ++at;
  store(at_, at);
  return true;
}

struct JsonDocument::Parser {
  dom::parser parser{kMaxBytes};
};

JsonDocument::JsonDocument() : parser_(std::make_unique<Parser>()) {
  // Depth is fixed before the first parse, so that nested input cannot choose it.
  if (parser_->parser.allocate(4096, kMaxDepth) != simdjson::SUCCESS) parser_.reset();
}
JsonDocument::~JsonDocument() = default;
JsonDocument::JsonDocument(JsonDocument&&) noexcept = default;
JsonDocument& JsonDocument::operator=(JsonDocument&&) noexcept = default;

bool JsonDocument::parse(std::string_view text) {
  root_ = {};
  problem_.clear();
  if (!parser_) {
    problem_ = "out of memory";
    return false;
  }
  dom::element element;
  auto error = parser_->parser.parse(text.data(), text.size()).get(element);
  if (error == simdjson::UTF8_ERROR || error == simdjson::NUMBER_ERROR || error == simdjson::TAPE_ERROR) {
    const std::string copy = repaired(text);
    error = parser_->parser.parse(copy).get(element);
  }
  if (error != simdjson::SUCCESS) {
    problem_ = simdjson::error_message(error);
    return false;
  }
  store(root_.element_, element);
  root_.there_ = true;
  return true;
}

}  // namespace sysreel
