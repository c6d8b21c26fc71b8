#include "format/keys.h"

#include <fcntl.h>
#include <sodium.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <span>
#include <string_view>

#include "base/scoped_fd.h"

namespace sysreel {
namespace {

constexpr size_t kFileMax = 1024;

constexpr std::string_view kSigningSecret = "sysreel sign-secret 1 ";
constexpr std::string_view kSigningPublic = "sysreel sign-public 1 ";
constexpr std::string_view kSealSecret = "sysreel seal-secret 1 ";
constexpr std::string_view kSealPublic = "sysreel seal-public 1 ";

static_assert(crypto_sign_SECRETKEYBYTES == sizeof(SigningKey));
static_assert(crypto_sign_PUBLICKEYBYTES == sizeof(VerifyKey));
static_assert(crypto_box_PUBLICKEYBYTES == sizeof(SealPublicKey));
static_assert(crypto_box_SECRETKEYBYTES == sizeof(SealSecretKey));

template <typename Key>
Result<Key> read_key(const std::string& path, std::string_view kind) {
  const ScopedFd fd(open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOCTTY));
  if (!fd.valid()) return Error{ErrorCode::kNotFound, "cannot read " + path + ": " + std::strerror(errno)};
  std::string text(kFileMax, '\0');
  const ssize_t got = read(fd.get(), text.data(), text.size());
  if (got < 0) return Error{ErrorCode::kSystem, "cannot read " + path + ": " + std::strerror(errno)};
  text.resize(static_cast<size_t>(got));
  while (!text.empty() && text.back() == '\n') text.pop_back();
  Key key{};
  size_t size = 0;
  const bool decoded =
      text.starts_with(kind) &&
      sodium_base642bin(key.data(), key.size(), text.data() + kind.size(), text.size() - kind.size(), nullptr,
                        &size, nullptr, sodium_base64_VARIANT_ORIGINAL) == 0;
  if (decoded && size == key.size()) return key;
  const std::string word(kind.substr(8, kind.find(' ', 8) - 8));
  return Error{ErrorCode::kInvalid,
               path + " is no key of the kind " + word + " (`sysreel keygen` makes keys)"};
}

Status write_key(const std::string& path, std::string_view kind, std::span<const uint8_t> key, mode_t mode) {
  std::string text(kind);
  std::string encoded(sodium_base64_ENCODED_LEN(key.size(), sodium_base64_VARIANT_ORIGINAL), '\0');
  sodium_bin2base64(encoded.data(), encoded.size(), key.data(), key.size(), sodium_base64_VARIANT_ORIGINAL);
  text += encoded.c_str();
  text += '\n';
  const ScopedFd fd(open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, mode));
  if (!fd.valid())
    return Error{errno == EEXIST ? ErrorCode::kExists : ErrorCode::kSystem,
                 "cannot create " + path + ": " + std::strerror(errno)};
  if (write(fd.get(), text.data(), text.size()) != static_cast<ssize_t>(text.size()))
    return Error{ErrorCode::kSystem, "cannot write " + path + ": " + std::strerror(errno)};
  return {};
}

}  // namespace

Result<SigningKey> read_signing_key(const std::string& path) {
  return read_key<SigningKey>(path, kSigningSecret);
}
Result<VerifyKey> read_verify_key(const std::string& path) {
  return read_key<VerifyKey>(path, kSigningPublic);
}
Result<SealPublicKey> read_seal_public_key(const std::string& path) {
  return read_key<SealPublicKey>(path, kSealPublic);
}
Result<SealSecretKey> read_seal_secret_key(const std::string& path) {
  return read_key<SealSecretKey>(path, kSealSecret);
}

VerifyKey public_part(const SigningKey& key) {
  VerifyKey result;
  crypto_sign_ed25519_sk_to_pk(result.data(), key.data());
  return result;
}

Status generate_key_files(const std::string& name) {
  if (sodium_init() < 0) return Error{ErrorCode::kSystem, "libsodium cannot be initialised"};
  for (const char* ending : {".sign.key", ".sign.pub", ".seal.key", ".seal.pub"})
    if (access((name + ending).c_str(), F_OK) == 0)
      return Error{ErrorCode::kExists, name + ending + " exists; keys are never overwritten"};
  SigningKey sign_secret;
  VerifyKey sign_public;
  crypto_sign_keypair(sign_public.data(), sign_secret.data());
  SealSecretKey seal_secret;
  SealPublicKey seal_public;
  crypto_box_keypair(seal_public.data(), seal_secret.data());
  SYSREEL_RETURN_IF_ERROR(write_key(name + ".sign.key", kSigningSecret, sign_secret, 0600));
  SYSREEL_RETURN_IF_ERROR(write_key(name + ".sign.pub", kSigningPublic, sign_public, 0644));
  SYSREEL_RETURN_IF_ERROR(write_key(name + ".seal.key", kSealSecret, seal_secret, 0600));
  SYSREEL_RETURN_IF_ERROR(write_key(name + ".seal.pub", kSealPublic, seal_public, 0644));
  sodium_memzero(sign_secret.data(), sign_secret.size());
  sodium_memzero(seal_secret.data(), seal_secret.size());
  return {};
}

}  // namespace sysreel
