#include "replayer/import/open_capture.h"

#include <fcntl.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <span>

#include "base/scoped_fd.h"
#include "replayer/import/auditd_reader.h"
#include "replayer/import/content_id.h"
#include "replayer/import/decompress.h"
#include "replayer/import/k8s_audit_reader.h"
#include "replayer/import/scap_format.h"
#include "replayer/import/scap_reader.h"

namespace sysreel {
namespace {

using FirstBytes = std::array<uint8_t, 4096>;  // comments may stand before the first audit record

// A pipe's bytes are copied into a pipe of ours by the kernel, which leaves them there; it waits for the
// first.
ssize_t peek_pipe(int fd, FirstBytes& first) {
  int ends[2];
  if (::pipe2(ends, O_CLOEXEC) != 0) return -1;
  const ScopedFd reading(ends[0]);
  const ScopedFd writing(ends[1]);
  ssize_t count = 0;
  do count = ::tee(fd, writing.get(), first.size(), 0);
  while (count < 0 && errno == EINTR);
  return count <= 0 ? count : ::read(reading.get(), first.data(), static_cast<size_t>(count));
}

ssize_t peek(int fd, FirstBytes& first) {
  const off_t at = ::lseek(fd, 0, SEEK_CUR);
  if (at >= 0) return ::pread(fd, first.data(), first.size(), at);
  const ssize_t count = peek_pipe(fd, first);
  return count >= 0 ? count : ::recv(fd, first.data(), first.size(), MSG_PEEK);
}

constexpr std::string_view kByteOrderMark = "\xef\xbb\xbf";

// JSON documents, or a time before one. Fewer bytes than a mark has may be its beginning.
bool begins_json(std::string_view text) {
  if (text.starts_with(kByteOrderMark)) text.remove_prefix(kByteOrderMark.size());
  const size_t at = text.find_first_not_of(" \t\r\n");
  if (at == std::string_view::npos) return false;
  return text[at] == '{' || text[at] == '[' || (text[at] >= '0' && text[at] <= '9');
}

std::string_view as_text(std::span<const uint8_t> bytes) {
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

CaptureFormat format_of(std::span<const uint8_t> first) {
  if (compression_of(first) != Compression::kNone || begins_json(as_text(first)) ||
      begins_audit_trail(as_text(first)))
    return CaptureFormat::kForeign;
  uint32_t word = 0;
  std::memcpy(&word, first.data(), std::min(first.size(), sizeof word));
  // A pipe may have given fewer bytes than four.
  const uint32_t mask = first.size() >= 4 ? ~uint32_t{0} : (uint32_t{1} << (8 * first.size())) - 1;
  return !first.empty() && word == (scap::kSectionHeader & mask) ? CaptureFormat::kForeign
                                                                 : CaptureFormat::kReel;
}

// `held` keeps a named pipe from losing its only reader between this look and the opening of the real one.
CaptureFormat look_at(const std::string& path, ScopedFd& held) {
  int fd = STDIN_FILENO;
  if (path != "-") {
    held.reset(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOCTTY));
    if (!held.valid()) return CaptureFormat::kReel;  // its reader says why
    fd = held.get();
  }
  FirstBytes first{};
  const ssize_t count = peek(fd, first);
  return count <= 0 ? CaptureFormat::kReel : format_of(std::span(first).first(static_cast<size_t>(count)));
}

// Of what the first bytes hold when decompressed.
std::string plain_beginning(std::span<const uint8_t> first) {
  constexpr size_t kEnough = 4096;
  const auto source = decompressed(compression_of(first), memory_source(first));
  std::vector<uint8_t> plain(kEnough);
  const auto count = source->read(plain);
  return count.ok() ? std::string(as_text(std::span(plain).first(*count))) : std::string();
}

template <typename Reader>
Result<std::unique_ptr<ForeignReader>> as_foreign(Result<std::unique_ptr<Reader>> reader) {
  if (!reader.ok()) return std::move(reader).error();
  return std::unique_ptr<ForeignReader>(std::move(reader).value());
}

}  // namespace

CaptureFormat capture_format_of(const std::string& path) {
  ScopedFd held;
  return look_at(path, held);
}

Result<std::unique_ptr<ForeignReader>> open_foreign_capture(const std::string& path) {
  auto source = open_byte_source(path);
  if (!source.ok()) return std::move(source).error();
  std::vector<uint8_t> first(kContentIdBytes);
  auto count = read_fully(**source, first);
  if (!count.ok()) return std::move(count).error();
  first.resize(*count);
  const std::string beginning = plain_beginning(first);
  auto whole = chained_source(std::move(first), std::move(source).value());
  if (begins_audit_trail(beginning)) return as_foreign(AuditdReader::read(std::move(whole)));
  const bool json = begins_json(beginning);
  return json ? as_foreign(K8sAuditReader::read(std::move(whole)))
              : as_foreign(ScapReader::read(std::move(whole)));
}

Result<std::unique_ptr<CaptureReader>> open_any_capture(const std::string& path,
                                                        const std::string& key_file) {
  ScopedFd held;
  if (look_at(path, held) == CaptureFormat::kReel) {
    if (key_file.empty()) return CaptureReader::open(path);
    const Result<SealSecretKey> key = read_seal_secret_key(key_file);
    if (!key.ok()) return key.error();
    return CaptureReader::open(path, &*key);
  }
  auto reader = open_foreign_capture(path);
  if (!reader.ok()) return std::move(reader).error();
  return std::unique_ptr<CaptureReader>(std::move(reader).value());
}

}  // namespace sysreel
