#include "replayer/import/followed_file.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <cstring>

namespace sysreel {
namespace {

constexpr auto kLook = std::chrono::milliseconds(100);
constexpr int kPatience = 100;  // ms between two looks at stopped_
constexpr size_t kChunk = 65536;

}  // namespace

Result<std::unique_ptr<FollowedFile>> FollowedFile::open(const std::string& path) {
  std::unique_ptr<FollowedFile> followed(new FollowedFile());
  followed->name_ = path;
  followed->file_.reset(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  if (!followed->file_.valid())
    return Error{ErrorCode::kNotFound, "cannot open " + path + ": " + std::strerror(errno)};
  int ends[2];
  if (::pipe2(ends, O_CLOEXEC) != 0) return Error{ErrorCode::kSystem, std::strerror(errno)};
  followed->reading_.reset(ends[0]);
  followed->writing_.reset(ends[1]);
  if (fcntl(ends[1], F_SETFL, O_NONBLOCK) != 0) return Error{ErrorCode::kSystem, std::strerror(errno)};
  followed->thread_ = std::thread(&FollowedFile::run, followed.get());
  return followed;
}

FollowedFile::~FollowedFile() {
  stopped_ = true;
  if (thread_.joinable()) thread_.join();
}

std::string FollowedFile::path() const {
  return "/proc/self/fd/" + std::to_string(reading_.get());
}

bool FollowedFile::is_finished() const {
  struct stat named {};
  struct stat own {};
  if (fstat(file_.get(), &own) != 0 || stat(name_.c_str(), &named) != 0) return true;
  return named.st_ino != own.st_ino || named.st_dev != own.st_dev || !name_.ends_with(".part");
}

// False when nobody reads any more.
bool FollowedFile::copy_what_is_there() {
  char chunk[kChunk];
  for (;;) {
    ssize_t got = 0;
    do got = read(file_.get(), chunk, sizeof(chunk));
    while (got < 0 && errno == EINTR);
    if (got <= 0) return true;
    for (ssize_t done = 0; done < got;) {
      if (stopped_) return false;
      pollfd entry{writing_.get(), POLLOUT, 0};
      if (poll(&entry, 1, kPatience) <= 0) continue;
      const ssize_t put = write(writing_.get(), chunk + done, static_cast<size_t>(got - done));
      if (put < 0 && errno != EAGAIN && errno != EINTR) return false;
      if (put > 0) done += put;
    }
  }
}

void FollowedFile::run() {
  sigset_t pipe_signal;
  sigemptyset(&pipe_signal);
  sigaddset(&pipe_signal, SIGPIPE);
  pthread_sigmask(SIG_BLOCK, &pipe_signal, nullptr);
  for (bool finished = false; !finished && !stopped_;) {
    finished = is_finished();  // looked at first: what was written before the renaming is copied after it
    if (!copy_what_is_there()) break;
    if (!finished) std::this_thread::sleep_for(kLook);
  }
  writing_.reset();
}

}  // namespace sysreel
