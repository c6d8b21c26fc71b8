#include "format/sha256.h"

#include <sodium.h>

#include <array>

#include "format/hex.h"

namespace sysreel {

struct Sha256::State {
  crypto_hash_sha256_state hash;
};

Sha256::Sha256() : state_(std::make_unique<State>()) {
  crypto_hash_sha256_init(&state_->hash);
}
Sha256::~Sha256() = default;
Sha256::Sha256(Sha256&&) noexcept = default;
Sha256& Sha256::operator=(Sha256&&) noexcept = default;

void Sha256::add(std::span<const uint8_t> bytes) {
  crypto_hash_sha256_update(&state_->hash, bytes.data(), bytes.size());
}

std::string Sha256::hex() const {
  crypto_hash_sha256_state copy = state_->hash;
  std::array<uint8_t, crypto_hash_sha256_BYTES> digest;
  crypto_hash_sha256_final(&copy, digest.data());
  return hex_of(digest);
}

}  // namespace sysreel
