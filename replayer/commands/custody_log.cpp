#include "replayer/commands/custody_log.h"

#include <fcntl.h>
#include <sodium.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <string_view>

#include "base/json_writer.h"
#include "base/scoped_fd.h"
#include "base/yaml_document.h"
#include "format/frame_header.h"
#include "format/hex.h"

namespace sysreel {
namespace {

constexpr size_t kLogMax = 16U << 20;
constexpr std::string_view kSignatureKey = ",\"signature\":\"";

std::span<const uint8_t> bytes_of(std::string_view text) {
  return {reinterpret_cast<const uint8_t*>(text.data()), text.size()};
}

std::string base64(std::span<const uint8_t> bytes) {
  std::string text(sodium_base64_ENCODED_LEN(bytes.size(), sodium_base64_VARIANT_ORIGINAL), '\0');
  sodium_bin2base64(text.data(), text.size(), bytes.data(), bytes.size(), sodium_base64_VARIANT_ORIGINAL);
  text.resize(std::strlen(text.c_str()));
  return text;
}

template <size_t N>
bool from_base64(std::string_view text, std::array<uint8_t, N>& out) {
  size_t size = 0;
  return sodium_base642bin(out.data(), out.size(), text.data(), text.size(), nullptr, &size, nullptr,
                           sodium_base64_VARIANT_ORIGINAL) == 0 &&
         size == N;
}

// JSON is YAML; what is no string is left empty.
CustodyEntry entry_of(std::string_view line) {
  CustodyEntry entry;
  const YamlDocument document = YamlDocument::parse(std::string(line));
  if (document.error() || document.roots().empty()) return entry;
  const auto text = [&](std::string_view key) {
    const auto found = document.find(document.roots()[0], key);
    return std::string(found ? document.node(*found).text : std::string_view());
  };
  return {text("time"),       text("who"),    text("note"),     text("capture"),
          text("final_hash"), text("sha256"), text("previous"), text("key")};
}

// What is signed is the line up to its signature.
std::string problem_of(std::string_view line, const CustodyEntry& entry, const std::string& previous) {
  const size_t at = line.rfind(kSignatureKey);
  if (at == std::string_view::npos || !line.ends_with("\"}")) return "not signed";
  std::string_view encoded = line.substr(at + kSignatureKey.size());
  encoded.remove_suffix(2);
  std::array<uint8_t, crypto_sign_BYTES> signature{};
  VerifyKey key{};
  if (!from_base64(encoded, signature) || !from_base64(entry.key, key)) return "not signed";
  const auto message = bytes_of(line.substr(0, at));
  if (crypto_sign_verify_detached(signature.data(), message.data(), message.size(), key.data()) != 0)
    return "the signature does not belong to this line";
  return entry.previous == previous ? "" : "does not continue the line before it";
}

}  // namespace

bool CustodyLog::holds() const {
  return std::all_of(lines.begin(), lines.end(), [](const Line& line) { return line.problem.empty(); });
}

std::string custody_path(const std::string& capture) {
  return capture + ".custody";
}

CustodyLog parse_custody(const std::string& text) {
  CustodyLog log;
  std::string_view rest = text;
  while (!rest.empty()) {
    const size_t end = rest.find('\n');
    const std::string_view line = rest.substr(0, end);
    rest = end == std::string_view::npos ? std::string_view{} : rest.substr(end + 1);
    CustodyEntry entry = entry_of(line);
    std::string problem = problem_of(line, entry, log.last_hash);
    log.lines.push_back({std::move(entry), std::move(problem)});
    log.last_hash = hex_of(hash_of(bytes_of(line)));
  }
  return log;
}

Result<CustodyLog> read_custody(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) {
    if (errno == ENOENT) return CustodyLog{};
    return Error{ErrorCode::kSystem, "cannot read " + path + ": " + std::strerror(errno)};
  }
  std::string text;
  char chunk[65536];
  while (file.read(chunk, sizeof(chunk)) || file.gcount() > 0) {
    text.append(chunk, static_cast<size_t>(file.gcount()));
    if (text.size() > kLogMax) return Error{ErrorCode::kLimit, path + " is larger than 16 MiB"};
  }
  return parse_custody(text);
}

std::string custody_line(CustodyEntry entry, const std::string& previous, const SigningKey& key) {
  std::string line;
  JsonWriter json(line);
  json.begin_object();
  json.field("version", 1);
  json.field("time", entry.time);
  json.field("who", entry.who);
  json.field("note", entry.note);
  json.field("capture", entry.capture);
  json.field("final_hash", entry.final_hash);
  json.field("sha256", entry.sha256);
  json.field("previous", previous);
  json.field("key", base64(public_part(key)));
  std::array<uint8_t, crypto_sign_BYTES> signature{};
  crypto_sign_detached(signature.data(), nullptr, bytes_of(line).data(), line.size(), key.data());
  json.field("signature", base64(signature));
  json.end_object();
  return line;
}

Status append_custody(const std::string& path, const std::string& line) {
  const ScopedFd fd(open(path.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC | O_NOFOLLOW, 0600));
  if (!fd.valid()) return Error{ErrorCode::kSystem, "cannot write " + path + ": " + std::strerror(errno)};
  const std::string text = line + '\n';
  if (write(fd.get(), text.data(), text.size()) != static_cast<ssize_t>(text.size()) || fsync(fd.get()) != 0)
    return Error{ErrorCode::kSystem, "cannot write " + path + ": " + std::strerror(errno)};
  return {};
}

}  // namespace sysreel
