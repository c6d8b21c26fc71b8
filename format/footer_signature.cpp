#include "format/footer_signature.h"

#include <sodium.h>

#include <algorithm>

namespace sysreel {
namespace {

constexpr std::string_view kDomain = "sysreel footer 1";

std::vector<uint8_t> message_of(const SignedFooter& footer) {
  std::vector<uint8_t> message(kDomain.begin(), kDomain.end());
  message.insert(message.end(), footer.capture.begin(), footer.capture.end());
  message.insert(message.end(), footer.previous.begin(), footer.previous.end());
  const Hash core = hash_of(footer.core);
  message.insert(message.end(), core.begin(), core.end());
  return message;
}

}  // namespace

std::vector<uint8_t> sign_footer(const SignedFooter& footer, const SigningKey& key) {
  const std::vector<uint8_t> message = message_of(footer);
  const VerifyKey verify_key = public_part(key);
  std::vector<uint8_t> section(verify_key.begin(), verify_key.end());
  section.resize(verify_key.size() + crypto_sign_BYTES);
  crypto_sign_detached(section.data() + verify_key.size(), nullptr, message.data(), message.size(),
                       key.data());
  return section;
}

std::optional<CheckedSignature> check_signature(std::span<const uint8_t> section,
                                                const SignedFooter& footer) {
  CheckedSignature result;
  if (section.size() != result.key.size() + crypto_sign_BYTES) return std::nullopt;
  std::copy_n(section.begin(), result.key.size(), result.key.begin());
  const std::vector<uint8_t> message = message_of(footer);
  result.valid = crypto_sign_verify_detached(section.data() + result.key.size(), message.data(),
                                             message.size(), result.key.data()) == 0;
  return result;
}

}  // namespace sysreel
