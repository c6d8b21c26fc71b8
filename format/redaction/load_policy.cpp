#include "format/redaction/load_policy.h"

#include <fcntl.h>
#include <sodium.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <utility>

#include "base/scoped_fd.h"

namespace sysreel {
namespace {

constexpr size_t kFileMax = 1U << 20;
constexpr size_t kKeyMin = 16;

Result<std::string> read_file(const std::string& path) {
  const ScopedFd fd(open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOCTTY));
  if (!fd.valid()) return Error{ErrorCode::kNotFound, "cannot read " + path + ": " + std::strerror(errno)};
  std::string content(kFileMax + 1, '\0');
  size_t filled = 0;
  while (filled < content.size()) {
    const ssize_t got = read(fd.get(), content.data() + filled, content.size() - filled);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return Error{ErrorCode::kSystem, "cannot read " + path + ": " + std::strerror(errno)};
    if (got == 0) break;
    filled += static_cast<size_t>(got);
  }
  if (filled > kFileMax) return Error{ErrorCode::kLimit, path + " is larger than 1 MiB"};
  content.resize(filled);
  return content;
}

std::string beside(const std::string& policy, const std::string& file) {
  const size_t slash = policy.rfind('/');
  if (file.starts_with('/') || slash == std::string::npos) return file;
  return policy.substr(0, slash + 1) + file;
}

}  // namespace

Result<LoadedPolicy> load_redaction_policy(const std::string& path) {
  Result<std::string> text = read_file(path);
  if (!text.ok()) return std::move(text).error();
  Result<RedactionPolicy> policy = parse_redaction_policy(std::move(text).value(), path);
  if (!policy.ok()) return std::move(policy).error();
  LoadedPolicy loaded{std::move(policy).value(), random_token_key()};
  if (loaded.policy.key_file.empty()) return loaded;
  const std::string key_path = beside(path, loaded.policy.key_file);
  Result<std::string> key = read_file(key_path);
  if (!key.ok()) return std::move(key).error();
  if (key->size() < kKeyMin) return Error{ErrorCode::kInvalid, key_path + ": a key has at least 16 bytes"};
  crypto_generichash(loaded.key.data(), loaded.key.size(), reinterpret_cast<const uint8_t*>(key->data()),
                     key->size(), nullptr, 0);
  return loaded;
}

}  // namespace sysreel
