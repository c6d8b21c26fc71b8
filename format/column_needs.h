// ColumnNeeds: which columns of which kinds a reader of blocks will look at. Others are passed over and look
// as if they had not been recorded.
#pragma once

#include <cstdint>
#include <vector>

#include "format/catalogue/event_kind.h"

namespace sysreel {

class ColumnNeeds {
 public:
  // Kinds that nobody speaks of are needed whole.
  void need_nothing_of(KindId kind) { mask_of(kind) = 0; }
  void need(KindId kind, size_t param) {
    if (param < kBits) mask_of(kind) |= uint64_t{1} << param;
  }

  // On which CPU events happened.
  void need_no_cpu() { cpu_ = false; }
  bool needs_cpu() const { return cpu_; }

  bool needs_any(KindId kind) const { return mask(kind) != 0; }
  // Parameters that have no bit are always needed with any other of their kind.
  bool needs(KindId kind, size_t param) const {
    return param < kBits ? (mask(kind) >> param & 1) != 0 : mask(kind) != 0;
  }

 private:
  static constexpr size_t kBits = 64;
  static constexpr uint64_t kAll = ~uint64_t{0};

  uint64_t mask(KindId kind) const { return kind < masks_.size() ? masks_[kind] : kAll; }
  uint64_t& mask_of(KindId kind) {
    if (kind >= masks_.size()) masks_.resize(size_t{kind} + 1, kAll);
    return masks_[kind];
  }

  std::vector<uint64_t> masks_;
  bool cpu_ = true;
};

}  // namespace sysreel
