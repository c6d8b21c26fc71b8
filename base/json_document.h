// JsonDocument: JSON from outside, parsed once and read by key and index. Like YamlDocument it hides its
// library (simdjson) from everything that reads documents.
//
// Hostile input: nesting is limited to kMaxDepth. Two things that the library refuses are read all the same,
// because audit logs hold them and one odd number must not cost the event: integers beyond 64 bits become
// floating-point numbers, bytes that are no UTF-8 the replacement character.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

namespace sysreel {

// A value of a document; small, to be passed by value. It and the views it gives die with the document or
// with its next parse(). Of a missing value everything is missing.
class JsonValue {
 public:
  enum class Kind : uint8_t { kMissing, kNull, kBool, kInteger, kReal, kString, kArray, kObject };

  JsonValue() = default;
  Kind kind() const;
  bool missing() const { return !there_; }
  bool is_array() const { return kind() == Kind::kArray; }
  bool is_object() const { return kind() == Kind::kObject; }
  bool is_string() const { return kind() == Kind::kString; }

  JsonValue get(std::string_view key) const;  // an object's member
  JsonValue at(size_t index) const;           // an array's element
  std::string_view string() const;            // empty when it is none
  int64_t integer() const;                    // 0 when it is none; above INT64_MAX its bits
  bool boolean() const;                       // false when it is none
  // The value as compact JSON text.
  void append_json(std::string& out) const;

 private:
  friend class JsonDocument;
  friend class JsonItems;
  friend class JsonMembers;
  static constexpr size_t kSize = 16;
  alignas(8) unsigned char element_[kSize] = {};
  bool there_ = false;
};

// The elements of an array, one after the other; none of anything else.
class JsonItems {
 public:
  explicit JsonItems(JsonValue array);
  bool next(JsonValue& item);

 private:
  static constexpr size_t kSize = 16;
  alignas(8) unsigned char at_[kSize] = {};
  alignas(8) unsigned char end_[kSize] = {};
  bool there_ = false;
};

// The members of an object in their order; none of anything else.
class JsonMembers {
 public:
  explicit JsonMembers(JsonValue object);
  bool next(std::string_view& key, JsonValue& value);

 private:
  static constexpr size_t kSize = 16;
  alignas(8) unsigned char at_[kSize] = {};
  alignas(8) unsigned char end_[kSize] = {};
  bool there_ = false;
};

class JsonDocument {
 public:
  static constexpr size_t kMaxDepth = 512;
  static constexpr size_t kMaxBytes = 64U << 20;

  JsonDocument();
  ~JsonDocument();
  JsonDocument(JsonDocument&&) noexcept;
  JsonDocument& operator=(JsonDocument&&) noexcept;

  // False when `text` is no JSON; then root() is missing and problem() says why. The text is copied. The
  // memory of earlier parses is used again.
  bool parse(std::string_view text);
  JsonValue root() const { return root_; }
  const std::string& problem() const { return problem_; }

 private:
  struct Parser;
  std::unique_ptr<Parser> parser_;
  JsonValue root_;
  std::string problem_;
};

}  // namespace sysreel
