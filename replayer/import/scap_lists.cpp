#include "replayer/import/scap_lists.h"

#include "base/byte_reader.h"
#include "replayer/import/scap_format.h"

namespace sysreel {
namespace {

constexpr size_t kPaddingBytesMax = 3;
constexpr size_t kHostBytes = 128;
constexpr std::string_view kShort = "an entry is longer than its block";
constexpr std::string_view kLong = "an entry is shorter than what it must hold";

std::string_view short_text(ByteReader& in) {
  return in.text(in.u16());
}

// An entry of a list whose entries say their length: its bytes, behind the length. `inclusive`: the length
// counts its own four bytes.
std::span<const uint8_t> sized_entry(ByteReader& in, bool inclusive) {
  const uint32_t length = in.u32();
  if (inclusive && length < 4) return in.bytes(~uint64_t{0});
  return in.bytes(inclusive ? length - 4 : length);
}

void read_interface(ByteReader& in, ScapInterface& interface, bool& known) {
  enum : uint16_t { kIpv4 = 1, kIpv6 = 2, kIpv4NoSpeed = 3, kIpv6NoSpeed = 4 };
  const uint16_t type = in.u16();
  const uint16_t name_length = in.u16();
  known = type >= kIpv4 && type <= kIpv6NoSpeed;
  interface.v6 = type == kIpv6 || type == kIpv6NoSpeed;
  const size_t width = interface.v6 ? 16 : 4;
  interface.address = in.text(width);
  interface.netmask = in.text(width);
  interface.broadcast = in.text(width);
  if (type == kIpv4 || type == kIpv6) interface.speed = in.u64();
  interface.name = in.text(name_length);
}

void read_account(ByteReader& in, ScapAccount& account) {
  account.group = in.u8() != 0;
  if (!account.group) account.uid = in.u32();
  account.gid = in.u32();
  account.name = short_text(in);
  if (account.group) return;
  account.home = short_text(in);
  account.shell = short_text(in);
}

// The rules for telling an address pair from a server's single address are the type's; all numbers
// little-endian but the addresses.
void read_descriptor(ByteReader& in, bool sized, ScapDescriptor& fd) {
  fd.fd = static_cast<int64_t>(in.u64());
  fd.inode = in.u64();
  const uint8_t type = in.u8();
  fd.type = type < kScapFdTypes ? static_cast<ScapFdType>(type) : ScapFdType::kUnsupported;
  switch (fd.type) {
    case ScapFdType::kIpv4:
    case ScapFdType::kIpv6: {
      const size_t width = fd.type == ScapFdType::kIpv4 ? 4 : 16;
      fd.source = in.text(width);
      fd.destination = in.text(width);
      fd.source_port = in.u16();
      fd.destination_port = in.u16();
      fd.l4proto = in.u8();
      break;
    }
    case ScapFdType::kIpv4Server:
    case ScapFdType::kIpv6Server:
      fd.source = in.text(fd.type == ScapFdType::kIpv4Server ? 4 : 16);
      fd.source_port = in.u16();
      fd.l4proto = in.u8();
      break;
    case ScapFdType::kUnix:
      fd.source_pointer = in.u64();
      fd.destination_pointer = in.u64();
      fd.name = short_text(in);
      break;
    case ScapFdType::kFileWithFlags:
      fd.open_flags = in.u32();
      fd.name = short_text(in);
      if (sized && in.remaining() >= 4) fd.device = in.u32();
      break;
    case ScapFdType::kUnknown:
      break;
    default:
      if (type < kScapFdTypes) fd.name = short_text(in);  // of a newer type nothing is known
  }
}

}  // namespace

ListProblem read_machine(std::span<const uint8_t> body, ScapMachine& machine) {
  ByteReader in(body);
  machine.cpus = in.u32();
  machine.memory_bytes = in.u64();
  in.u64();  // highest pid
  const std::string_view host = in.text(kHostBytes);
  machine.host = host.substr(0, host.find('\0'));
  machine.boot_time = in.u64();
  return in.ok() ? ListProblem() : kShort;
}

ListProblem read_interfaces(uint32_t block_type, std::span<const uint8_t> body,
                            const std::function<void(const ScapInterface&)>& visit) {
  const bool sized = block_type == scap::kInterfaces2;
  ByteReader in(body);
  while (in.remaining() > kPaddingBytesMax) {
    ScapInterface interface;
    bool known = false;
    if (sized) {
      ByteReader entry(sized_entry(in, false));
      if (!in.ok()) return kShort;
      read_interface(entry, interface, known);
      if (!known) continue;
      if (!entry.ok()) return kLong;
    } else {
      read_interface(in, interface, known);
      if (!known) return "an interface of an unknown type";
      if (!in.ok()) return kShort;
    }
    visit(interface);
  }
  return {};
}

ListProblem read_accounts(uint32_t block_type, std::span<const uint8_t> body,
                          const std::function<void(const ScapAccount&)>& visit) {
  ByteReader in(body);
  while (in.remaining() > kPaddingBytesMax) {
    ScapAccount account;
    if (block_type == scap::kUsers2) {
      ByteReader entry(sized_entry(in, true));
      if (!in.ok()) return kShort;
      read_account(entry, account);
      if (!entry.ok()) return kLong;
    } else {
      read_account(in, account);
      if (!in.ok()) return kShort;
    }
    visit(account);
  }
  return {};
}

ListProblem read_descriptors(uint32_t block_type, std::span<const uint8_t> body,
                             const std::function<void(const ScapDescriptor&)>& visit) {
  ByteReader in(body);
  const auto tid = static_cast<int64_t>(in.u64());
  if (!in.ok()) return kShort;
  while (in.remaining() > kPaddingBytesMax) {
    ScapDescriptor fd;
    fd.tid = tid;
    if (block_type == scap::kDescriptors2) {
      ByteReader entry(sized_entry(in, true));
      if (!in.ok()) return kShort;
      read_descriptor(entry, true, fd);
      if (!entry.ok()) return kLong;
    } else {
      read_descriptor(in, false, fd);
      if (!in.ok()) return kShort;
    }
    visit(fd);
  }
  return {};
}

}  // namespace sysreel
