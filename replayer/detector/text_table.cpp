#include "replayer/detector/text_table.h"

#include <algorithm>
#include <bit>
#include <cstring>

namespace sysreel {
namespace {

template <typename T>
uint64_t load(const char* from) {
  T value{};
  std::memcpy(&value, from, sizeof(value));
  return value;
}

}  // namespace

// Of the ends and the length. Constants that share these meet in one chain; they come from rules, not from
// captures.
uint64_t TextTable::hash_of(std::string_view text) {
  constexpr uint64_t kOdd = 0x9e3779b97f4a7c15;
  const size_t size = text.size();
  const char* const begin = text.data();
  uint64_t first = 0;
  uint64_t last = 0;
  if (size >= 8) {
    first = load<uint64_t>(begin);
    last = load<uint64_t>(begin + size - 8);
  } else if (size >= 4) {
    first = load<uint32_t>(begin);
    last = load<uint32_t>(begin + size - 4);
  } else if (size > 0) {
    first = static_cast<uint8_t>(begin[0]);
    last = uint64_t{static_cast<uint8_t>(begin[size / 2])} << 8 | static_cast<uint8_t>(begin[size - 1]);
  }
  const uint64_t mixed = ((first ^ size) * kOdd ^ std::rotl(last, 29)) * kOdd;
  return mixed ^ mixed >> 32;
}

void TextTable::finish() {
  if (added_.empty()) return;
  std::stable_sort(added_.begin(), added_.end(),
                   [](const Added& a, const Added& b) { return a.text < b.text; });
  slots_.assign(std::bit_ceil(added_.size() * 2), {});
  numbers_.reserve(added_.size());
  const size_t mask = slots_.size() - 1;
  for (size_t begin = 0; begin < added_.size();) {
    Slot slot{hash_of(added_[begin].text), added_[begin].text, static_cast<uint32_t>(numbers_.size()), 0};
    for (; begin < added_.size() && added_[begin].text == slot.text; ++begin, ++slot.count)
      numbers_.push_back(added_[begin].number);
    size_t at = slot.hash & mask;
    while (slots_[at].count != 0) at = (at + 1) & mask;
    slots_[at] = slot;
  }
  added_ = {};
}

}  // namespace sysreel
