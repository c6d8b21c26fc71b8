// Value: what a field holds for one event, as a small view. Text and lists point into memory that the reader
// of the field owns and that stays valid until the next event.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string_view>

namespace sysreel::rules {

struct IpAddress {
  std::array<uint8_t, 16> bytes{};  // v4: the first four
  bool v6 = false;
  bool operator==(const IpAddress&) const = default;
};

struct Value {
  // kMissing: every comparison is false, `not` inverts (FALCO_INVENTORY §2.3).
  enum class Kind : uint8_t { kMissing, kInt, kUint, kDouble, kBool, kText, kBytes, kIp, kList };

  Kind kind = Kind::kMissing;
  uint8_t base = 10;  // of kInt and kUint as text: 16 and 8 for numbers that people know so
  union {
    int64_t i = 0;
    uint64_t u;
    double d;
    bool b;
  };
  std::string_view text;  // kText, kBytes
  std::span<const Value>
      items;     // kList; also several values of which the field's Multiplicity says how they count
  IpAddress ip;  // kIp

  bool missing() const { return kind == Kind::kMissing; }

  static Value of_int(int64_t value) {
    Value v;
    v.kind = Kind::kInt;
    v.i = value;
    return v;
  }
  static Value of_uint(uint64_t value) {
    Value v;
    v.kind = Kind::kUint;
    v.u = value;
    return v;
  }
  Value in_base(uint8_t text_base) const {
    Value v = *this;
    v.base = text_base;
    return v;
  }
  static Value of_double(double value) {
    Value v;
    v.kind = Kind::kDouble;
    v.d = value;
    return v;
  }
  static Value of_bool(bool value) {
    Value v;
    v.kind = Kind::kBool;
    v.b = value;
    return v;
  }
  static Value of_text(std::string_view value) {
    Value v;
    v.kind = Kind::kText;
    v.text = value;
    return v;
  }
  static Value of_bytes(std::string_view value) {
    Value v;
    v.kind = Kind::kBytes;
    v.text = value;
    return v;
  }
  static Value of_ip(const IpAddress& value) {
    Value v;
    v.kind = Kind::kIp;
    v.ip = value;
    return v;
  }
  static Value of_list(std::span<const Value> value) {
    Value v;
    v.kind = Kind::kList;
    v.items = value;
    return v;
  }
};

}  // namespace sysreel::rules
