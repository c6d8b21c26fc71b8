// What a closed capture says about itself at its end (payload Footer of docs/format.md).
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace sysreel {

struct CaptureFooter {
  uint64_t events = 0;
  uint64_t blocks = 0;
  uint64_t snapshots = 0;
  uint64_t lost = 0;
  uint64_t bytes_raw = 0;
  uint64_t first_time = 0;
  uint64_t last_time = 0;
  uint64_t index_offset = 0;
  std::vector<std::pair<std::string, uint64_t>> events_by_kind;
  std::vector<uint64_t> redaction_hits;  // values changed, by rule of CaptureHeader::redaction
  bool has_signature = false;            // whether it holds is for verification to say; not stored
  std::string final_hash;                // of its frame header, in hex: it stands for every byte; not stored
};

}  // namespace sysreel
