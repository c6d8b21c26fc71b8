#include "replayer/detector/text_classes.h"

#include <xxhash.h>

#include <algorithm>

namespace sysreel {
namespace {

constexpr size_t kFirstEntries = 64;

}  // namespace

uint64_t TextClasses::hash_of(std::string_view text) {
  return XXH3_64bits(text.data(), text.size());
}

uint32_t TextClasses::find(std::string_view text, uint64_t hash) const {
  if (entries_.empty()) return kUnknown;
  const size_t mask = entries_.size() - 1;
  for (size_t at = hash & mask; entries_[at].text_class != kUnknown; at = (at + 1) & mask) {
    const Entry& entry = entries_[at];
    if (entry.hash == hash && std::string_view(text_).substr(entry.begin, entry.size) == text)
      return entry.text_class;
  }
  return kUnknown;
}

void TextClasses::grow() {
  std::vector<Entry> old = std::move(entries_);
  entries_.assign(std::max(kFirstEntries, old.size() * 2), {});
  const size_t mask = entries_.size() - 1;
  for (const Entry& entry : old) {
    if (entry.text_class == kUnknown) continue;
    size_t at = entry.hash & mask;
    while (entries_[at].text_class != kUnknown) at = (at + 1) & mask;
    entries_[at] = entry;
  }
}

void TextClasses::add(std::string_view text, uint64_t hash, uint32_t text_class) {
  if (text.size() > kLongest) return;
  if (count_ * 2 >= entries_.size()) grow();
  const size_t mask = entries_.size() - 1;
  size_t at = hash & mask;
  while (entries_[at].text_class != kUnknown) at = (at + 1) & mask;
  entries_[at] = {hash, static_cast<uint32_t>(text_.size()), static_cast<uint32_t>(text.size()), text_class};
  text_ += text;
  ++count_;
}

void TextClasses::clear() {
  text_.clear();
  text_.shrink_to_fit();
  entries_.clear();
  entries_.shrink_to_fit();
  count_ = 0;
}

}  // namespace sysreel
