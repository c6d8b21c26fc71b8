// How many members a struct has, so that a list of them can be checked when it is compiled.
//
// An aggregate can be initialised from as many values as it has members (and base classes), and from no more.
#pragma once

#include <cstddef>
#include <utility>

namespace sysreel {

struct AnyMember {
  template <typename T>
  operator T() const;  // NOLINT(google-explicit-constructor): that it converts is what it is for
};

template <typename T, size_t... kIndex>
constexpr bool takes_members(std::index_sequence<kIndex...>) {
  return requires {
    T{(static_cast<void>(kIndex), AnyMember{})...};
  };
}

template <typename T, size_t kCount = 1>
constexpr size_t member_count() {
  if constexpr (takes_members<T>(std::make_index_sequence<kCount + 1>())) {
    return member_count<T, kCount + 1>();
  } else {
    return kCount;
  }
}

}  // namespace sysreel
