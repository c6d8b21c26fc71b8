// SocketTable: the sockets of one network namespace by inode, from the tables in /proc/PID/net.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace sysreel {

struct ScannedSocket {
  uint32_t family = 0;
  uint32_t type = 0;
  uint32_t protocol = 0;
  uint8_t state = 0;  // of TCP
  std::string tuple;  // packed, local end first; docs/format.md
  std::optional<uint32_t> uid;
};

class SocketTable {
 public:
  // `folder`: /proc/PID/net
  void read(const std::string& folder);
  const ScannedSocket* find(uint64_t inode) const;
  // TCP sockets that listen, by inode.
  std::map<uint64_t, ScannedSocket> listening() const;

  // One table's text each; lines that do not parse are left out.
  void add_inet(std::string_view text, uint32_t family, uint32_t type, uint32_t protocol);
  void add_unix(std::string_view text);
  void add_netlink(std::string_view text);

  size_t size() const { return sockets_.size(); }

 private:
  std::map<uint64_t, ScannedSocket> sockets_;
};

}  // namespace sysreel
