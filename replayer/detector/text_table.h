// TextTable: constants that a whole text is compared with, each with its numbers. Made once, then asked for
// every new text: a look-up costs a few loads, whatever the number of constants.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

namespace sysreel {

class TextTable {
 public:
  // The text must outlive the table.
  void add(std::string_view text, uint32_t number) { added_.push_back({text, number}); }
  // After the last add().
  void finish();

  std::span<const uint32_t> find(std::string_view text) const {
    if (slots_.empty()) return {};
    const uint64_t hash = hash_of(text);
    const size_t mask = slots_.size() - 1;
    for (size_t at = hash & mask; slots_[at].count != 0; at = (at + 1) & mask) {
      const Slot& slot = slots_[at];
      if (slot.hash == hash && slot.text == text) return {numbers_.data() + slot.first, slot.count};
    }
    return {};
  }

 private:
  struct Added {
    std::string_view text;
    uint32_t number;
  };
  struct Slot {
    uint64_t hash = 0;
    std::string_view text;
    uint32_t first = 0;
    uint32_t count = 0;  // 0: free
  };
  static uint64_t hash_of(std::string_view text);

  std::vector<Added> added_;
  std::vector<Slot> slots_;  // open addressing, a power of two
  std::vector<uint32_t> numbers_;
};

}  // namespace sysreel
