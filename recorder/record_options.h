// What a user asked to record.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "recorder/event_selection.h"
#include "recorder/journal.h"
#include "recorder/k8s_options.h"
#include "recorder/transport.h"

namespace sysreel {

struct RecordOptions {
  std::string output;  // empty: a name made of host and time; "-": standard output
  bool force = false;
  Profile profile = Profile::kSecurity;
  std::vector<std::string> events;
  std::string plan;  // file of Profile::kPlan
  // At most one of these and `command`; none: the whole host.
  std::optional<int64_t> pid;
  std::string cgroup;
  std::string container;
  std::string comm;
  std::vector<std::string> command;
  double linger = 10;  // seconds; so long are descendants recorded that outlive the command
  K8sOptions k8s;
  bool audit = false;       // the kernel's audit records
  std::string audit_rules;  // file; only with `audit`
  uint32_t snaplen = 80;
  std::string redaction;           // policy file
  std::string signing_key;         // file
  std::string seal_key;            // file, public
  std::optional<double> duration;  // seconds
  std::optional<uint64_t> count;
  std::optional<uint64_t> rotate_bytes;
  std::optional<double> rotate_seconds;
  std::optional<uint64_t> keep;      // files of a ring
  std::optional<uint64_t> quota;     // bytes
  std::optional<uint64_t> min_free;  // bytes
  bool trigger_signal = false;       // SIGUSR1 pins
  std::string trigger_path;
  double pin_before = 60;  // seconds
  double pin_after = 60;
  bool records_audit_events() const { return audit || k8s.any(); }
  bool rotates() const { return rotate_bytes || rotate_seconds; }
  uint64_t buffer_bytes = 4U << 20;    // per CPU
  std::optional<Transport> transport;  // unset: the cheapest that loads
  std::optional<int> zstd_level;       // unset: by how busy the host is
  std::optional<double> stats;         // seconds
  Journal::Level level = Journal::Level::kNormal;
  LogFormat log_format = LogFormat::kText;
};

// INTERFACE.md "Exit codes".
inline constexpr int kExitRecorded = 0;
inline constexpr int kExitBadUse = 3;
inline constexpr int kExitCannotRecord = 4;
inline constexpr int kExitRecordingFailed = 125;
inline constexpr int kExitNotExecutable = 126;  // the command
inline constexpr int kExitNotFound = 127;

}  // namespace sysreel
