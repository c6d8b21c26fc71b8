// What the snapshot's iterators wrote (bpf/snapshot_abi.h), turned into what a scan of /proc gives. Bytes
// that do not make a whole record end the reading.
#pragma once

#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <vector>

#include "recorder/process_scan.h"

namespace sysreel {

// Threads of the processes that were asked for, and the TCP sockets that listen anywhere on the host.
struct TaskScan {
  struct Listener {
    uint64_t net_namespace = 0;
    uint64_t inode = 0;
    ScannedSocket socket;
  };
  std::vector<ScannedThread> threads;  // descriptors with the leaders, or with whoever has a table of its own
  std::vector<Listener> listeners;
};

std::vector<ScannedThread> read_task_records(std::span<const uint8_t> bytes);
std::map<int64_t, std::string> read_environment_records(std::span<const uint8_t> bytes);  // by tid
// Adds descriptors to the threads of `scan` and its listeners.
void read_file_records(std::span<const uint8_t> bytes, TaskScan& scan);

}  // namespace sysreel
