// What stands in front of a .scap file's events: machine, interfaces, users and groups, processes with their
// descriptors, as the state has them at that moment. Newest versions of each list; texts are cut to what
// Falco's reader accepts.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "format/capture_header.h"
#include "replayer/export/scap_output.h"
#include "replayer/state/state.h"

namespace sysreel {

// What the state does not keep by name, from the snapshots' own rows.
struct ScapInterfaceRow {
  std::string name, address, netmask, broadcast;  // addresses: 4 or 16 bytes
  uint64_t speed = 0;
};

struct ScapAccountRow {
  bool group = false;
  uint32_t uid = 0;
  uint32_t gid = 0;
  std::string name, home, shell, container;
};

void write_section_header(ScapOutput& output);
void write_machine(ScapOutput& output, const CaptureHeader& header);
void write_interfaces(ScapOutput& output, std::span<const ScapInterfaceRow> interfaces);
// Those of the host; containers' come as events.
void write_accounts(ScapOutput& output, std::span<const ScapAccountRow> accounts);
Status write_processes(ScapOutput& output, const State& state);

}  // namespace sysreel
