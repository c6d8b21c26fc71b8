// TextClasses: which class a text was found to be of, so that a text is matched once. Bounded by its owner,
// who asks bytes() and calls clear().
//
// A text is known by its fingerprint, 96 bits of a hash whose key is drawn anew by every process: what is
// remembered is larger than the caches, and a look-up that need not touch the text itself waits for memory
// once. Two of a million texts are taken for each other once in 10^17 runs, and nobody who writes a capture
// can choose them without the key.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "base/raw_vector.h"

namespace sysreel {

class TextClasses {
 public:
  static constexpr uint32_t kUnknown = 0xffffffff;

  struct Fingerprint {
    uint64_t high = 0;
    uint32_t low = 0;
    bool operator==(const Fingerprint&) const = default;
  };
  static Fingerprint of(std::string_view text, uint64_t variant = 0);     // of the text and a number
  static Fingerprint of(std::string_view text, std::string_view second);  // of the pair

  uint32_t find(const Fingerprint& text) const;
  void add(const Fingerprint& text, uint32_t text_class);  // which is not there yet
  size_t bytes() const { return tags_.capacity() * (1 + sizeof(Entry)); }
  void clear();

 private:
  struct Entry {
    uint64_t high;
    uint32_t low;
    uint32_t text_class;
  };
  static constexpr uint8_t kFree = 0;
  static uint8_t tag_of(const Fingerprint& text) { return static_cast<uint8_t>(text.high >> 56) | 1U; }
  void place(const Entry& entry, uint8_t tag);
  void grow();

  // Open addressing, a power of two. The tags alone mostly tell that a text is not there, and they fit the
  // caches.
  std::vector<uint8_t> tags_;
  RawVector<Entry> entries_;  // those with a tag
  size_t count_ = 0;
};

}  // namespace sysreel
