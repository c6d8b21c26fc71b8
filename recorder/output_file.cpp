#include "recorder/output_file.h"

#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

namespace sysreel {
namespace {

Error system_error(const std::string& what, int error) {
  ErrorCode code = ErrorCode::kSystem;
  if (error == EEXIST) code = ErrorCode::kExists;
  if (error == EACCES || error == EPERM) code = ErrorCode::kPermission;
  return Error{code, what + ": " + std::strerror(error)};
}

Error exists(const std::string& path) {
  return Error{ErrorCode::kExists, path + " exists already; --force replaces it"};
}

}  // namespace

Result<std::unique_ptr<OutputFile>> OutputFile::create(const std::string& path, bool force) {
  std::unique_ptr<OutputFile> output(new OutputFile);
  output->path_ = path;
  output->force_ = force;
  if (path == "-") {
    output->path_ = "standard output";
    output->fd_.reset(fcntl(STDOUT_FILENO, F_DUPFD_CLOEXEC, 3));
    if (!output->fd_.valid()) return system_error("cannot write to standard output", errno);
    return output;
  }
  struct stat status {};
  const bool present = lstat(path.c_str(), &status) == 0;
  struct stat target {};
  if (present && stat(path.c_str(), &target) == 0 && !S_ISREG(target.st_mode)) {
    if (S_ISDIR(target.st_mode)) return Error{ErrorCode::kInvalid, path + " is a directory"};
    output->fd_.reset(open(path.c_str(), O_WRONLY | O_CLOEXEC));
    if (!output->fd_.valid()) return system_error("cannot open " + path, errno);
    return output;
  }
  if (present && !force) return exists(path);
  output->part_ = path + ".part";
  if (force) unlink(output->part_.c_str());
  // O_EXCL: neither a stranger's link nor an earlier recording is written through.
  output->fd_.reset(open(output->part_.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600));
  if (!output->fd_.valid()) {
    if (errno == EEXIST) return exists(output->part_);
    return system_error("cannot create " + output->part_, errno);
  }
  return output;
}

Status OutputFile::write(std::span<const uint8_t> bytes) {
  while (!bytes.empty()) {
    const ssize_t done = ::write(fd_.get(), bytes.data(), bytes.size());
    if (done < 0 && errno == EINTR) continue;
    if (done < 0) return system_error("cannot write " + (part_.empty() ? path_ : part_), errno);
    bytes = bytes.subspan(static_cast<size_t>(done));
  }
  return {};
}

Status OutputFile::finish() {
  if (part_.empty()) return {};
  if (fsync(fd_.get()) != 0) return system_error("cannot write " + part_, errno);
  if (force_) {
    if (rename(part_.c_str(), path_.c_str()) != 0) return system_error("cannot rename " + part_, errno);
    return {};
  }
  if (renameat2(AT_FDCWD, part_.c_str(), AT_FDCWD, path_.c_str(), RENAME_NOREPLACE) == 0) return {};
  if (errno == EEXIST)
    return Error{ErrorCode::kExists, path_ + " appeared meanwhile; the capture is " + part_};
  if (errno != EINVAL && errno != ENOSYS) return system_error("cannot rename " + part_, errno);
  // A file system without that flag: a hard link does not replace either.
  if (link(part_.c_str(), path_.c_str()) != 0) return system_error("cannot rename " + part_, errno);
  unlink(part_.c_str());
  return {};
}

void OutputFile::discard() {
  if (!part_.empty()) unlink(part_.c_str());
}

}  // namespace sysreel
