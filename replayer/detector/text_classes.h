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
  size_t bytes() const { return records_.capacity() + entries_.capacity() * sizeof(Entry); }
  void clear();

 private:
  // Small, and what belongs to a text stands beside it: what is remembered is larger than the caches, so that
  // a look-up costs what it touches.
  struct Entry {
    uint32_t hash = 0;        // the lower half
    uint32_t record = kFree;  // where in `records_`, in units of kAlign
  };
  struct Head {
    uint32_t text_class = 0;
    uint32_t size = 0;
  };
  static constexpr uint32_t kFree = 0xffffffff;
  static constexpr size_t kAlign = 8;

  Head head_of(const Entry& entry) const;
  std::string_view text_of(const Entry& entry, const Head& head) const;
  void grow();

  std::string records_;         // a Head and the text each
  std::vector<Entry> entries_;  // open addressing, a power of two
  size_t count_ = 0;
};

}  // namespace sysreel
