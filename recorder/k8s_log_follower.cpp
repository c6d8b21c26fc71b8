#include "recorder/k8s_log_follower.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <cstring>
#include <utility>

namespace sysreel {
namespace {

constexpr size_t kChunkBytes = 256U << 10;
constexpr size_t kTailBytes = 256;
constexpr auto kPause = std::chrono::milliseconds(100);

}  // namespace

K8sLogFollower::K8sLogFollower(std::string path, K8sStream& stream)
    : path_(std::move(path)), stream_(stream), chunk_(kChunkBytes) {
  open_log();  // here, so that a log that may not be read is told before the recording begins
  thread_ = std::thread([this] { run(); });
}

void K8sLogFollower::stop() {
  ending_ = true;
  if (thread_.joinable()) thread_.join();
}

void K8sLogFollower::open_log() {
  file_.reset(::open(path_.c_str(), O_RDONLY | O_CLOEXEC | O_NOCTTY));
  offset_ = 0;
  tail_.clear();
  splitter_.emplace();
  if (!file_.valid() && errno != ENOENT) problem_ = path_ + ": " + std::strerror(errno);
  struct stat status {};
  if (file_.valid() && ::fstat(file_.get(), &status) == 0 && S_ISDIR(status.st_mode))
    problem_ = path_ + ": " + std::strerror(EISDIR);
}

void K8sLogFollower::run() {
  for (;;) {
    const bool last = ending_;
    look();
    if (last) break;
    std::this_thread::sleep_for(kPause);
  }
  if (file_.valid()) end_of_file();
}

void K8sLogFollower::look() {
  if (!file_.valid()) open_log();
  if (!file_.valid()) return;
  struct stat open_file {};
  struct stat named {};
  if (::fstat(file_.get(), &open_file) == 0 && truncated(static_cast<uint64_t>(open_file.st_size))) {
    end_of_file();
    open_log();
  }
  // The name is looked at first: what is written to the old file until then is read to its end.
  const bool there = ::stat(path_.c_str(), &named) == 0;
  const bool rotated = there && (named.st_ino != open_file.st_ino || named.st_dev != open_file.st_dev);
  if (!file_.valid() || !read_to_end() || !rotated) return;
  end_of_file();
  open_log();
  if (file_.valid()) read_to_end();
}

// Shorter than what was read, or, when it has grown again, with other bytes where we stand.
bool K8sLogFollower::truncated(uint64_t size) {
  if (size < offset_) return true;
  if (size == offset_ || tail_.empty()) return false;
  char found[kTailBytes];
  const ssize_t count = ::pread(file_.get(), found, tail_.size(), static_cast<off_t>(offset_ - tail_.size()));
  return count >= 0 && std::string_view(found, static_cast<size_t>(count)) != tail_;
}

bool K8sLogFollower::read_to_end() {
  for (;;) {
    const ssize_t count = ::pread(file_.get(), chunk_.data(), chunk_.size(), static_cast<off_t>(offset_));
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return false;
    if (count == 0) return true;
    offset_ += static_cast<uint64_t>(count);
    tail_.append(chunk_.data(), static_cast<size_t>(count));
    if (tail_.size() > kTailBytes) tail_.erase(0, tail_.size() - kTailBytes);
    splitter_->feed({chunk_.data(), static_cast<size_t>(count)});
    take_pieces();
  }
}

// What is half written when a file ends is malformed.
void K8sLogFollower::end_of_file() {
  splitter_->end();
  take_pieces();
}

void K8sLogFollower::take_pieces() {
  JsonSplitter::Piece piece;
  while (splitter_->next(piece)) {
    if (piece.malformed) {
      stream_.count_malformed();
    } else {
      stream_.add_event(piece.text, reading_);
    }
  }
}

}  // namespace sysreel
