// Opens whatever holds events: a capture of our own or one of another tool.
#pragma once

#include <memory>
#include <string>

#include "base/result.h"
#include "format/capture_reader.h"
#include "replayer/import/foreign_reader.h"

namespace sysreel {

enum class CaptureFormat : uint8_t { kReel, kForeign };

// By the first bytes, which are left in place, of a pipe too. What is not recognised counts as kReel, whose
// reader then says what is wrong.
CaptureFormat capture_format_of(const std::string& path);

// A file of another tool, by its content, compressed or not: a .scap, Kubernetes audit events, the
// Linux audit trail.
Result<std::unique_ptr<ForeignReader>> open_foreign_capture(const std::string& path);

// "-" is standard input. `key_file`: secret key of a sealed capture; may be empty.
Result<std::unique_ptr<CaptureReader>> open_any_capture(const std::string& path,
                                                        const std::string& key_file = {});

}  // namespace sysreel
