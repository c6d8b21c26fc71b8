#include "recorder/small_file.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <climits>

#include "base/scoped_fd.h"

namespace sysreel {

std::optional<std::string> read_optional_file(const std::string& path, size_t limit) {
  const ScopedFd fd(open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOCTTY));
  if (!fd.valid()) return std::nullopt;
  std::string content;
  char chunk[16384];
  while (content.size() < limit) {
    const ssize_t got = read(fd.get(), chunk, std::min(sizeof(chunk), limit - content.size()));
    if (got < 0 && errno == EINTR) continue;
    if (got < 0 && content.empty()) return std::nullopt;
    if (got <= 0) break;
    content.append(chunk, static_cast<size_t>(got));
  }
  return content;
}

std::string read_small_file(const std::string& path, size_t limit) {
  return read_optional_file(path, limit).value_or(std::string{});
}

std::optional<std::string> read_link(const std::string& path) {
  char target[PATH_MAX];
  const ssize_t length = readlink(path.c_str(), target, sizeof(target));
  if (length < 0) return std::nullopt;
  return std::string(target, static_cast<size_t>(length));
}

}  // namespace sysreel
