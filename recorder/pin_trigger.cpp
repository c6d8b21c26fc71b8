#include "recorder/pin_trigger.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <cstring>
#include <thread>
#include <utility>

#include "base/scoped_fd.h"

namespace sysreel {
namespace {

constexpr const char* kRequestName = ".sysreel-pin";
constexpr int kLook = 20;  // ms

std::string directory_of(const std::string& path) {
  const size_t slash = path.rfind('/');
  return slash == std::string::npos ? "." : path.substr(0, slash + 1);
}

}  // namespace

PinTrigger::PinTrigger(const std::string& ring, std::string path)
    : request_(directory_of(ring) + "/" + kRequestName), path_(std::move(path)) {
  unlink(request_.c_str());  // of somebody who has given up waiting
  seen_ = version();
}

PinTrigger::Version PinTrigger::version() const {
  struct stat status {};
  if (path_.empty() || stat(path_.c_str(), &status) != 0) return {};
  return {true, status.st_ino, status.st_size,
          static_cast<int64_t>(status.st_mtim.tv_sec) * 1'000'000'000 + status.st_mtim.tv_nsec};
}

bool PinTrigger::requested() {
  const bool asked = unlink(request_.c_str()) == 0;
  const Version now = version();
  const bool written = now.exists && now != seen_;
  seen_ = now;
  return asked || written;
}

Status request_pin(const std::string& directory, int milliseconds) {
  const std::string request = directory + "/" + kRequestName;
  const ScopedFd fd(open(request.c_str(), O_WRONLY | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600));
  if (!fd.valid()) return Error{ErrorCode::kNotFound, directory + ": " + std::strerror(errno)};
  for (int waited = 0; waited < milliseconds; waited += kLook) {
    std::this_thread::sleep_for(std::chrono::milliseconds(kLook));
    if (access(request.c_str(), F_OK) != 0 && errno == ENOENT) return {};
  }
  unlink(request.c_str());
  return Error{ErrorCode::kNotFound, "no recorder keeps a ring in " + directory};
}

}  // namespace sysreel
