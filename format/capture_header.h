// What a capture says about itself, written once at its start (payload Header of docs/format.md).
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "format/event_block.h"

namespace sysreel {

using CaptureId = std::array<uint8_t, 16>;
std::string to_hex(const CaptureId& id);
CaptureId random_capture_id();

struct CaptureHeader {
  CaptureId capture_id{};    // all zero on write: the writer takes a random one
  CaptureId recording_id{};  // shared by the parts of one recording; all zero on write: the capture's id
  uint32_t part = 1;
  std::string previous_part_hash;  // empty for part 1

  std::string host;
  std::string machine_id;
  std::string kernel;  // uname -r
  std::string os;      // PRETTY_NAME
  Arch arch = Arch::kX86_64;
  NumberSpace numbers = NumberSpace::kKernel;
  uint32_t cpus = 0;
  std::string recorder;  // "sysreel-record 0.1.0"
  std::string build;     // build id or commit

  uint64_t boot_time = 0;  // CLOCK_BOOTTIME ns of the pair below, read together
  uint64_t wall_time = 0;  // CLOCK_REALTIME ns: wall(t) = t + (wall_time - boot_time)

  std::vector<std::string> command;         // of `-- COMMAND`
  std::vector<std::string> configuration;   // "key=value" of every setting that shaped the capture
  std::vector<std::string> recorded_types;  // names of the kinds that the recorder was asked to record
  std::string redaction;                    // policy text, empty: none
  std::string origin;                       // of slice, redact …: JSON; empty: an original
};

}  // namespace sysreel
