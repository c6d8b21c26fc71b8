// ScapSnapshot: the lists that stand before a .scap file's events, as the parts of a scan snapshot.
#pragma once

#include <array>
#include <bitset>
#include <cstdint>
#include <string_view>
#include <vector>

#include "format/block_builder.h"
#include "format/capture_item.h"
#include "replayer/import/scap_event.h"
#include "replayer/import/scap_lists.h"

namespace sysreel {

class ScapSnapshot {
 public:
  static constexpr size_t kPartBytes = 4U << 20U;
  static constexpr size_t kPartsMax = 64;
  static constexpr size_t kConnectionsMax = 1U << 20U;  // whose direction is looked into

  // The catalogue must outlive the object.
  explicit ScapSnapshot(const Catalogue& catalogue);

  void add(const ScapInterface& interface);
  void add(const ScapAccount& account);
  void add(const ScapThread& thread);
  void add(const ScapDescriptor& descriptor);
  // Falco writes what it knows of containers and users as events in front of the first real one. True when
  // `event` is one of those and became a row.
  bool add_initial(const ScapEvent& event);

  bool overflowed() const { return overflowed_; }  // rows beyond kPartsMax parts were dropped
  // Everything added since the last call, as of `time`; nothing added gives nothing.
  std::vector<Snapshot> take(uint64_t time);

 private:
  class Row;

  // A connection waits until all server sockets are known: which end is the server follows from their ports.
  struct Connection {
    int64_t tid = 0;
    int64_t fd = 0;
    uint64_t inode = 0;
    std::array<char, 4> local{}, remote{};
    uint16_t local_port = 0, remote_port = 0;
    uint8_t l4proto = 0;
  };

  bool make_room();
  void add_row(const ScapDescriptor& descriptor, char role);
  void add_connections();
  void add_user(uint32_t uid, uint32_t gid, std::string_view name, std::string_view home,
                std::string_view shell, std::string_view container);
  void add_group(uint32_t gid, std::string_view name, std::string_view container);

  const Catalogue& catalogue_;
  BlockBuilder builder_;
  std::vector<Snapshot> parts_;
  std::vector<Connection> connections_;
  std::bitset<65536> server_ports_;
  bool overflowed_ = false;
};

}  // namespace sysreel
