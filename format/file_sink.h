// Where captures are written: a file that gets its name when it is complete, or standard output.
#pragma once

#include <memory>
#include <span>
#include <string>

#include "base/result.h"
#include "base/scoped_fd.h"
#include "format/byte_sink.h"

namespace sysreel {

// Writes PATH.part (created 0600) and renames it to PATH on commit(). Without `force` neither name may exist,
// and a file that appears at PATH meanwhile is not replaced. A PATH that exists and is no regular file (a
// FIFO, /dev/null) is written in place. Destroyed without commit(), the .part file stays: it is an incomplete
// capture that every reader accepts.
class FileSink final : public ByteSink {
 public:
  static Result<std::unique_ptr<FileSink>> create(const std::string& path, bool force);

  Status write(std::span<const uint8_t> bytes) override;
  Status commit();
  // Where the bytes are now.
  const std::string& current_path() const { return current_path_; }

 private:
  FileSink(std::string path, std::string current_path, ScopedFd fd, bool force);

  std::string path_;
  std::string current_path_;
  ScopedFd fd_;
  bool force_;
};

// kExists, and nothing has changed, when there is a file of that name.
Status rename_without_replacing(const std::string& from, const std::string& to);

// Writes to a descriptor that it does not own, such as standard output.
class DescriptorSink final : public ByteSink {
 public:
  explicit DescriptorSink(int fd) : fd_(fd) {}
  Status write(std::span<const uint8_t> bytes) override;

 private:
  int fd_;
};

}  // namespace sysreel
