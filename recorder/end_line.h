// The lines about a recording's numbers: the one at its end, those of --stats.
#pragma once

#include <cstdint>
#include <string>

#include "recorder/loss_ledger.h"

namespace sysreel {

struct RecordingNumbers {
  std::string file;
  uint32_t parts = 1;  // written, of a rotated recording
  uint64_t events = 0;
  uint64_t bytes = 0;
  double seconds = 0;
  LossTotals totals;        // of the kernel
  uint64_t unwritten = 0;   // recorded in the kernel, but not written
  uint64_t audit_lost = 0;  // events of the kernel's audit
  std::string sha256;       // of the last file
};

// "FILE: N events, N bytes, S s, nothing lost, SHA-256 …".
std::string end_line(const RecordingNumbers& numbers);
// `seconds`, `new_events`: since the line before.
std::string stats_line(const RecordingNumbers& numbers, uint64_t new_events, double seconds);

}  // namespace sysreel
