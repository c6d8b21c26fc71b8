// TextClasses: which class a text was found to be of, so that a text is matched once. Bounded by its owner,
// who asks bytes() and calls clear().
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace sysreel {

class TextClasses {
 public:
  static constexpr uint32_t kUnknown = 0xffffffff;
  static constexpr size_t kLongest = 16384;  // longer texts are rarely seen twice: do not keep them

  static uint64_t hash_of(std::string_view text);
  uint32_t find(std::string_view text, uint64_t hash) const;
  void add(std::string_view text, uint64_t hash, uint32_t text_class);
  size_t bytes() const { return text_.capacity() + entries_.capacity() * sizeof(Entry); }
  void clear();

 private:
  struct Entry {
    uint64_t hash = 0;
    uint32_t begin = 0;
    uint32_t size = 0;
    uint32_t text_class = kUnknown;  // kUnknown: free
  };
  void grow();

  std::string text_;
  std::vector<Entry> entries_;  // open addressing, a power of two
  size_t count_ = 0;
};

}  // namespace sysreel
