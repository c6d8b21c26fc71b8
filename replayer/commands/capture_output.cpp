#include "replayer/commands/capture_output.h"

#include <unistd.h>

#include <utility>

namespace sysreel {

Result<CaptureOutput> CaptureOutput::open(const std::string& path, bool force) {
  CaptureOutput output;
  if (path == "-") {
    if (isatty(STDOUT_FILENO) != 0)
      return Error{ErrorCode::kInvalid, "not written to a terminal: use -w FILE"};
    output.stream_ = std::make_unique<DescriptorSink>(STDOUT_FILENO);
    return output;
  }
  auto file = FileSink::create(path, force);
  if (!file.ok()) return std::move(file).error();
  output.file_ = std::move(file).value();
  return output;
}

}  // namespace sysreel
