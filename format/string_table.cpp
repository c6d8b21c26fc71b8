#include "format/string_table.h"

#include <xxhash.h>

#include <algorithm>
#include <cassert>
#include <cstring>

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
  bytes_ += bytes.size();
  return {place, bytes.size()};
}

uint32_t StringTable::append(std::string_view bytes) {
  views_.push_back(store(bytes));
  return size();
}

void StringTable::append_run(std::string_view bytes, std::span<const int64_t> lengths) {
  const std::string_view stored = store(bytes);
  views_.reserve(views_.size() + lengths.size());
  size_t position = 0;
  for (const int64_t length : lengths) {
    assert(length >= 0 && static_cast<size_t>(length) <= stored.size() - position);
    views_.push_back(stored.substr(position, static_cast<size_t>(length)));
    position += static_cast<size_t>(length);
  }
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
