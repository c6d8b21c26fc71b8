#include "format/file_sink.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <utility>

namespace sysreel {
namespace {

Error system_error(const std::string& what, int number) {
  ErrorCode code = ErrorCode::kSystem;
  if (number == EEXIST) code = ErrorCode::kExists;
  if (number == ENOENT) code = ErrorCode::kNotFound;
  if (number == EACCES || number == EPERM) code = ErrorCode::kPermission;
  return {code, what + ": " + std::strerror(number)};
}

Status write_all(int fd, std::span<const uint8_t> bytes, const std::string& name) {
  while (!bytes.empty()) {
    const ssize_t written = ::write(fd, bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return system_error("cannot write " + name, errno);
    bytes = bytes.subspan(static_cast<size_t>(written));
  }
  return {};
}

Error exists(const std::string& path) {
  return {ErrorCode::kExists, path + " exists; --force replaces it"};
}

}  // namespace

// Some file systems know no RENAME_NOREPLACE; a hard link refuses to replace on all that have links. What has
// neither (FUSE, exFAT) can only be looked at first.
Status rename_without_replacing(const std::string& from, const std::string& to) {
  if (renameat2(AT_FDCWD, from.c_str(), AT_FDCWD, to.c_str(), RENAME_NOREPLACE) == 0) return {};
  if (errno == EEXIST) return exists(to);
  if (errno != EINVAL && errno != ENOSYS) return system_error("cannot rename " + from, errno);
  if (link(from.c_str(), to.c_str()) == 0) {
    unlink(from.c_str());
    return {};
  }
  if (errno == EEXIST) return exists(to);
  const bool no_links = errno == EPERM || errno == ENOSYS || errno == EOPNOTSUPP;
  if (!no_links) return system_error("cannot rename " + from, errno);
  struct stat there {};
  if (lstat(to.c_str(), &there) == 0) return exists(to);
  if (rename(from.c_str(), to.c_str()) != 0) return system_error("cannot rename " + from, errno);
  return {};
}

FileSink::FileSink(std::string path, std::string current_path, ScopedFd fd, bool force)
    : path_(std::move(path)), current_path_(std::move(current_path)), fd_(std::move(fd)), force_(force) {}

Result<std::unique_ptr<FileSink>> FileSink::create(const std::string& path, bool force) {
  struct stat status {};
  const bool there = stat(path.c_str(), &status) == 0;
  if (there && !S_ISREG(status.st_mode)) {
    ScopedFd fd(open(path.c_str(), O_WRONLY | O_CLOEXEC));
    if (!fd.valid()) return system_error("cannot write " + path, errno);
    return std::unique_ptr<FileSink>(new FileSink(path, path, std::move(fd), force));
  }
  if (there && !force) return exists(path);
  const std::string part = path + ".part";
  if (force) unlink(part.c_str());
  ScopedFd fd(open(part.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600));
  if (!fd.valid()) return errno == EEXIST ? exists(part) : system_error("cannot create " + part, errno);
  return std::unique_ptr<FileSink>(new FileSink(path, part, std::move(fd), force));
}

Status FileSink::write(std::span<const uint8_t> bytes) {
  return write_all(fd_.get(), bytes, current_path_);
}

Status FileSink::commit() {
  if (current_path_ == path_) return {};
  if (fdatasync(fd_.get()) != 0) return system_error("cannot write " + current_path_, errno);
  if (!force_) {
    SYSREEL_RETURN_IF_ERROR(rename_without_replacing(current_path_, path_));
  } else if (std::rename(current_path_.c_str(), path_.c_str()) != 0) {
    return system_error("cannot rename " + current_path_, errno);
  }
  current_path_ = path_;
  return {};
}

Status DescriptorSink::write(std::span<const uint8_t> bytes) {
  return write_all(fd_, bytes, "the capture to standard output");
}

}  // namespace sysreel
