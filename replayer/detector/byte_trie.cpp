#include "replayer/detector/byte_trie.h"

#include <cassert>

namespace sysreel {

uint32_t ByteTrie::child(uint32_t parent, uint8_t byte) {
  for (uint32_t at = nodes_[parent].first_child; at != 0; at = nodes_[at].sibling)
    if (nodes_[at].byte == byte) return at;
  const auto made = static_cast<uint32_t>(nodes_.size());
  nodes_.push_back({0, nodes_[parent].first_child, byte, {}});
  nodes_[parent].first_child = made;
  return made;
}

void ByteTrie::add(std::string_view key, uint32_t number) {
  assert(!key.empty());
  ++keys_;
  uint32_t node = 0;
  for (const char byte : key) node = child(node, static_cast<uint8_t>(byte));
  nodes_[node].numbers.push_back(number);
}

void ByteTrie::add_reversed(std::string_view key, uint32_t number) {
  assert(!key.empty());
  ++keys_;
  uint32_t node = 0;
  for (auto byte = key.rbegin(); byte != key.rend(); ++byte) node = child(node, static_cast<uint8_t>(*byte));
  nodes_[node].numbers.push_back(number);
}

// Bytes that stand in no key share column 0.
void ByteTrie::assign_columns(bool fold) {
  columns_.fill(0);
  for (size_t at = 1; at < nodes_.size(); ++at) {
    uint16_t& column = columns_[nodes_[at].byte];
    if (column == 0) column = static_cast<uint16_t>(width_++);
  }
  for (size_t letter = 'a'; fold && letter <= 'z'; ++letter) columns_[letter - 'a' + 'A'] = columns_[letter];
}

// Breadth first: a node's longest proper suffix that is a node is shallower, so its row is complete when it
// is copied; the node's own edges then replace those of the suffix, and its numbers go before them.
void ByteTrie::link_failures(std::vector<uint32_t>& table) {
  std::vector<uint32_t> failure(nodes_.size(), 0);
  std::vector<uint32_t> queue{0};
  for (size_t head = 0; head < queue.size(); ++head) {
    const uint32_t node = queue[head];
    const uint32_t suffix = failure[node];
    uint32_t* row = &table[size_t{node} * width_];
    if (node != 0) {
      const uint32_t* shorter = &table[size_t{suffix} * width_];
      for (uint32_t column = 0; column < width_; ++column) row[column] = shorter[column];
      const std::vector<uint32_t>& found = nodes_[suffix].numbers;
      nodes_[node].numbers.insert(nodes_[node].numbers.end(), found.begin(), found.end());
    }
    for (uint32_t at = nodes_[node].first_child; at != 0; at = nodes_[at].sibling) {
      const uint16_t column = columns_[nodes_[at].byte];
      failure[at] = node == 0 ? 0 : row[column];
      row[column] = at;
      queue.push_back(at);
    }
  }
}

// Nodes without numbers first, so that a search tells by one comparison that there is nothing to report.
void ByteTrie::lay_out(const std::vector<uint32_t>& table) {
  std::vector<uint32_t> order;
  for (const bool with_numbers : {false, true}) {
    if (with_numbers) first_with_numbers_ = static_cast<uint32_t>(order.size()) * width_;
    for (uint32_t node = 0; node < nodes_.size(); ++node)
      if (nodes_[node].numbers.empty() != with_numbers) order.push_back(node);
  }
  std::vector<uint32_t> state(nodes_.size());
  for (uint32_t place = 0; place < order.size(); ++place) state[order[place]] = place * width_;
  table_.resize(table.size());
  uint32_t* out = table_.data();
  for (const uint32_t node : order) {
    const uint32_t* row = &table[size_t{node} * width_];
    for (uint32_t column = 0; column < width_; ++column) *out++ = state[row[column]];
    if (nodes_[node].numbers.empty()) continue;
    begin_.push_back(static_cast<uint32_t>(numbers_.size()));
    numbers_.insert(numbers_.end(), nodes_[node].numbers.begin(), nodes_[node].numbers.end());
  }
  begin_.push_back(static_cast<uint32_t>(numbers_.size()));
}

void ByteTrie::compile(bool automaton, bool fold) {
  assign_columns(fold);
  std::vector<uint32_t> table(nodes_.size() * width_, 0);
  if (automaton) {
    link_failures(table);
  } else {
    for (size_t node = 0; node < nodes_.size(); ++node)
      for (uint32_t at = nodes_[node].first_child; at != 0; at = nodes_[at].sibling)
        table[node * width_ + columns_[nodes_[at].byte]] = at;
  }
  lay_out(table);
  nodes_.assign(1, {});
}

}  // namespace sysreel
