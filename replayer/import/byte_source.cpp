#include "replayer/import/byte_source.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

#include "base/scoped_fd.h"

namespace sysreel {
namespace {

class FdSource final : public ByteSource {
 public:
  FdSource(ScopedFd fd, std::string name) : fd_(std::move(fd)), name_(std::move(name)) {}

  Result<size_t> read(std::span<uint8_t> out) override {
    for (;;) {
      const ssize_t count = ::read(fd_.get(), out.data(), out.size());
      if (count >= 0) return static_cast<size_t>(count);
      if (errno == EINTR) continue;
      return Error{ErrorCode::kSystem, "cannot read " + name_ + ": " + std::strerror(errno)};
    }
  }

 private:
  ScopedFd fd_;
  std::string name_;
};

class MemorySource final : public ByteSource {
 public:
  explicit MemorySource(std::span<const uint8_t> bytes) : bytes_(bytes) {}

  Result<size_t> read(std::span<uint8_t> out) override {
    const size_t count = std::min(out.size(), bytes_.size());
    std::copy_n(bytes_.begin(), count, out.begin());
    bytes_ = bytes_.subspan(count);
    return count;
  }

 private:
  std::span<const uint8_t> bytes_;
};

class ChainedSource final : public ByteSource {
 public:
  ChainedSource(std::vector<uint8_t> first, std::unique_ptr<ByteSource> rest)
      : first_(std::move(first)), rest_(std::move(rest)) {}

  Result<size_t> read(std::span<uint8_t> out) override {
    if (given_ == first_.size()) return rest_->read(out);
    const size_t count = std::min(out.size(), first_.size() - given_);
    std::copy_n(first_.begin() + static_cast<ptrdiff_t>(given_), count, out.begin());
    given_ += count;
    return count;
  }

 private:
  std::vector<uint8_t> first_;
  size_t given_ = 0;
  std::unique_ptr<ByteSource> rest_;
};

}  // namespace

Result<std::unique_ptr<ByteSource>> open_byte_source(const std::string& path) {
  const bool standard_input = path == "-";
  const int fd = standard_input ? ::fcntl(STDIN_FILENO, F_DUPFD_CLOEXEC, 0)
                                : ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOCTTY);
  const std::string name = standard_input ? "standard input" : path;
  if (fd < 0) {
    const ErrorCode code = errno == ENOENT                     ? ErrorCode::kNotFound
                           : errno == EACCES || errno == EPERM ? ErrorCode::kPermission
                                                               : ErrorCode::kSystem;
    return Error{code, "cannot open " + name + ": " + std::strerror(errno)};
  }
  return std::unique_ptr<ByteSource>(std::make_unique<FdSource>(ScopedFd(fd), name));
}

std::unique_ptr<ByteSource> memory_source(std::span<const uint8_t> bytes) {
  return std::make_unique<MemorySource>(bytes);
}

std::unique_ptr<ByteSource> chained_source(std::vector<uint8_t> first, std::unique_ptr<ByteSource> rest) {
  return std::make_unique<ChainedSource>(std::move(first), std::move(rest));
}

Result<size_t> read_fully(ByteSource& source, std::span<uint8_t> out) {
  size_t total = 0;
  while (total < out.size()) {
    auto count = source.read(out.subspan(total));
    if (!count.ok()) return std::move(count).error();
    if (*count == 0) break;
    total += *count;
  }
  return total;
}

}  // namespace sysreel
