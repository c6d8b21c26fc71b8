#include "format/string_table.h"

#include <xxhash.h>

#include <algorithm>
#include <cassert>
#include <cstring>
#include <functional>

namespace sysreel {
namespace {

constexpr size_t kChunkBytes = 256 * 1024;
constexpr size_t kFirstBuckets = 1024;  // a power of two, as every later size

size_t hash_of(std::string_view bytes) {
  return XXH3_64bits(bytes.data(), bytes.size());
}

}  // namespace

StringTable::StringTable() : views_(1) {}
StringTable::StringTable(StringTable&&) noexcept = default;
StringTable& StringTable::operator=(StringTable&&) noexcept = default;
StringTable::~StringTable() = default;

std::string_view StringTable::store(std::string_view bytes) {
  while (chunk_ < chunks_.size() && chunks_[chunk_].capacity - used_ < bytes.size()) {
    ++chunk_;
    used_ = 0;
  }
  if (chunk_ == chunks_.size()) {
    const size_t capacity = std::max(kChunkBytes, bytes.size());
    chunks_.push_back({std::make_unique_for_overwrite<char[]>(capacity), capacity});
    used_ = 0;
  }
  char* const place = chunks_[chunk_].data.get() + used_;
  if (!bytes.empty()) std::memcpy(place, bytes.data(), bytes.size());
  used_ += bytes.size();
  return {place, bytes.size()};
}

uint32_t StringTable::append(std::string_view bytes) {
  views_.push_back(store(bytes));
  bytes_ += bytes.size();
  return size();
}

bool StringTable::in_a_room(std::string_view bytes) const {
  const auto* const begin = reinterpret_cast<const uint8_t*>(bytes.data());
  const std::less_equal<const uint8_t*> not_behind;
  return std::any_of(rooms_.begin(), rooms_.end(), [&](const RawVector<uint8_t>& room) {
    return not_behind(room.data(), begin) && not_behind(begin + bytes.size(), room.data() + room.size());
  });
}

void StringTable::append_run(std::string_view bytes, std::span<const int64_t> lengths) {
  const std::string_view stored = in_a_room(bytes) ? bytes : store(bytes);
  const size_t before = views_.size();
  views_.resize(before + lengths.size());
  std::string_view* view = views_.data() + before;
  const char* begin = stored.data();
  for (const int64_t length : lengths) {
    *view++ = {begin, static_cast<size_t>(length)};
    begin += length;
  }
  bytes_ += stored.size();
  assert(begin <= stored.data() + stored.size());
}

// Doubles the buckets while they are more than half full. Only the numbers move; the strings stay.
void StringTable::grow_buckets() {
  std::vector<uint32_t> old = std::move(buckets_);
  buckets_.assign(std::max(kFirstBuckets, old.size() * 2), 0);
  const size_t mask = buckets_.size() - 1;
  for (const uint32_t number : old) {
    if (number == 0) continue;
    size_t at = hash_of(views_[number]) & mask;
    while (buckets_[at] != 0) at = (at + 1) & mask;
    buckets_[at] = number;
  }
}

uint32_t StringTable::intern(std::string_view bytes) {
  if (size_t{interned_} * 2 >= buckets_.size()) grow_buckets();
  const size_t mask = buckets_.size() - 1;
  size_t at = hash_of(bytes) & mask;
  while (buckets_[at] != 0) {
    if (views_[buckets_[at]] == bytes) return buckets_[at];
    at = (at + 1) & mask;
  }
  ++interned_;
  return buckets_[at] = append(bytes);
}

void StringTable::clear() {
  views_.resize(1);
  std::fill(buckets_.begin(), buckets_.end(), 0);
  chunk_ = used_ = bytes_ = 0;
  interned_ = 0;
}

}  // namespace sysreel
