#include "replayer/detector/part_finder.h"

#include <algorithm>
#include <cstring>

namespace sysreel {
namespace {

// So many searches cost less than one pass of the automaton.
constexpr size_t kFew = 3;

// How often a byte stands in paths, command lines and environments, roughly.
size_t commonness(char byte) {
  constexpr std::string_view kByFrequency = "qzjxkvwy~@+0123456789_.ghfbmpdculnirotsae/";
  const size_t place = kByFrequency.find(byte);
  return place == std::string_view::npos ? 0 : place + 1;
}

char lower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}
char upper(char c) {
  return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
}

size_t rarest(std::string_view key) {
  size_t best = 0;
  for (size_t at = 1; at < key.size(); ++at)
    if (commonness(lower(key[at])) < commonness(lower(key[best]))) best = at;
  return best;
}

}  // namespace

void PartFinder::finish() {
  std::stable_sort(added_.begin(), added_.end(),
                   [](const Added& a, const Added& b) { return a.key < b.key; });
  for (const Added& added : added_) {
    if (few_.empty() || few_.back().text != added.key) few_.push_back({added.key, rarest(added.key), {}});
    few_.back().numbers.push_back(added.number);
  }
  if (few_.size() > kFew) {
    for (const Added& added : added_) trie_.add(added.key, added.number);
    if (fold_) {
      trie_.finish_folding_automaton();
    } else {
      trie_.finish_automaton();
    }
    few_ = {};
  }
  added_ = {};
}

bool PartFinder::occurs(const Key& key, std::string_view text) const {
  if (text.size() < key.text.size()) return false;
  const char byte = key.text[key.rare];
  if (occurs_by(key, byte, text)) return true;
  return fold_ && upper(byte) != byte && occurs_by(key, upper(byte), text);
}

bool PartFinder::occurs_by(const Key& key, char byte, std::string_view text) const {
  const char* at = text.data() + key.rare;
  const char* const end = text.data() + text.size() - (key.text.size() - key.rare) + 1;
  while (at < end) {
    at = static_cast<const char*>(std::memchr(at, byte, static_cast<size_t>(end - at)));
    if (at == nullptr) return false;
    const std::string_view place(at - key.rare, key.text.size());
    const bool same = fold_ ? std::equal(place.begin(), place.end(), key.text.begin(),
                                         [](char c, char folded) { return lower(c) == folded; })
                            : place == key.text;
    if (same) return true;
    ++at;
  }
  return false;
}

}  // namespace sysreel
