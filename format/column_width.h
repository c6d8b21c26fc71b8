// The width of a fixed encoding, as a number that the compiler knows.
#pragma once

namespace sysreel {

// Calls `use` with the width as a compile-time number, so that the loops above need no branch inside.
template <typename Use>
void with_width(unsigned width, const Use& use) {
  switch (width) {
    case 1:
      return use.template operator()<1>();
    case 2:
      return use.template operator()<2>();
    case 3:
      return use.template operator()<3>();
    case 4:
      return use.template operator()<4>();
    case 5:
      return use.template operator()<5>();
    case 6:
      return use.template operator()<6>();
    case 7:
      return use.template operator()<7>();
    default:
      return use.template operator()<8>();
  }
}

}  // namespace sysreel
