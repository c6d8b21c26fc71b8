#include "replayer/export/scap_list_writer.h"

#include <algorithm>

#include "format/catalogue/flags.h"
#include "replayer/import/scap_format.h"
#include "replayer/import/scap_lists.h"

namespace sysreel {
namespace {

constexpr size_t kHostBytes = 128;
constexpr size_t kPathBytes = 1023;      // Falco's reader refuses 1024
constexpr size_t kSequenceBytes = 4095;  // and 4096 of arguments, environment and cgroups
constexpr size_t kListBytes = 4U << 20;  // a list goes on in another block
constexpr uint32_t kCloneFiles = 1U << 0U;
constexpr uint32_t kCloneThread = 1U << 13U;
constexpr uint32_t kCloneChildInPidns = 1U << 29U;
constexpr uint32_t kOpenCloexec = 1U << 12U;  // Falco's PPM_O_CLOEXEC

void sized_text(ByteWriter& out, std::string_view text, size_t most) {
  text = text.substr(0, most);
  out.u16(static_cast<uint16_t>(text.size()));
  out.text(text);
}

// A list entry that begins with its length, which counts itself.
class Entry {
 public:
  explicit Entry(ScapOutput& output) : output_(output), place_(output.here()) { output_.out().u32(0); }
  ~Entry() { output_.patch32(place_, static_cast<uint32_t>(output_.here() - place_)); }
  Entry(const Entry&) = delete;
  Entry& operator=(const Entry&) = delete;

