// Key files: Ed25519 keys that sign captures, X25519 keys that seal them.
//
// A key file is one line of text, "sysreel KIND 1 BASE64"; secret ones are made 0600.
#pragma once

#include <array>
#include <cstdint>
#include <string>

#include "base/result.h"

namespace sysreel {

using SigningKey = std::array<uint8_t, 64>;
using VerifyKey = std::array<uint8_t, 32>;
using SealPublicKey = std::array<uint8_t, 32>;
using SealSecretKey = std::array<uint8_t, 32>;

Result<SigningKey> read_signing_key(const std::string& path);
Result<VerifyKey> read_verify_key(const std::string& path);
Result<SealPublicKey> read_seal_public_key(const std::string& path);
Result<SealSecretKey> read_seal_secret_key(const std::string& path);

VerifyKey public_part(const SigningKey& key);

// NAME.sign.key, NAME.sign.pub, NAME.seal.key, NAME.seal.pub. None of them may exist.
Status generate_key_files(const std::string& name);

}  // namespace sysreel
