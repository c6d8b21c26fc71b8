#include "recorder/socket_table.h"

#include <netinet/in.h>
#include <sys/socket.h>

#include <array>
#include <charconv>
#include <cstring>

#include "recorder/small_file.h"

namespace sysreel {
namespace {

constexpr size_t kTableMax = 16U << 20;
constexpr uint8_t kTcpListen = 10;
constexpr size_t kSocketsMax = 1U << 20;

std::string_view cut_line(std::string_view& text) {
  const size_t end = text.find('\n');
  const std::string_view line = text.substr(0, end);
  text = end == std::string_view::npos ? std::string_view{} : text.substr(end + 1);
  return line;
}

std::string_view next_word(std::string_view& text) {
  const size_t begin = text.find_first_not_of(' ');
  if (begin == std::string_view::npos) return text = {};
  text.remove_prefix(begin);
  const size_t end = std::min(text.find(' '), text.size());
  const std::string_view word = text.substr(0, end);
  text.remove_prefix(end);
  return word;
}

template <typename T>
std::optional<T> number(std::string_view text, int base) {
  T value{};
  const auto result = std::from_chars(text.data(), text.data() + text.size(), value, base);
  if (text.empty() || result.ec != std::errc() || result.ptr != text.data() + text.size())
    return std::nullopt;
  return value;
}

// "0100007F:1F90": 32-bit words in the host's order, then the port.
bool append_endpoint(std::string_view text, uint32_t family, std::string& out) {
  const size_t words = family == AF_INET6 ? 4 : 1;
  if (text.size() != words * 8 + 5 || text[words * 8] != ':') return false;
  for (size_t i = 0; i < words; ++i) {
    const auto word = number<uint32_t>(text.substr(i * 8, 8), 16);
    if (!word) return false;
    char bytes[4];
    std::memcpy(bytes, &*word, sizeof(bytes));
    out.append(bytes, sizeof(bytes));
  }
  const auto port = number<uint16_t>(text.substr(words * 8 + 1), 16);
  if (!port) return false;
  out.push_back(static_cast<char>(*port & 0xff));
  out.push_back(static_cast<char>(*port >> 8));
  return true;
}

}  // namespace

void SocketTable::add_inet(std::string_view text, uint32_t family, uint32_t type, uint32_t protocol) {
  cut_line(text);  // headings
  while (!text.empty() && sockets_.size() < kSocketsMax) {
    std::string_view line = cut_line(text);
    std::array<std::string_view, 10> fields;
    for (auto& field : fields) field = next_word(line);
    const auto inode = number<uint64_t>(fields[9], 10);
    const auto state = number<uint8_t>(fields[3], 16);
    ScannedSocket socket{family, type, protocol, state.value_or(0), {}, number<uint32_t>(fields[7], 10)};
    socket.tuple.push_back(static_cast<char>(family));
    if (!inode || *inode == 0 || !append_endpoint(fields[1], family, socket.tuple) ||
        !append_endpoint(fields[2], family, socket.tuple))
      continue;
    sockets_.emplace(*inode, std::move(socket));
  }
}

void SocketTable::add_unix(std::string_view text) {
  cut_line(text);
  while (!text.empty() && sockets_.size() < kSocketsMax) {
    std::string_view line = cut_line(text);
    std::array<std::string_view, 7> fields;
    for (auto& field : fields) field = next_word(line);
    const auto inode = number<uint64_t>(fields[6], 10);
    if (!inode || *inode == 0) continue;
    if (line.starts_with(' ')) line.remove_prefix(1);
    if (line.starts_with('@')) line.remove_prefix(1);  // abstract
    ScannedSocket socket{AF_UNIX, number<uint32_t>(fields[4], 16).value_or(0), 0, 0, {}, {}};
    socket.tuple.push_back(AF_UNIX);
    char pair[16] = {};
    std::memcpy(pair, &*inode, sizeof(*inode));
    socket.tuple.append(pair, sizeof(pair));
    socket.tuple.append(line);
    sockets_.emplace(*inode, std::move(socket));
  }
}

void SocketTable::add_netlink(std::string_view text) {
  cut_line(text);
  while (!text.empty() && sockets_.size() < kSocketsMax) {
    std::string_view line = cut_line(text);
    std::array<std::string_view, 10> fields;
    for (auto& field : fields) field = next_word(line);
    const auto inode = number<uint64_t>(fields[9], 10);
    if (!inode || *inode == 0) continue;
    sockets_.emplace(
        *inode, ScannedSocket{AF_NETLINK, SOCK_RAW, number<uint32_t>(fields[1], 10).value_or(0), 0, {}, {}});
  }
}

void SocketTable::read(const std::string& folder) {
  add_inet(read_small_file(folder + "/tcp", kTableMax), AF_INET, SOCK_STREAM, IPPROTO_TCP);
  add_inet(read_small_file(folder + "/tcp6", kTableMax), AF_INET6, SOCK_STREAM, IPPROTO_TCP);
  add_inet(read_small_file(folder + "/udp", kTableMax), AF_INET, SOCK_DGRAM, IPPROTO_UDP);
  add_inet(read_small_file(folder + "/udp6", kTableMax), AF_INET6, SOCK_DGRAM, IPPROTO_UDP);
  add_inet(read_small_file(folder + "/raw", kTableMax), AF_INET, SOCK_RAW, IPPROTO_RAW);
  add_inet(read_small_file(folder + "/raw6", kTableMax), AF_INET6, SOCK_RAW, IPPROTO_RAW);
  add_unix(read_small_file(folder + "/unix", kTableMax));
  add_netlink(read_small_file(folder + "/netlink", kTableMax));
}

std::map<uint64_t, ScannedSocket> SocketTable::listening() const {
  std::map<uint64_t, ScannedSocket> found;
  for (const auto& [inode, socket] : sockets_)
    if (socket.protocol == IPPROTO_TCP && socket.state == kTcpListen) found.emplace(inode, socket);
  return found;
}

const ScannedSocket* SocketTable::find(uint64_t inode) const {
  const auto found = sockets_.find(inode);
  return found == sockets_.end() ? nullptr : &found->second;
}

}  // namespace sysreel
