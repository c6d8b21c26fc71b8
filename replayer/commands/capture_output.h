// Where a command writes a capture or an export: a file that gets its name when it is complete, or standard
// output, but never a terminal.
#pragma once

#include <memory>
#include <string>

#include "format/file_sink.h"

namespace sysreel {

class CaptureOutput {
 public:
  static Result<CaptureOutput> open(const std::string& path, bool force);

  ByteSink& sink() { return file_ != nullptr ? static_cast<ByteSink&>(*file_) : *stream_; }
  Status commit() { return file_ != nullptr ? file_->commit() : Status(); }

 private:
  CaptureOutput() = default;

  std::unique_ptr<FileSink> file_;
  std::unique_ptr<ByteSink> stream_;
};

}  // namespace sysreel
