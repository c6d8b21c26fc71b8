// The process list, whose nine versions differ in which fields stand between others.
#include "base/byte_reader.h"
#include "replayer/import/scap_format.h"
#include "replayer/import/scap_lists.h"

namespace sysreel {
namespace {

constexpr size_t kPaddingBytesMax = 3;

int version_of(uint32_t block_type) {
  switch (block_type) {
    case scap::kProcesses1:
    case scap::kProcesses1Old:
      return 1;
    case scap::kProcesses2:
    case scap::kProcesses2Old:
      return 2;
    case scap::kProcesses3:
    case scap::kProcesses3Old:
      return 3;
    default:
      return 4 + static_cast<int>(block_type - scap::kProcesses4);
  }
}

std::string_view short_text(ByteReader& in) {
  return in.text(in.u16());
}

void read_fixed_part(ByteReader& in, int version, ScapThread& thread) {
  const auto number = [&] { return static_cast<int64_t>(in.u64()); };
  thread.tid = number();
  thread.pid = number();
  thread.ptid = number();
  if (version >= 6) thread.sid = number();
  if (version >= 8) thread.vpgid = number();
  thread.comm = short_text(in);
  thread.exe = short_text(in);
  if (version >= 7) thread.exepath = short_text(in);
  thread.args = short_text(in);
  thread.cwd = short_text(in);
  thread.fdlimit = number();
  thread.flags = in.u32();
  thread.uid = in.u32();
  thread.gid = in.u32();
  if (version < 2) return;
  thread.vm_size = in.u32();
  thread.vm_rss = in.u32();
  thread.vm_swap = in.u32();
  thread.major_faults = in.u64();
  thread.minor_faults = in.u64();
  if (version >= 3) thread.env = short_text(in);
  if (version < 4) return;
  thread.vtid = number();
  thread.vpid = number();
  thread.cgroups = short_text(in);
  if (version >= 5) thread.root = short_text(in);
}

// What a version 9 entry has behind that, as far as its length reaches. Libraries before 0.10 wrote neither
// the pid namespace's start nor the terminal, in front of at most kOldTailBytes.
void read_tail(ByteReader& in, ScapThread& thread) {
  constexpr size_t kOldTailBytes = 29;
  const auto u8 = [&](bool& value) {
    if (in.remaining() >= 1) value = in.u8() != 0;
  };
  const auto u32 = [&](uint32_t& value) {
    if (in.remaining() >= 4) value = in.u32();
  };
  const auto u64 = [&](uint64_t& value) {
    if (in.remaining() >= 8) value = in.u64();
  };
  if (in.remaining() > kOldTailBytes) {
    u64(thread.pidns_init_start);
    u32(thread.tty);
  }
  u32(thread.loginuid);
  u8(thread.exe_writable);
  u64(thread.cap_inheritable);
  u64(thread.cap_permitted);
  u64(thread.cap_effective);
  u8(thread.exe_upper_layer);
  u64(thread.exe_inode);
  u64(thread.exe_ctime);
  u64(thread.exe_mtime);
  u8(thread.exe_from_memfd);
  u8(thread.exe_lower_layer);
  if (in.remaining() >= 8) thread.pgid = static_cast<int64_t>(in.u64());
}

}  // namespace

ListProblem read_processes(uint32_t block_type, std::span<const uint8_t> body,
                           const std::function<void(const ScapThread&)>& visit) {
  const int version = version_of(block_type);
  ByteReader in(body);
  while (in.remaining() > kPaddingBytesMax) {
    ScapThread thread;
    if (version >= 9) {
      const uint32_t length = in.u32();
      ByteReader entry(in.bytes(length < 4 ? ~uint64_t{0} : length - 4));
      if (!in.ok()) return "a process is longer than its block";
      read_fixed_part(entry, version, thread);
      if (!entry.ok()) return "a process is shorter than what it must hold";
      read_tail(entry, thread);
    } else {
      read_fixed_part(in, version, thread);
      if (!in.ok()) return "a process is longer than its block";
    }
    visit(thread);
  }
  return {};
}

}  // namespace sysreel
