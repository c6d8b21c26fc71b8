// A FieldReader for tests: values by the text of the field's use.
#pragma once

#include <arpa/inet.h>

#include <deque>
#include <initializer_list>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "rules/program.h"

namespace sysreel::rules {

class TestReader : public FieldReader {
 public:
  void set(const std::string& field, const Value& value) { values_[field] = value; }
  void text(const std::string& field, std::string_view value) { set(field, Value::of_text(keep(value))); }
  void bytes(const std::string& field, std::string_view value) { set(field, Value::of_bytes(keep(value))); }
  void number(const std::string& field, int64_t value) { set(field, Value::of_int(value)); }
  void boolean(const std::string& field, bool value) { set(field, Value::of_bool(value)); }
  void real(const std::string& field, double value) { set(field, Value::of_double(value)); }
  void address(const std::string& field, const char* value) { set(field, ip(value)); }

  void texts(const std::string& field, const std::vector<std::string>& values) {
    std::vector<Value>& items = lists_.emplace_back();
    for (const std::string& value : values) items.push_back(Value::of_text(keep(value)));
    set(field, Value::of_list(items));
  }
  void numbers(const std::string& field, std::initializer_list<uint64_t> values) {
    std::vector<Value>& items = lists_.emplace_back();
    for (const uint64_t value : values) items.push_back(Value::of_uint(value));
    set(field, Value::of_list(items));
  }
  void addresses(const std::string& field, std::initializer_list<const char*> values) {
    std::vector<Value>& items = lists_.emplace_back();
    for (const char* value : values) items.push_back(ip(value));
    set(field, Value::of_list(items));
  }

  void bind(const Program& program) { program_ = &program; }
  Value read(FieldUseId use) override {
    const auto at = values_.find(program_->fields[use].text);
    return at == values_.end() ? Value() : at->second;
  }

 private:
  std::string_view keep(std::string_view text) { return texts_.emplace_back(text); }
  static Value ip(const char* text) {
    IpAddress address;
    address.v6 = std::string_view(text).find(':') != std::string_view::npos;
    inet_pton(address.v6 ? AF_INET6 : AF_INET, text, address.bytes.data());
    return Value::of_ip(address);
  }

  const Program* program_ = nullptr;
  std::map<std::string, Value> values_;
  std::deque<std::string> texts_;
  std::deque<std::vector<Value>> lists_;
};

}  // namespace sysreel::rules
