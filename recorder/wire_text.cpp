#include "recorder/wire_text.h"

#include <sys/socket.h>

#include <algorithm>
#include <array>
#include <cstring>

#include "bpf/event_abi.h"

namespace sysreel {
namespace {

constexpr size_t kComponentsMax = REEL_PATH_COMPONENTS + 1;

std::string_view as_text(std::span<const uint8_t> bytes) {
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

std::string_view hierarchy_name(uint8_t hierarchy) {
  switch (hierarchy) {
    case REEL_CG_CPUSET:
      return "cpuset";
    case REEL_CG_CPU:
      return "cpu";
    case REEL_CG_CPUACCT:
      return "cpuacct";
    case REEL_CG_IO:
      return "io";
    case REEL_CG_MEMORY:
      return "memory";
    case REEL_CG_UNIFIED:
      return "unified";
    default:
      return {};
  }
}

void append_port(const uint8_t* network_order, std::string& out) {
  out.push_back(static_cast<char>(network_order[1]));
  out.push_back(static_cast<char>(network_order[0]));
}

constexpr uint16_t kPolledMax = 16;

// Indexes of a dynamic value, format/catalogue/packed_address.h.
enum class DynamicIndex : uint8_t {
  kSocketBytes = 0,
  kSocketError = 1,
  kSocketUInt32 = 2,
  kSocketUInt64 = 3,
  kSocketTime = 4,
};

void append_dynamic(DynamicIndex index, uint64_t value, std::string& out) {
  out.push_back(static_cast<char>(index));
  out.append(reinterpret_cast<const char*>(&value), sizeof(value));
}

}  // namespace

void append_path(std::span<const uint8_t> components, std::string& out) {
  std::array<std::string_view, kComponentsMax> parts;
  size_t count = 0;
  std::string_view rest = as_text(components);
  while (!rest.empty() && count < parts.size()) {
    const size_t end = rest.find('\0');
    parts[count++] = rest.substr(0, end);
    rest = end == std::string_view::npos ? std::string_view{} : rest.substr(end + 1);
  }
  if (count == 0) out.push_back('/');
  while (count > 0) {
    out.push_back('/');
    out.append(parts[--count]);
  }
}

void append_cgroups(std::span<const uint8_t> bytes, std::string& out) {
  size_t position = 0;
  while (position < bytes.size()) {
    const std::string_view name = hierarchy_name(bytes[position++]);
    if (name.empty()) return;
    // The components end with an empty one.
    size_t end = position;
    while (end < bytes.size() && bytes[end] != 0) {
      while (end < bytes.size() && bytes[end] != 0) ++end;
      if (end < bytes.size()) ++end;
    }
    out.append(name);
    out.push_back('=');
    append_path(bytes.subspan(position, end - position), out);
    out.push_back('\0');
    position = end + 1;
  }
}

void append_unix_path(std::string_view raw, std::string& out) {
  if (raw.size() > 1 && raw[0] == '\0') raw.remove_prefix(1);
  out.append(raw.substr(0, raw.find('\0')));
}

void append_sockaddr(std::span<const uint8_t> raw, std::string& out) {
  uint16_t family = 0;
  if (raw.size() < sizeof(family)) return;
  std::memcpy(&family, raw.data(), sizeof(family));
  if (family == AF_INET && raw.size() >= 8) {
    out.push_back(static_cast<char>(family));
    out.append(as_text(raw.subspan(4, 4)));
    append_port(raw.data() + 2, out);
  } else if (family == AF_INET6 && raw.size() >= 24) {
    out.push_back(static_cast<char>(family));
    out.append(as_text(raw.subspan(8, 16)));
    append_port(raw.data() + 2, out);
  } else if (family == AF_UNIX) {
    out.push_back(static_cast<char>(family));
    append_unix_path(as_text(raw.subspan(2)), out);
  }
}

void append_socket_option(std::span<const uint8_t> bytes, std::string& out) {
  uint32_t prefix[2] = {};
  if (bytes.size() < sizeof(prefix)) return;
  std::memcpy(prefix, bytes.data(), sizeof(prefix));
  const auto [level, name] = prefix;
  const auto value = bytes.subspan(sizeof(prefix));
  uint32_t narrow = 0;
  uint64_t wide = 0;
  std::memcpy(&narrow, value.data(), std::min(sizeof(narrow), value.size()));
  std::memcpy(&wide, value.data(), std::min(sizeof(wide), value.size()));
  if (level == SOL_SOCKET && name == SO_ERROR && value.size() == sizeof(narrow)) {
    append_dynamic(DynamicIndex::kSocketError, static_cast<uint64_t>(-int64_t{static_cast<int32_t>(narrow)}),
                   out);
  } else if (level == SOL_SOCKET && (name == SO_RCVTIMEO || name == SO_SNDTIMEO) && value.size() == 16) {
    uint64_t microseconds = 0;
    std::memcpy(&microseconds, value.data() + 8, sizeof(microseconds));
    append_dynamic(DynamicIndex::kSocketTime, wide * 1000000000U + microseconds * 1000U, out);
  } else if (level == SOL_SOCKET && value.size() == sizeof(narrow)) {
    out.push_back(static_cast<char>(DynamicIndex::kSocketUInt32));
    out.append(as_text(value));
  } else if (level == SOL_SOCKET && value.size() == sizeof(wide) && name != SO_LINGER) {
    append_dynamic(DynamicIndex::kSocketUInt64, wide, out);
  } else {
    out.push_back(static_cast<char>(DynamicIndex::kSocketBytes));
    out.append(as_text(value));
  }
}

void append_polled(std::span<const uint8_t> bytes, std::string& out) {
  struct Entry {
    int32_t fd;
    uint16_t events;
    uint16_t ready;
  };
  int64_t result = 0;
  if (bytes.size() < sizeof(result)) return;
  std::memcpy(&result, bytes.data(), sizeof(result));
  bytes = bytes.subspan(sizeof(result));
  const size_t start = out.size();
  out.append(2, '\0');
  uint16_t count = 0;
  for (; bytes.size() >= sizeof(Entry) && count < kPolledMax; bytes = bytes.subspan(sizeof(Entry))) {
    Entry entry{};
    std::memcpy(&entry, bytes.data(), sizeof(entry));
    const uint16_t events = result > 0 ? entry.ready : entry.events;
    if (result > 0 && events == 0) continue;
    const int64_t fd = entry.fd;
    out.append(reinterpret_cast<const char*>(&fd), sizeof(fd));
    out.append(reinterpret_cast<const char*>(&events), sizeof(events));
    ++count;
  }
  std::memcpy(out.data() + start, &count, sizeof(count));
}

std::string_view without_first_string(std::string_view area) {
  const size_t end = area.find('\0');
  return end == std::string_view::npos ? std::string_view{} : area.substr(end + 1);
}

}  // namespace sysreel
