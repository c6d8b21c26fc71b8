// RawVector: a vector whose resize() leaves new elements as memory has them, for numbers that are all written
// next. Filling them with zeros first would pass over the memory twice. resize(n, value) and assign() fill.
#pragma once

#include <memory>
#include <type_traits>
#include <utility>
#include <vector>

namespace sysreel {

template <typename T>
struct RawAllocator : std::allocator<T> {
  static_assert(std::is_trivially_default_constructible_v<T> && std::is_trivially_destructible_v<T>);
  template <typename U>
  void construct(U* place) {
    ::new (static_cast<void*>(place)) U;
  }
  template <typename U, typename... Args>
  void construct(U* place, Args&&... args) {
    ::new (static_cast<void*>(place)) U(std::forward<Args>(args)...);
  }
};

template <typename T>
using RawVector = std::vector<T, RawAllocator<T>>;

}  // namespace sysreel
