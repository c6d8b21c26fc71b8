#include "replayer/import/open_capture.h"

#include <fcntl.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <span>

#include "base/scoped_fd.h"
#include "replayer/import/decompress.h"
#include "replayer/import/scap_format.h"
#include "replayer/import/scap_reader.h"

namespace sysreel {
namespace {

using FirstBytes = std::array<uint8_t, 4>;

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

CaptureFormat format_of(std::span<const uint8_t> first) {
  if (compression_of(first) != Compression::kNone) return CaptureFormat::kScap;
  uint32_t word = 0;
  std::memcpy(&word, first.data(), first.size());
  // A pipe may have given fewer bytes than four.
  const uint32_t mask = first.size() >= 4 ? ~uint32_t{0} : (uint32_t{1} << (8 * first.size())) - 1;
  return !first.empty() && word == (scap::kSectionHeader & mask) ? CaptureFormat::kScap
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

}  // namespace

CaptureFormat capture_format_of(const std::string& path) {
  ScopedFd held;
  return look_at(path, held);
}

Result<std::unique_ptr<CaptureReader>> open_any_capture(const std::string& path) {
  ScopedFd held;
  if (look_at(path, held) == CaptureFormat::kReel) return CaptureReader::open(path);
  auto reader = ScapReader::open(path);
  if (!reader.ok()) return std::move(reader).error();
  return std::unique_ptr<CaptureReader>(std::move(reader).value());
}

}  // namespace sysreel
