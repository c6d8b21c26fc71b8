#include "recorder/output_file.h"

#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

#include "format/file_sink.h"

namespace sysreel {
namespace {

constexpr uint64_t kReserveAhead = 1U << 20;    // taken at once, so that it is asked for seldom
constexpr uint64_t kClosingBytes = 256U << 10;  // loss reports, index, footer, trailer
constexpr uint64_t kClosingBytesPerFrame = 64;  // of the index
constexpr size_t kPipeChunk = 4096;             // PIPE_BUF: what a writable pipe takes without blocking
constexpr int kPatience = 100;                  // ms between two looks at given_up_

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
    output->find_kind();
    return output;
  }
  struct stat status {};
  const bool present = lstat(path.c_str(), &status) == 0;
  struct stat target {};
  if (present && stat(path.c_str(), &target) == 0 && !S_ISREG(target.st_mode)) {
    if (S_ISDIR(target.st_mode)) return Error{ErrorCode::kInvalid, path + " is a directory"};
    output->fd_.reset(open(path.c_str(), O_WRONLY | O_CLOEXEC));
    if (!output->fd_.valid()) return system_error("cannot open " + path, errno);
    output->find_kind();
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

void OutputFile::find_kind() {
  struct stat status {};
  reserves_ = false;
  kind_ = Kind::kOther;
  if (fstat(fd_.get(), &status) != 0) return;
  if (S_ISFIFO(status.st_mode)) kind_ = Kind::kPipe;
  if (S_ISSOCK(status.st_mode)) kind_ = Kind::kSocket;
}

Result<bool> OutputFile::make_room(uint64_t bytes, uint64_t frames) {
  if (!reserves_) return true;
  const uint64_t needed = written_ + bytes + kClosingBytes + frames * kClosingBytesPerFrame;
  if (needed <= reserved_) return true;
  for (const uint64_t ahead : {kReserveAhead, uint64_t{0}}) {
    const uint64_t end = needed + ahead;
    int status = 0;
    do {
      status = fallocate(fd_.get(), FALLOC_FL_KEEP_SIZE, 0, static_cast<off_t>(end));
    } while (status != 0 && errno == EINTR);
    if (status == 0) {
      reserved_ = end;
      return true;
    }
    if (errno == EOPNOTSUPP || errno == ENOSYS) {
      reserves_ = false;
      return true;
    }
    if (errno != ENOSPC && errno != EDQUOT && errno != EFBIG)
      return system_error("cannot write " + current_name(), errno);
  }
  return false;
}

// Waits for a reader without blocking in the system call, so that the recorder can still be ended.
Status OutputFile::write_patiently(std::span<const uint8_t> bytes) {
  while (!bytes.empty()) {
    pollfd entry{fd_.get(), POLLOUT, 0};
    const int ready = poll(&entry, 1, kPatience);
    if (ready < 0 && errno != EINTR) return system_error("cannot write to " + path_, errno);
    if (ready <= 0) {
      if (given_up_) return Error{ErrorCode::kSystem, "the reader of " + path_ + " does not read"};
      continue;
    }
    const size_t size = std::min(bytes.size(), kPipeChunk);
    const ssize_t done = kind_ == Kind::kSocket
                             ? send(fd_.get(), bytes.data(), size, MSG_DONTWAIT | MSG_NOSIGNAL)
                             : ::write(fd_.get(), bytes.data(), size);
    if (done < 0 && (errno == EINTR || errno == EAGAIN)) continue;
    if (done < 0) return system_error("cannot write to " + path_, errno);
    bytes = bytes.subspan(static_cast<size_t>(done));
  }
  return {};
}

Status OutputFile::write(std::span<const uint8_t> bytes) {
  if (kind_ == Kind::kPipe || kind_ == Kind::kSocket) return write_patiently(bytes);
  while (!bytes.empty()) {
    const ssize_t done = ::write(fd_.get(), bytes.data(), bytes.size());
    if (done < 0 && errno == EINTR) continue;
    if (done < 0) return system_error("cannot write " + current_name(), errno);
    written_ += static_cast<uint64_t>(done);
    bytes = bytes.subspan(static_cast<size_t>(done));
  }
  return {};
}

std::optional<uint64_t> OutputFile::free_bytes() const {
  struct statvfs status {};
  if (part_.empty() || fstatvfs(fd_.get(), &status) != 0) return std::nullopt;
  return static_cast<uint64_t>(status.f_bavail) * status.f_frsize;
}

bool OutputFile::on_root_file_system() const {
  struct stat root {};
  struct stat own {};
  return !part_.empty() && stat("/", &root) == 0 && fstat(fd_.get(), &own) == 0 && root.st_dev == own.st_dev;
}

Status OutputFile::finish() {
  const Status status = part_.empty() ? Status() : give_name();
  complete_ = status.ok();
  return status;
}

Status OutputFile::give_name() {
  // Gives back the room that was not needed.
  if (reserved_ > written_ && ftruncate(fd_.get(), static_cast<off_t>(written_)) != 0)
    return system_error("cannot write " + part_, errno);
  if (fsync(fd_.get()) != 0) return system_error("cannot write " + part_, errno);
  if (force_) {
    if (rename(part_.c_str(), path_.c_str()) != 0) return system_error("cannot rename " + part_, errno);
    return {};
  }
  Status status = rename_without_replacing(part_, path_);
  if (!status && status.error().code == ErrorCode::kExists)
    return Error{ErrorCode::kExists, path_ + " appeared meanwhile; the capture is " + part_};
  return status;
}

void OutputFile::discard() {
  if (!part_.empty()) unlink(part_.c_str());
}

}  // namespace sysreel
