#include "replayer/detector/text_classes.h"

// Most texts are short: the call would cost as much as the hash.
#define XXH_INLINE_ALL
#include <xxhash.h>

#include <algorithm>
#include <random>

namespace sysreel {
namespace {

constexpr size_t kFirstEntries = 64;

uint64_t process_key() {
  std::random_device device;
  return uint64_t{device()} << 32 | device();
}

uint64_t key() {
  static const uint64_t kDrawn = process_key();
  return kDrawn;
}

TextClasses::Fingerprint fingerprint_of(std::string_view text, uint64_t seed) {
  const XXH128_hash_t hash = XXH3_128bits_withSeed(text.data(), text.size(), seed);
  return {hash.high64, static_cast<uint32_t>(hash.low64)};
}

}  // namespace

TextClasses::Fingerprint TextClasses::of(std::string_view text, uint64_t variant) {
  return fingerprint_of(text, key() + variant);
}

TextClasses::Fingerprint TextClasses::of(std::string_view text, std::string_view second) {
  const Fingerprint first = of(text);
  const Fingerprint both = fingerprint_of(second, first.high);
  return {both.high, both.low ^ first.low};
}

uint32_t TextClasses::find(const Fingerprint& text) const {
  if (tags_.empty()) return kUnknown;
  const uint8_t tag = tag_of(text);
  const size_t mask = tags_.size() - 1;
  for (size_t at = text.high & mask; tags_[at] != kFree; at = (at + 1) & mask) {
    if (tags_[at] != tag) continue;
    const Entry& entry = entries_[at];
    if (entry.high == text.high && entry.low == text.low) return entry.text_class;
  }
  return kUnknown;
}

void TextClasses::place(const Entry& entry, uint8_t tag) {
  const size_t mask = tags_.size() - 1;
  size_t at = entry.high & mask;
  while (tags_[at] != kFree) at = (at + 1) & mask;
  tags_[at] = tag;
  entries_[at] = entry;
}

void TextClasses::grow() {
  const std::vector<uint8_t> old_tags = std::move(tags_);
  const RawVector<Entry> old = std::move(entries_);
  tags_.assign(std::max(kFirstEntries, old_tags.size() * 2), kFree);
  entries_.resize(tags_.size());
  for (size_t at = 0; at < old_tags.size(); ++at)
    if (old_tags[at] != kFree) place(old[at], old_tags[at]);
}

void TextClasses::add(const Fingerprint& text, uint32_t text_class) {
  if (count_ * 4 >= tags_.size() * 3) grow();
  place({text.high, text.low, text_class}, tag_of(text));
  ++count_;
}

void TextClasses::clear() {
  tags_.clear();
  tags_.shrink_to_fit();
  entries_.clear();
  entries_.shrink_to_fit();
  count_ = 0;
}

}  // namespace sysreel