 private:
  ScapOutput& output_;
  size_t place_;
};

ScapFdType scap_type_of(const Descriptor& fd) {
  switch (fd.type) {
    case FdType::kFile:
      return ScapFdType::kFileWithFlags;
    case FdType::kDirectory:
      return ScapFdType::kDirectory;
    case FdType::kIpv4:
      return ScapFdType::kIpv4;
    case FdType::kIpv6:
      return ScapFdType::kIpv6;
    case FdType::kIpv4Server:
      return ScapFdType::kIpv4Server;
    case FdType::kIpv6Server:
      return ScapFdType::kIpv6Server;
    case FdType::kUnix:
      return ScapFdType::kUnix;
    case FdType::kPipe:
      return ScapFdType::kPipe;
    case FdType::kEvent:
      return ScapFdType::kEvent;
    case FdType::kSignal:
      return ScapFdType::kSignal;
    case FdType::kTimer:
      return ScapFdType::kTimer;
    case FdType::kInotify:
      return ScapFdType::kInotify;
    case FdType::kEpoll:
      return ScapFdType::kEpoll;
    case FdType::kNetlink:
      return ScapFdType::kNetlink;
    // Falco's newer types; sysdig 0.29.3 refuses a file that has one, so only their names are kept.
    case FdType::kBpf:
    case FdType::kUserfault:
    case FdType::kIoUring:
    case FdType::kMemfd:
    case FdType::kPidfd:
    case FdType::kUnknown:
    case FdType::kUnsupported:
      break;
  }
  return ScapFdType::kUnsupported;
}

std::string_view address_of(const Endpoint& endpoint, bool v6) {
  return {reinterpret_cast<const char*>(endpoint.address.data()), v6 ? size_t{16} : size_t{4}};
}

// Local end first; the state has Falco's source, which is the client.
void write_connection(ByteWriter& out, const Descriptor& fd) {
  const bool serves = fd.role == SocketRole::kServer;
  const Endpoint& local = serves ? fd.destination : fd.source;
  const Endpoint& remote = serves ? fd.source : fd.destination;
  out.text(address_of(local, fd.is_v6()));
  out.text(address_of(remote, fd.is_v6()));
  out.u16(local.port);
  out.u16(remote.port);
  out.u8(static_cast<uint8_t>(fd.l4proto));
}

void write_descriptor(ScapOutput& output, int64_t number, const Descriptor& fd) {
  const Entry entry(output);
  ByteWriter& out = output.out();
  const ScapFdType type = scap_type_of(fd);
  out.u64(static_cast<uint64_t>(number));
  out.u64(fd.inode);
  out.u8(static_cast<uint8_t>(type));
  switch (type) {
    case ScapFdType::kIpv4:
    case ScapFdType::kIpv6:
      return write_connection(out, fd);
    case ScapFdType::kIpv4Server:
    case ScapFdType::kIpv6Server:
      out.text(address_of(fd.destination, fd.is_v6()));
      out.u16(fd.destination.port);
      out.u8(static_cast<uint8_t>(fd.l4proto));
      return;
    case ScapFdType::kUnix:
      out.u64(fd.source_pointer);
      out.u64(fd.destination_pointer);
      return sized_text(out, fd.name, kPathBytes);
    case ScapFdType::kFileWithFlags:
      out.u32((fd.close_on_exec ? kOpenCloexec : 0U) |
              portable_file_state(static_cast<uint8_t>((fd.upper_layer ? kFileUpperLayer : 0U) |
                                                       (fd.lower_layer ? kFileLowerLayer : 0U))));
      sized_text(out, fd.name, kPathBytes);
      out.u32(fd.device);
      return;
    default:
      return sized_text(out, fd.name, kPathBytes);
  }
}

void write_flag(ByteWriter& out, bool flag) {
  out.u8(flag ? 1 : 0);
}

uint32_t flags_of(const Thread& thread) {
  return (thread.is_leader() ? 0U : kCloneThread | kCloneFiles) |
         (thread.in_pid_namespace ? kCloneChildInPidns : 0U);
}

void write_thread(ScapOutput& output, const Thread& thread) {
  static const Image kNoImage;
  const Entry entry(output);
  ByteWriter& out = output.out();
  const auto number = [&](int64_t value) { out.u64(static_cast<uint64_t>(value)); };
  const auto path = [&](std::string_view text) { sized_text(out, text, kPathBytes); };
  const auto sequence = [&](std::string_view text) { sized_text(out, text, kSequenceBytes); };
  const Image& image = thread.image ? *thread.image : kNoImage;
  for (const int64_t id : {thread.tid, thread.pid, thread.ptid, thread.sid, thread.vpgid}) number(id);
  path(thread.comm);
  path(image.exe);
  path(image.path);
  sequence(image.arguments);
  path(thread.directory ? std::string_view(thread.directory->current) : std::string_view());
  number(thread.fd_limit);
  out.u32(flags_of(thread));
  out.u32(thread.uid);
  out.u32(thread.gid);
  out.u32(static_cast<uint32_t>(thread.vm_size));
  out.u32(static_cast<uint32_t>(thread.vm_rss));
  out.u32(static_cast<uint32_t>(thread.vm_swap));
  out.u64(thread.major_faults);
  out.u64(thread.minor_faults);
  sequence(image.environment);
  number(thread.vtid);
  number(thread.vpid);
  sequence(thread.cgroups ? std::string_view(thread.cgroups->raw) : std::string_view());
  path(thread.directory ? std::string_view(thread.directory->root) : std::string_view("/"));
  out.u64(thread.pidns_start_time);
  out.u32(thread.tty);
  out.u32(thread.login_uid);
  write_flag(out, image.writable);
  out.u64(thread.capabilities.inheritable);
  out.u64(thread.capabilities.permitted);
  out.u64(thread.capabilities.effective);
  write_flag(out, image.upper_layer);
  out.u64(image.inode);
  out.u64(image.inode_ctime);
  out.u64(image.inode_mtime);
  write_flag(out, image.from_memfd);
  write_flag(out, image.lower_layer);
  number(thread.pgid);
}

// The threads of the snapshot, in an order that does not depend on memory.
std::vector<const Thread*> known_threads(const State& state) {
  std::vector<const Thread*> threads;
  state.threads.for_each([&](const Thread& thread) {
    if (thread.known && !thread.dead) threads.push_back(&thread);
  });
  std::sort(threads.begin(), threads.end(), [](const Thread* a, const Thread* b) { return a->tid < b->tid; });
  return threads;
}

void write_descriptors(ScapOutput& output, const Thread& process) {
  if (!process.is_leader() || !process.descriptors || process.descriptors->open_count() == 0) return;
  const DescriptorTable& table = *process.descriptors;
  output.begin_block(scap::kDescriptors2);
  output.out().u64(static_cast<uint64_t>(process.tid));
  table.for_each([&](int64_t fd, const Descriptor& descriptor) { write_descriptor(output, fd, descriptor); });
  output.end_block();
}

}  // namespace

void write_section_header(ScapOutput& output) {
  output.begin_block(scap::kSectionHeader);
  ByteWriter& out = output.out();
  out.u32(scap::kByteOrderMagic);
  out.u16(scap::kMajorVersion);
  out.u16(2);
  out.u64(~uint64_t{0});  // length not known
  output.end_block();
}

void write_machine(ScapOutput& output, const CaptureHeader& header) {
  output.begin_block(scap::kMachine);
  ByteWriter& out = output.out();
  out.u32(header.cpus);
  out.u64(0);                  // memory and the highest pid are not recorded
  out.u64(uint64_t{1} << 22);  // the highest that Linux can be set to
  std::string host = header.host.substr(0, kHostBytes - 1);
  host.resize(kHostBytes);
  out.text(host);
  out.u64(header.wall_time - header.boot_time);
  for (int reserved = 0; reserved < 3; ++reserved) out.u64(0);
  output.end_block();
}

void write_interfaces(ScapOutput& output, std::span<const ScapInterfaceRow> interfaces) {
  output.begin_block(scap::kInterfaces2);
  ByteWriter& out = output.out();
  for (const ScapInterfaceRow& row : interfaces) {
    const size_t width = row.address.size();
    if (width != 4 && width != 16) continue;
    const auto address = [&](const std::string& bytes) {
      out.text(bytes.size() == width ? bytes : std::string(width, '\0'));
    };
    const std::string_view name = std::string_view(row.name).substr(0, kPathBytes);
    out.u32(static_cast<uint32_t>(2 + 2 + 3 * width + 8 + name.size()));  // without itself
    out.u16(width == 4 ? 1 : 2);
    out.u16(static_cast<uint16_t>(name.size()));
    address(row.address);
    address(row.netmask);
    address(row.broadcast);
    out.u64(row.speed);
    out.text(name);
  }
  output.end_block();
}

void write_accounts(ScapOutput& output, std::span<const ScapAccountRow> accounts) {
  output.begin_block(scap::kUsers2);
  ByteWriter& out = output.out();
  for (const ScapAccountRow& row : accounts) {
    if (!row.container.empty()) continue;
    const Entry entry(output);
    write_flag(out, row.group);
    if (!row.group) out.u32(row.uid);
    out.u32(row.gid);
    sized_text(out, row.name, kPathBytes);
    if (row.group) continue;
    sized_text(out, row.home, kPathBytes);
    sized_text(out, row.shell, kPathBytes);
  }
  output.end_block();
}

Status write_processes(ScapOutput& output, const State& state) {
  const std::vector<const Thread*> threads = known_threads(state);
  output.begin_block(scap::kProcesses9);
  for (const Thread* thread : threads) {
    write_thread(output, *thread);
    if (output.block_bytes() < kListBytes) continue;
    output.end_block();
    SYSREEL_RETURN_IF_ERROR(output.flush());
    output.begin_block(scap::kProcesses9);
  }
  output.end_block();
  for (const Thread* thread : threads) {
    write_descriptors(output, *thread);
    SYSREEL_RETURN_IF_ERROR(output.flush_if_full());
  }
  return {};
}

}  // namespace sysreel
