// A capture as tests look at it: every event with its values as text.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "format/capture_reader.h"

namespace sysreel::testing {

struct ReadEvent {
  std::string kind;
  uint64_t number = 0;
  uint64_t time = 0;
  int64_t tid = 0;
  int64_t pid = 0;
  uint64_t start_time = 0;
  // Numbers as decimal text, addresses and tuples as "127.0.0.1:80>127.0.0.1:4000", other text as its bytes
  // with NULs shown as '|'. A value that is missing is not here; one that could not be read is "<fault>".
  std::map<std::string, std::string> values;
  std::map<std::string, Mark> marks;

  std::string value(const std::string& name) const {
    const auto found = values.find(name);
    return found == values.end() ? "<missing>" : found->second;
  }
};

struct ReadCapture {
  CaptureHeader header;
  std::vector<ReadEvent> events;
  std::vector<ReadEvent> snapshot;
  std::vector<LossReport> losses;
  CaptureState state = CaptureState::kDamaged;
  size_t damages = 0;
};

// Empty capture with state kDamaged when the file cannot be opened.
ReadCapture read_capture(const std::string& path);

}  // namespace sysreel::testing
