#include "replayer/detector/text_classes.h"

#include <xxhash.h>

#include <algorithm>
#include <cstring>

namespace sysreel {
namespace {

constexpr size_t kFirstEntries = 64;

uint32_t lower_half(uint64_t hash) {
  return static_cast<uint32_t>(hash);
}

}  // namespace

uint64_t TextClasses::hash_of(std::string_view text) {
  return XXH3_64bits(text.data(), text.size());
}

TextClasses::Head TextClasses::head_of(const Entry& entry) const {
  Head head;
  std::memcpy(&head, records_.data() + size_t{entry.record} * kAlign, sizeof(head));
  return head;
}

std::string_view TextClasses::text_of(const Entry& entry, const Head& head) const {
  return {records_.data() + size_t{entry.record} * kAlign + sizeof(head), head.size};
}

uint32_t TextClasses::find(std::string_view text, uint64_t hash) const {
  if (entries_.empty()) return kUnknown;
  const size_t mask = entries_.size() - 1;
  for (size_t at = lower_half(hash) & mask; entries_[at].record != kFree; at = (at + 1) & mask) {
    const Entry& entry = entries_[at];
    if (entry.hash != lower_half(hash)) continue;
    const Head head = head_of(entry);
    if (text_of(entry, head) == text) return head.text_class;
  }
  return kUnknown;
}

void TextClasses::grow() {
  const std::vector<Entry> old = std::move(entries_);
  entries_.assign(std::max(kFirstEntries, old.size() * 2), {});
  const size_t mask = entries_.size() - 1;
  for (const Entry& entry : old) {
    if (entry.record == kFree) continue;
    size_t at = entry.hash & mask;
    while (entries_[at].record != kFree) at = (at + 1) & mask;
    entries_[at] = entry;
  }
}

void TextClasses::add(std::string_view text, uint64_t hash, uint32_t text_class) {
  const size_t record = records_.size() / kAlign;
  if (text.size() > kLongest || record >= kFree) return;
  if (count_ * 2 >= entries_.size()) grow();
  const size_t mask = entries_.size() - 1;
  size_t at = lower_half(hash) & mask;
  while (entries_[at].record != kFree) at = (at + 1) & mask;
  entries_[at] = {lower_half(hash), static_cast<uint32_t>(record)};
  const Head head{text_class, static_cast<uint32_t>(text.size())};
  records_.append(reinterpret_cast<const char*>(&head), sizeof(head));
  records_ += text;
  records_.resize((records_.size() + kAlign - 1) / kAlign * kAlign);
  ++count_;
}

void TextClasses::clear() {
  records_.clear();
  records_.shrink_to_fit();
  entries_.clear();
  entries_.shrink_to_fit();
  count_ = 0;
}

}  // namespace sysreel
