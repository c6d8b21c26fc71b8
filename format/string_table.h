// The distinct byte strings of one block, numbered from 1; 0 is the missing string. Content is arbitrary
// bytes.
//
// Two ways to fill it: intern() finds or adds (recorder, importers), append() only adds (decoder, and payload
// bytes that are not worth a look-up). Views stay valid until clear(); clear() keeps the memory.
//
// A decoder need not copy what it decompresses: it does that into a room, one for each section that holds
// strings, and the strings are views of it until other bytes are put there.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <span>
#include <string_view>
#include <vector>

#include "base/raw_vector.h"

namespace sysreel {

class StringTable {
 public:
  StringTable();
  StringTable(StringTable&&) noexcept;
  StringTable& operator=(StringTable&&) noexcept;
  ~StringTable();

  uint32_t intern(std::string_view bytes);
  uint32_t append(std::string_view bytes);
  // As many strings as there are lengths, one behind the other in `bytes`, which they must not exceed. Bytes
  // in a room stay where they are.
  void append_run(std::string_view bytes, std::span<const int64_t> lengths);
  void clear();

  static constexpr size_t kRooms = 2;
  RawVector<uint8_t>& room(size_t number) { return rooms_[number]; }

  // Empty for 0. A number that the table does not have is our bug: decoders check numbers before they store
  // them.
  std::string_view at(uint32_t number) const { return number == 0 ? std::string_view{} : views_[number]; }
  uint32_t size() const { return static_cast<uint32_t>(views_.size()) - 1; }  // highest number
  size_t bytes() const { return bytes_; }                                     // sum of lengths

 private:
  std::string_view store(std::string_view bytes);
  bool in_a_room(std::string_view bytes) const;
  void grow_buckets();

  struct Chunk {
    std::unique_ptr<char[]> data;
    size_t capacity = 0;
  };
  std::vector<std::string_view> views_;  // [0] is the missing string
  std::vector<uint32_t> buckets_;        // open addressing over interned strings, 0 empty
  std::vector<Chunk> chunks_;
  std::array<RawVector<uint8_t>, kRooms> rooms_;
  size_t chunk_ = 0;
  size_t used_ = 0;
  size_t bytes_ = 0;
  uint32_t interned_ = 0;
};

}  // namespace sysreel
