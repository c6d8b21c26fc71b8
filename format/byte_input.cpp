#include "format/byte_input.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cassert>
#include <cerrno>
#include <cstring>
#include <utility>

namespace sysreel {
namespace {

constexpr size_t kLeastRead = 4096;
constexpr size_t kPipeRead = 256 * 1024;

Error system_error(const std::string& what, int number) {
  ErrorCode code = ErrorCode::kSystem;
  if (number == ENOENT) code = ErrorCode::kNotFound;
  if (number == EACCES || number == EPERM) code = ErrorCode::kPermission;
  return {code, what + ": " + std::strerror(number)};
}

}  // namespace

ByteInput::ByteInput(ScopedFd fd, bool can_seek, std::string name)
    : fd_(std::move(fd)), can_seek_(can_seek), name_(std::move(name)) {}

Result<std::unique_ptr<ByteInput>> ByteInput::open(const std::string& path, const SealSecretKey* key) {
  const bool standard = path == "-";
  const std::string name = standard ? "standard input" : path;
  ScopedFd fd(standard ? fcntl(STDIN_FILENO, F_DUPFD_CLOEXEC, 3)
                       : ::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  if (!fd.valid()) return system_error("cannot open " + name, errno);
  struct stat status {};
  if (fstat(fd.get(), &status) != 0) return system_error("cannot read " + name, errno);
  if (S_ISDIR(status.st_mode)) return Error{ErrorCode::kInvalid, name + " is a directory"};
  const bool can_seek = S_ISREG(status.st_mode) && lseek(fd.get(), 0, SEEK_CUR) == 0;
  std::unique_ptr<ByteInput> input(new ByteInput(std::move(fd), can_seek, name));
  SYSREEL_RETURN_IF_ERROR(input->look_for_seal(key));
  return input;
}

Status ByteInput::look_for_seal(const SealSecretKey* key) {
  const auto first = at(0, kSealMarker.size());
  if (!first) return first.error();
  if (!std::equal(first->begin(), first->end(), kSealMarker.begin(), kSealMarker.end())) return {};
  if (key == nullptr) return Error{ErrorCode::kInvalid, name_ + " is encrypted; --key FILE opens it"};
  key_ = *key;
  // From here on buffer_ holds what was sealed, from its beginning.
  if (can_seek_) {
    if (lseek(fd_.get(), 0, SEEK_SET) != 0) return system_error("cannot read " + name_, errno);
    can_seek_ = false;
  } else {
    sealed_.assign(buffer_.begin(), buffer_.begin() + static_cast<ptrdiff_t>(filled_));
  }
  hash_.emplace();
  hash_->add(sealed_);
  base_ = filled_ = 0;
  buffer_.clear();
  return follow(1);  // says at once whether the key is the right one
}

void ByteInput::hash_pipe() {
  if (key_) return;  // hashed from the beginning
  hash_.emplace();
  hash_->add(std::span(buffer_).first(filled_));
}

std::unique_ptr<ByteInput> ByteInput::of_bytes(std::vector<uint8_t> bytes) {
  std::unique_ptr<ByteInput> input(new ByteInput(ScopedFd(), true, "memory"));
  input->filled_ = bytes.size();
  input->buffer_ = std::move(bytes);
  return input;
}

Result<uint64_t> ByteInput::size() const {
  if (!fd_.valid()) return uint64_t{filled_};
  struct stat status {};
  if (fstat(fd_.get(), &status) != 0) return system_error("cannot read " + name_, errno);
  return static_cast<uint64_t>(status.st_size);
}

void ByteInput::forget_before(uint64_t offset) {
  forgotten_ = std::max(forgotten_, offset);
}

Result<std::span<const uint8_t>> ByteInput::at(uint64_t offset, size_t size) {
  const bool there = offset >= base_ && offset - base_ <= filled_ && filled_ - (offset - base_) >= size;
  if (!there && fd_.valid()) {
    if (can_seek_) {
      SYSREEL_RETURN_IF_ERROR(load(offset, std::max(size, kLeastRead)));
    } else {
      SYSREEL_RETURN_IF_ERROR(follow(offset + size));
    }
  }
  assert(offset >= base_);
  const uint64_t skip = std::min<uint64_t>(offset - base_, filled_);
  return std::span<const uint8_t>(buffer_.data() + skip, std::min<size_t>(size, filled_ - skip));
}

Status ByteInput::load(uint64_t offset, size_t size) {
  if (buffer_.size() < size) buffer_.resize(size);
  base_ = offset;
  filled_ = 0;
  while (filled_ < size) {
    const ssize_t got =
        pread(fd_.get(), buffer_.data() + filled_, size - filled_, static_cast<off_t>(offset + filled_));
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return system_error("cannot read " + name_, errno);
    if (got == 0) break;
    filled_ += static_cast<size_t>(got);
  }
  return {};
}

// Reads a pipe until `end` is in the buffer.
Status ByteInput::follow(uint64_t end) {
  if (forgotten_ > base_) {
    const size_t drop = static_cast<size_t>(std::min<uint64_t>(forgotten_ - base_, filled_));
    std::memmove(buffer_.data(), buffer_.data() + drop, filled_ - drop);
    filled_ -= drop;
    base_ += drop;
  }
  while (!at_end_ && base_ + filled_ < end) SYSREEL_RETURN_IF_ERROR(key_ ? read_sealed() : read_more());
  return {};
}

Status ByteInput::read_more() {
  if (buffer_.size() - filled_ < kPipeRead)
    buffer_.resize(buffer_.size() + std::max(kPipeRead, buffer_.size() / 2));
  const ssize_t got = read(fd_.get(), buffer_.data() + filled_, buffer_.size() - filled_);
  if (got < 0 && errno == EINTR) return {};
  if (got < 0) return system_error("cannot read " + name_, errno);
  at_end_ = got == 0;
  if (hash_) hash_->add({buffer_.data() + filled_, static_cast<size_t>(got)});
  filled_ += static_cast<size_t>(got);
  return {};
}

// What comes behind a piece that cannot be opened is lost with it: the stream cannot go on.
Status ByteInput::read_sealed() {
  const size_t before = sealed_.size();
  sealed_.resize(before + kPipeRead);
  const ssize_t got = read(fd_.get(), sealed_.data() + before, kPipeRead);
  sealed_.resize(before + static_cast<size_t>(std::max<ssize_t>(got, 0)));
  if (got < 0 && errno == EINTR) return {};
  if (got < 0) return system_error("cannot read " + name_, errno);
  if (hash_) hash_->add(std::span(sealed_).subspan(before));
  at_end_ = got == 0;
  if (!opener_) {
    if (sealed_.size() < kSealHeaderSize && !at_end_) return {};
    auto opener = SealedOpener::create(sealed_, *key_);
    if (!opener) return std::move(opener).error();
    opener_ = std::move(*opener);
    sealed_.erase(sealed_.begin(), sealed_.begin() + kSealHeaderSize);
    opened_ = kSealHeaderSize;
  }
  if (broken_seal_) {
    sealed_.clear();
    return {};
  }
  buffer_.resize(filled_);
  const auto taken = opener_->open(sealed_, buffer_);
  filled_ = buffer_.size();
  if (!taken) {
    broken_seal_ = opened_;
    sealed_.clear();
    return {};
  }
  opened_ += *taken;
  sealed_.erase(sealed_.begin(), sealed_.begin() + static_cast<ptrdiff_t>(*taken));
  return {};
}

Result<std::string> ByteInput::sha256() {
  Sha256 of_file;
  uint64_t offset = can_seek_ ? 0 : base_ + filled_;
  for (;;) {
    if (!can_seek_) forget_before(offset);
    const auto bytes = at(offset, kPipeRead);
    if (!bytes) return bytes.error();
    if (can_seek_) of_file.add(*bytes);
    offset += bytes->size();
    if (bytes->size() < kPipeRead) break;
  }
  assert(can_seek_ || hash_);
  return can_seek_ ? of_file.hex() : hash_->hex();
}

}  // namespace sysreel
