// RowSet: distinct rows of the same width, numbered in the order of first sight (hash-consing). Equal rows
// have equal numbers, so that whoever compares or keeps rows compares and keeps numbers.
#pragma once

#include <xxhash.h>

#include <algorithm>
#include <cstdint>
#include <span>
#include <vector>

namespace sysreel {

template <typename T>
class RowSet {
 public:
  // Row 0 is all zeros.
  explicit RowSet(size_t width) : width_(width) { clear(); }

  uint32_t number_of(std::span<const T> row) {
    // Most sets stay small: comparing a few rows is faster than hashing one.
    for (uint32_t number = 0; number < count_ && number < kLookedAt; ++number)
      if (std::equal(row.begin(), row.end(), (*this)[number].begin())) return number;
    if (size_t{count_} * 2 >= buckets_.size()) grow();
    size_t at = bucket_of(row);
    while (buckets_[at] != kFree) {
      if (std::equal(row.begin(), row.end(), (*this)[buckets_[at]].begin())) return buckets_[at];
      at = (at + 1) & (buckets_.size() - 1);
    }
    buckets_[at] = count_;
    rows_.insert(rows_.end(), row.begin(), row.end());
    return count_++;
  }
  // Valid until the next number_of().
  std::span<const T> operator[](uint32_t number) const {
    return {rows_.data() + size_t{number} * width_, width_};
  }
  size_t size() const { return count_; }
  size_t bytes() const { return rows_.capacity() * sizeof(T) + buckets_.capacity() * sizeof(uint32_t); }
  void clear() {
    count_ = 0;
    rows_.clear();
    rows_.shrink_to_fit();
    buckets_.assign(kFirstBuckets, kFree);
    number_of(std::vector<T>(width_));
  }

 private:
  static constexpr uint32_t kFree = 0xffffffff;
  static constexpr uint32_t kLookedAt = 4;
  static constexpr size_t kFirstBuckets = 16;  // a power of two, as every later size

  size_t bucket_of(std::span<const T> row) const {
    return XXH3_64bits(row.data(), row.size_bytes()) & (buckets_.size() - 1);
  }
  void grow() {
    buckets_.assign(buckets_.size() * 2, kFree);
    for (uint32_t number = 0; number < count_; ++number) {
      size_t at = bucket_of((*this)[number]);
      while (buckets_[at] != kFree) at = (at + 1) & (buckets_.size() - 1);
      buckets_[at] = number;
    }
  }

  size_t width_;
  uint32_t count_ = 0;
  std::vector<T> rows_;
  std::vector<uint32_t> buckets_;
};

}  // namespace sysreel
