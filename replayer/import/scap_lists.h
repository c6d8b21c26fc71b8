// Reads the blocks that a .scap file has before its events: machine, interfaces, users and groups, processes,
// descriptors. Entries are handed to a visitor one by one; their texts are views into the block's body.
//
// Blocks grew over ten years: nine process list versions that inserted fields, then (from version 9, and from
// the second version of the other lists) entries that begin with their own length and only ever got longer. A
// field that an entry does not have keeps its default, which is Falco's.
#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <string_view>

namespace sysreel {

struct ScapMachine {
  uint32_t cpus = 0;
  uint64_t memory_bytes = 0;
  std::string_view host;
  uint64_t boot_time = 0;  // wall clock, ns; 0 unknown
};

struct ScapInterface {
  bool v6 = false;
  std::string_view name;
  std::string_view address, netmask, broadcast;  // 4 or 16 bytes, network order
  uint64_t speed = 0;
};

struct ScapAccount {
  bool group = false;
  uint32_t uid = 0;  // users only
  uint32_t gid = 0;
  std::string_view name, home, shell;
};

struct ScapThread {
  int64_t tid = 0, pid = 0, ptid = 0;
  int64_t sid = -1, vpgid = -1, pgid = -1, vtid = -1, vpid = -1;
  std::string_view comm, exe, exepath, cwd, root;
  std::string_view args, env, cgroups;  // NUL-terminated strings one after the other
  int64_t fdlimit = -1;
  uint32_t flags = 0;  // Falco's PPM_CL_*
  uint32_t uid = 0, gid = 0, loginuid = ~uint32_t{0};
  uint32_t vm_size = 0, vm_rss = 0, vm_swap = 0;  // KiB
  uint64_t major_faults = 0, minor_faults = 0;
  uint64_t pidns_init_start = 0;
  uint32_t tty = 0;
  uint64_t cap_inheritable = 0, cap_permitted = 0, cap_effective = 0;
  uint64_t exe_inode = 0, exe_ctime = 0, exe_mtime = 0;
  bool exe_writable = false, exe_upper_layer = false, exe_lower_layer = false, exe_from_memfd = false;
};

// Falco's numbers for the types of descriptors; they are stored in captures.
enum class ScapFdType : uint8_t {
  kUnknown = 0,
  kFile = 1,
  kDirectory = 2,
  kIpv4 = 3,
  kIpv6 = 4,
  kIpv4Server = 5,
  kIpv6Server = 6,
  kPipe = 7,
  kUnix = 8,
  kEvent = 9,
  kUnsupported = 10,
  kSignal = 11,
  kEpoll = 12,
  kInotify = 13,
  kTimer = 14,
  kNetlink = 15,
  kFileWithFlags = 16,
  kBpf = 17,
  kUserfault = 18,
  kIoUring = 19,
  kMemfd = 20,
  kPidfd = 21,
};
inline constexpr uint8_t kScapFdTypes = 22;

struct ScapDescriptor {
  int64_t tid = 0;
  int64_t fd = 0;
  uint64_t inode = 0;
  ScapFdType type = ScapFdType::kUnknown;
  std::string_view name;                           // path; of unix sockets too
  std::string_view source, destination;            // addresses of 4 or 16 bytes; a server has `source` alone
  uint16_t source_port = 0, destination_port = 0;  // host order
  uint8_t l4proto = 0;                             // Falco's number
  uint64_t source_pointer = 0, destination_pointer = 0;  // unix
  uint32_t open_flags = 0;                               // Falco's PPM_O_*
  uint32_t device = 0;
};

// Each gives an empty text, or what is wrong with the block: the entries before it were delivered.
using ListProblem = std::string_view;
ListProblem read_machine(std::span<const uint8_t> body, ScapMachine& machine);
ListProblem read_interfaces(uint32_t block_type, std::span<const uint8_t> body,
                            const std::function<void(const ScapInterface&)>& visit);
ListProblem read_accounts(uint32_t block_type, std::span<const uint8_t> body,
                          const std::function<void(const ScapAccount&)>& visit);
ListProblem read_processes(uint32_t block_type, std::span<const uint8_t> body,
                           const std::function<void(const ScapThread&)>& visit);
ListProblem read_descriptors(uint32_t block_type, std::span<const uint8_t> body,
                             const std::function<void(const ScapDescriptor&)>& visit);

}  // namespace sysreel
