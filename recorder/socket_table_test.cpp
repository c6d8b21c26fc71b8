#include "recorder/socket_table.h"

#include <doctest/doctest.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include "format/catalogue/packed_address.h"

namespace sysreel {
namespace {

TEST_CASE("sockets are found by inode, local end first") {
  SocketTable table;
  table.add_inet(
      "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode\n"
      "   0: 0100007F:1F90 0200007F:0050 01 00000000:00000000 00:00000000 00000000     0        0 4711 1 x\n"
      "   1: nonsense\n"
      "   2: 0100007F:1F90 0200007F:0050 01 00000000:00000000 00:00000000 00000000     0        0 0 1 x\n",
      AF_INET, SOCK_STREAM, IPPROTO_TCP);
  CHECK(table.size() == 1);
  const ScannedSocket* socket = table.find(4711);
  REQUIRE(socket != nullptr);
  CHECK(socket->state == 1);
  const auto tuple = decode_socket_tuple(socket->tuple);
  REQUIRE(tuple);
  CHECK(text_of_ipv4(tuple->source) == "127.0.0.1");
  CHECK(tuple->source.port == 8080);
  CHECK(tuple->destination.port == 80);
  CHECK(table.find(1) == nullptr);
}

TEST_CASE("unix sockets with paths, abstract and without a name") {
  SocketTable table;
  table.add_unix(
      "Num       RefCount Protocol Flags    Type St Inode Path\n"
      "0000000000000000: 00000002 00000000 00010000 0001 01 100 /run/a b\n"
      "0000000000000000: 00000002 00000000 00010000 0002 01 101 @hidden\n"
      "0000000000000000: 00000003 00000000 00000000 0001 03 102\n"
      "short\n");
  CHECK(table.size() == 3);
  CHECK(decode_socket_tuple(table.find(100)->tuple)->path == "/run/a b");
  CHECK(decode_socket_tuple(table.find(101)->tuple)->path == "hidden");
  CHECK(decode_socket_tuple(table.find(102)->tuple)->path.empty());
  CHECK(table.find(101)->type == SOCK_DGRAM);
}

}  // namespace
}  // namespace sysreel
