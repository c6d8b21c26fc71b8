// Writes one JSON value without building a tree: begin/end pairs, keys, scalars; commas are placed by the
// writer. The caller owns the output string. Misuse (a value where a key belongs) is our bug and asserts.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace sysreel {

class JsonWriter {
 public:
  explicit JsonWriter(std::string& out) : out_(out) {}  // out must outlive the writer

  void begin_object();
  void end_object();
  void begin_array();
  void end_array();
  void key(std::string_view name);
  void string(std::string_view value);
  void number(int64_t value);
  void number(uint64_t value);
  void number(double value);  // not finite: null
  void boolean(bool value);
  void null();
  void raw(std::string_view json);  // a complete JSON value made elsewhere

  // key() and value at once.
  void field(std::string_view name, std::string_view value) { key(name), string(value); }
  void field(std::string_view name, const char* value) { key(name), string(value); }
  void field(std::string_view name, int64_t value) { key(name), number(value); }
  void field(std::string_view name, uint64_t value) { key(name), number(value); }
  void field(std::string_view name, uint32_t value) { key(name), number(uint64_t{value}); }
  void field(std::string_view name, int value) { key(name), number(int64_t{value}); }
  void field(std::string_view name, double value) { key(name), number(value); }
  void field(std::string_view name, bool value) { key(name), boolean(value); }

 private:
  void separate();

  std::string& out_;
  std::vector<bool> first_;  // per open container: nothing written yet
  bool after_key_ = false;
};

}  // namespace sysreel
