// ByteTrie: many byte strings (keys) looked for in a text at once.
//
// Keys are added, then one of the finish functions is called, then texts may be searched. A trie answers
// which keys the text begins with (or ends with, when keys were added reversed); an automaton (Aho and
// Corasick, 1975) answers which keys occur anywhere, in one step a byte. Both are one dense table: a row a
// state, a column a class of bytes that no key tells apart.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>
#include <vector>

namespace sysreel {

class ByteTrie {
 public:
  // Not empty. Several numbers may share a key.
  void add(std::string_view key, uint32_t number);
  void add_reversed(std::string_view key, uint32_t number);
  bool empty() const { return keys_ == 0; }

  void finish_trie() { compile(false, false); }
  void finish_automaton() { compile(true, false); }
  // Keys are lower-case (ASCII); texts match in either case.
  void finish_folding_automaton() { compile(true, true); }

  // Calls visit(number) for the keys that the text begins with.
  template <typename Visit>
  void visit_prefixes(std::string_view text, Visit&& visit) const {
    uint32_t state = 0;
    for (const char byte : text) {
      state = next(state, byte);
      if (state == 0) return;
      if (state >= first_with_numbers_) visit_numbers(state, visit);
    }
  }
  // The same for keys that were added reversed and the end of the text.
  template <typename Visit>
  void visit_suffixes(std::string_view text, Visit&& visit) const {
    uint32_t state = 0;
    for (size_t at = text.size(); at > 0; --at) {
      state = next(state, text[at - 1]);
      if (state == 0) return;
      if (state >= first_with_numbers_) visit_numbers(state, visit);
    }
  }
  // For the keys that occur in the text, possibly several times each. `state`: what the bytes before the text
  // led to; returned is what the text does.
  template <typename Visit>
  uint32_t visit_occurrences(std::string_view text, Visit&& visit, uint32_t state = 0) const {
    for (const char byte : text) {
      state = next(state, byte);
      if (state >= first_with_numbers_) visit_numbers(state, visit);
    }
    return state;
  }

 private:
  struct Node {
    uint32_t first_child = 0;
    uint32_t sibling = 0;
    uint8_t byte = 0;
    std::vector<uint32_t> numbers;
  };

  // A state is the offset of its row.
  uint32_t next(uint32_t state, char byte) const {
    return table_[state + columns_[static_cast<uint8_t>(byte)]];
  }
  template <typename Visit>
  void visit_numbers(uint32_t state, Visit&& visit) const {
    const size_t place = (state - first_with_numbers_) / width_;
    for (uint32_t at = begin_[place]; at < begin_[place + 1]; ++at) visit(numbers_[at]);
  }
  uint32_t child(uint32_t parent, uint8_t byte);
  void compile(bool automaton, bool fold);
  void assign_columns(bool fold);
  void link_failures(std::vector<uint32_t>& table);
  void lay_out(const std::vector<uint32_t>& table);

  size_t keys_ = 0;
  std::vector<Node> nodes_ = std::vector<Node>(1);  // while keys are added; [0] is the root
  std::array<uint16_t, 256> columns_{};
  uint32_t width_ = 1;
  std::vector<uint32_t> table_;
  uint32_t first_with_numbers_ = 0;  // states from here on are ends of keys
  std::vector<uint32_t> begin_;      // of the numbers of each of those
  std::vector<uint32_t> numbers_;
};

}  // namespace sysreel
