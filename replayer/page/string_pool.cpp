#include "replayer/page/string_pool.h"

#include "base/escape.h"
#include "base/json_writer.h"

namespace sysreel {

uint64_t StringPool::number_of(std::string_view bytes) {
  const auto [at, added] = numbers_.try_emplace(terminal_safe(bytes), texts_.size());
  if (added) texts_.push_back(&at->first);
  return at->second;
}

void StringPool::write(JsonWriter& json) const {
  json.begin_array();
  for (const std::string* text : texts_) json.string(*text);
  json.end_array();
}

}  // namespace sysreel
