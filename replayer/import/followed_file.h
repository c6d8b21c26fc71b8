// FollowedFile: a file that grows, as a pipe: its bytes as they come, and an end when its writer has
// finished.
//
// The writer has finished when the name is gone: a recorder renames FILE.part when it is complete. A thread
// of its own copies; destruction stops it.
#pragma once

#include <atomic>
#include <memory>
#include <string>
#include <thread>

#include "base/result.h"
#include "base/scoped_fd.h"

namespace sysreel {

class FollowedFile {
 public:
  static Result<std::unique_ptr<FollowedFile>> open(const std::string& path);
  ~FollowedFile();
  FollowedFile(const FollowedFile&) = delete;
  FollowedFile& operator=(const FollowedFile&) = delete;

  // To be opened once, for reading, as long as this lives.
  std::string path() const;

 private:
  FollowedFile() = default;
  void run();
  bool copy_what_is_there();
  bool is_finished() const;

  std::string name_;
  ScopedFd file_;
  ScopedFd reading_;
  ScopedFd writing_;
  std::atomic<bool> stopped_ = false;
  std::thread thread_;
};

}  // namespace sysreel
