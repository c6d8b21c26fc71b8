// StringPool: texts of a page, each stored once and known by its number. Bytes from a capture are made safe
// to show on the way in.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace sysreel {

class JsonWriter;

class StringPool {
 public:
  uint64_t number_of(std::string_view bytes);
  void write(JsonWriter& json) const;  // an array

 private:
  std::unordered_map<std::string, uint64_t> numbers_;
  std::vector<const std::string*> texts_;  // keys of the map: they stay where they are
};

}  // namespace sysreel
