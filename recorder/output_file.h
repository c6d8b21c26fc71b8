// OutputFile: where the capture's bytes go.
//
// A named file is written as NAME.part, 0600, and gets its name by finish(), never over another file unless
// forced. Standard output and what is not a regular file (a pipe, a device) are written as they are. A file
// that is not finished keeps its .part, which readers accept.
#pragma once

#include <memory>
#include <string>

#include "base/result.h"
#include "base/scoped_fd.h"
#include "format/capture_writer.h"

namespace sysreel {

class OutputFile : public ByteSink {
 public:
  static Result<std::unique_ptr<OutputFile>> create(const std::string& path, bool force);

  Status write(std::span<const uint8_t> bytes) override;
  Status finish();
  // Removes the .part: nothing was recorded.
  void discard();

  const std::string& name() const { return path_; }

 private:
  OutputFile() = default;

  std::string path_;
  std::string part_;  // empty: written in place
  ScopedFd fd_;
  bool force_ = false;
};

}  // namespace sysreel
