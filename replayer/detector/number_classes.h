// NumberClasses: the classes of values that follow from a number alone: descriptors' numbers, access modes,
// and flags, modes and capabilities, whose text is long to make. The last number of each place is remembered.
#pragma once

#include <array>
#include <cstdint>
#include <optional>

#include "replayer/state/step.h"

namespace sysreel {

class NumberClasses {
 public:
  static constexpr uint32_t kUnknown = 0xffffffff;

  // What the text of the step's parameter follows from; nothing when that is not its number alone.
  static std::optional<uint64_t> key_of(const Step& step, size_t param);

  uint32_t find(uint64_t key) const {
    const Place& place = places_[place_of(key)];
    return place.key == key ? place.number_class : kUnknown;
  }
  void add(uint64_t key, uint32_t number_class) { places_[place_of(key)] = {key, number_class}; }
  void clear() { places_.fill({}); }

 private:
  static constexpr unsigned kPlaceBits = 6;
  struct Place {
    uint64_t key = 0;
    uint32_t number_class = kUnknown;
  };
  static size_t place_of(uint64_t key) { return key * 0x9e3779b97f4a7c15 >> (64 - kPlaceBits); }

  std::array<Place, size_t{1} << kPlaceBits> places_;
};

}  // namespace sysreel
