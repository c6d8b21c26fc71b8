// The signature of a capture: of its footer, and through the chain of hashes of every byte before it
// (docs/format.md "Signature").
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "format/frame_header.h"
#include "format/keys.h"

namespace sysreel {

// What is signed. `previous`: hash of the frame header before the footer's. `core`: the footer's payload
// before compression.
struct SignedFooter {
  CaptureId capture{};
  Hash previous{};
  std::span<const uint8_t> core;
};

// Content of section kSignature.
std::vector<uint8_t> sign_footer(const SignedFooter& footer, const SigningKey& key);

struct CheckedSignature {
  VerifyKey key{};  // that it claims to be made with
  bool valid = false;
};
// Nothing when `section` has not the size of a signature.
std::optional<CheckedSignature> check_signature(std::span<const uint8_t> section, const SignedFooter& footer);

}  // namespace sysreel
