// PartFinder: which of many keys occur in a text. A few keys are each looked for by the byte that is rarest
// in texts of this kind, which the C library finds in 32 bytes at a time; more of them by one automaton,
// which takes a step a byte, each waiting for the last.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "replayer/detector/byte_trie.h"

namespace sysreel {

class PartFinder {
 public:
  // `fold`: keys are lower-case (ASCII), texts match in either case.
  explicit PartFinder(bool fold) : fold_(fold) {}

  // Not empty. Several numbers may share a key.
  void add(std::string_view key, uint32_t number) { added_.push_back({std::string(key), number}); }
  // After the last add().
  void finish();
  bool empty() const { return few_.empty() && trie_.empty(); }

  // How far a search has come: texts that begin alike are searched from there on.
  struct Place {
    size_t read;  // bytes; 0: nothing is known
    uint32_t state;
  };
  static constexpr Place kNowhere{0, 0};
  // Calls visit(number) for the keys that occur in the text, possibly several times each; of those that occur
  // before `from` not always.
  template <typename Visit>
  void visit_occurrences(std::string_view text, Visit&& visit, Place from = kNowhere) const {
    if (!trie_.empty()) trie_.visit_occurrences(text.substr(from.read), visit, from.state);
    for (const Key& key : few_) {
      if (!occurs(key, text)) continue;
      for (const uint32_t number : key.numbers) visit(number);
    }
  }

  // The place behind a beginning, with what occurs in it.
  template <typename Visit>
  Place place_behind(std::string_view beginning, Visit&& visit) const {
    if (trie_.empty()) return kNowhere;
    return {beginning.size(), trie_.visit_occurrences(beginning, visit)};
  }

 private:
  struct Added {
    std::string key;
    uint32_t number = 0;
  };
  struct Key {
    std::string text;
    size_t rare = 0;  // place of its rarest byte
    std::vector<uint32_t> numbers;
  };
  bool occurs(const Key& key, std::string_view text) const;
  bool occurs_by(const Key& key, char byte, std::string_view text) const;

  bool fold_;
  std::vector<Added> added_;
  std::vector<Key> few_;
  ByteTrie trie_;
};

}  // namespace sysreel
