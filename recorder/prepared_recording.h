// What follows from the options alone, before the kernel is asked for anything: which events, keys, scope,
// header.
#pragma once

#include <optional>
#include <vector>

#include "base/result.h"
#include "format/capture_header.h"
#include "recorder/capture_files.h"
#include "recorder/kernel_tables.h"
#include "recorder/recording_scope.h"

namespace sysreel {

struct RecordOptions;

struct PreparedRecording {
  KernelTables tables;
  RecordingScope scope;
  CaptureHeader header;
};

Result<PreparedRecording> prepare_recording(const RecordOptions& options);

// How the capture is written, keys and redaction policy read. `header`: for a name where none is given.
Result<FileOptions> file_options_of(const RecordOptions& options, const CaptureHeader& header);

}  // namespace sysreel
