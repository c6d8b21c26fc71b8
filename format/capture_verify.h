// Verification: are the bytes of a capture those that its writer wrote?
//
// Reads everything: framing, checksums, the hash of every payload, the chain from header to header, the
// content of every section, index, footer and trailer. An unsigned capture that somebody rewrote consistently
// cannot be told from an original.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "format/capture_header.h"
#include "format/damage.h"
#include "format/keys.h"

namespace sysreel {

// Ordered: the worst that was found is the verdict.
enum class Verdict : uint8_t { kIntact, kIncomplete, kDamaged, kAltered };

// Whether the key is a trusted one is the caller's question.
enum class SignatureState : uint8_t { kNone, kValid, kInvalid };

struct Verification {
  CaptureId capture{};
  Verdict verdict = Verdict::kIntact;
  std::vector<Damage> damage;  // by place
  std::string sha256;          // of all bytes
  std::string final_hash;      // of the footer's frame header: it stands for every byte; empty without one
  SignatureState signature = SignatureState::kNone;
  std::optional<VerifyKey> key;  // that the signature claims
  uint64_t lost = 0;             // events, as the capture's loss reports say
};

std::string_view name_of(Verdict verdict);

// "-" is standard input. An Error when there is no readable header or the system refuses.
Result<Verification> verify_capture(const std::string& path, const SealSecretKey* key = nullptr);
Result<Verification> verify_bytes(std::vector<uint8_t> bytes);

}  // namespace sysreel
