// Every version of every list in front of the events, as rows of the snapshot.
#include "replayer/import/scap_lists.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <string>

#include "replayer/import/testing/scap_dump.h"
#include "replayer/import/testing/scap_file.h"

namespace sysreel {
namespace {

std::string rows_of(uint32_t type, const std::string& body) {
  ScapFile file;
  file.section().block(type, body);
  return scap_dump(file.span());
}

// An entry that begins with its own length, which counts itself.
std::string with_length(const std::string& entry) {
  return n32(entry.size() + 4) + entry;
}

// A process as version 1 … 9 writes it; a tail of version 9 is the caller's.
std::string process(int version) {
  std::string entry = n64(7) + n64(6) + n64(5);
  if (version >= 6) entry += n64(4);
  if (version >= 8) entry += n64(3);
  entry += sized("comm") + sized("/exe");
  if (version >= 7) entry += sized("/exepath");
  entry += sized(zstring("-a")) + sized("/cwd") + n64(1024) + n32(1U << 29U) + n32(11) + n32(12);
  if (version >= 2) entry += n32(21) + n32(22) + n32(23) + n64(24) + n64(25);
  if (version >= 3) entry += sized(zstring("A=1"));
  if (version >= 4) entry += n64(31) + n64(32) + sized(zstring("cpu=/x"));
  if (version >= 5) entry += sized("/root");
  return entry;
}

std::string value_of(const std::string& dump, std::string_view name) {
  const std::string key = ' ' + std::string(name) + '=';
  const size_t at = dump.find(key);
  if (at == std::string::npos) return "-";
  const size_t from = at + key.size();
  return dump.substr(from, dump.find_first_of(" \n", from) - from);
}

TEST_CASE("process lists of versions 1 to 9") {
  struct Row {
    uint32_t type;
    int version;
  };
  const Row rows[] = {{scap::kProcesses1, 1},    {scap::kProcesses1Old, 1}, {scap::kProcesses2, 2},
                      {scap::kProcesses2Old, 2}, {scap::kProcesses3, 3},    {scap::kProcesses3Old, 3},
                      {scap::kProcesses4, 4},    {scap::kProcesses5, 5},    {scap::kProcesses6, 6},
                      {scap::kProcesses7, 7},    {scap::kProcesses8, 8},    {scap::kProcesses9, 9}};
  for (const Row& row : rows) {
    CAPTURE(row.type);
    const int v = row.version;
    const std::string entry = v == 9 ? with_length(process(9)) : process(v);
    const std::string dump = rows_of(row.type, entry + entry);
    CHECK(dump.find("damage") == std::string::npos);
    const std::string first = dump.substr(0, dump.find('\n') + 1);
    CHECK(dump == first + first);
    const auto since = [&](int version, const char* value) { return v >= version ? value : "-"; };
    CHECK(value_of(first, "tid") == "7");
    CHECK(value_of(first, "pid") == "6");
    CHECK(value_of(first, "ptid") == "5");
    CHECK(value_of(first, "sid") == since(6, "4"));
    CHECK(value_of(first, "vpgid") == since(8, "3"));
    CHECK(value_of(first, "comm") == "'comm'");
    CHECK(value_of(first, "exe") == "'/exe'");
    CHECK(value_of(first, "exepath") == (v >= 7 ? "'/exepath'" : "''"));
    CHECK(value_of(first, "args") == "'-a\\x00'");
    CHECK(value_of(first, "cwd") == "'/cwd'");
    CHECK(value_of(first, "fdlimit") == "1024");
    CHECK(value_of(first, "child_in_pidns") == "1");
    CHECK(value_of(first, "uid") == "11");
    CHECK(value_of(first, "gid") == "12");
    CHECK(value_of(first, "vm_rss") == (v >= 2 ? "22" : "0"));
    CHECK(value_of(first, "env") == (v >= 3 ? "'A=1\\x00'" : "''"));
    CHECK(value_of(first, "vtid") == since(4, "31"));
    CHECK(value_of(first, "cgroups") == (v >= 4 ? "'cpu=/x\\x00'" : "''"));
    CHECK(value_of(first, "root") == since(5, "'/root'"));
    CHECK(value_of(first, "loginuid") == "4294967295");
  }
}

TEST_CASE("version 9 grew at its end, and before libs 0.10 in another order") {
  const std::string old_tail = n32(1000) + n8(1) + n64(1) + n64(2) + n64(3);
  const std::string whole_tail = n64(77) + n32(34816) + old_tail + n8(1) + n64(41) + n64(42) + n64(43) +
                                 n8(1) + n8(1) + n64(55) + "something newer";
  struct Row {
    std::string tail;
    const char* loginuid;
    const char* flags;
    const char* tty;
    const char* cap_effective;
    const char* exe_ino;
    const char* pgid;
  };
  const Row rows[] = {{"", "4294967295", "0", "0", "0", "0", "-"},
                      {n32(1000), "1000", "0", "0", "0", "0", "-"},
                      {old_tail, "1000", "1", "0", "3", "0", "-"},
                      {whole_tail, "1000", "15", "34816", "3", "41", "55"}};
  for (const Row& row : rows) {
    const std::string dump = rows_of(scap::kProcesses9, with_length(process(9) + row.tail));
    CAPTURE(dump);
    CHECK(value_of(dump, "loginuid") == row.loginuid);
    CHECK(value_of(dump, "flags") == row.flags);
    CHECK(value_of(dump, "tty") == row.tty);
    CHECK(value_of(dump, "cap_effective") == row.cap_effective);
    CHECK(value_of(dump, "exe_ino") == row.exe_ino);
    CHECK(value_of(dump, "pgid") == row.pgid);
  }
}

TEST_CASE("descriptors of every type, in both versions") {
  const std::string v4 = "\x01\x02\x03\x04";
  const std::string v6(16, '\x05');
  const std::string v4_shown = "\\x01\\x02\\x03\\x04";
  struct Row {
    uint8_t type;
    std::string rest;
    const char* row;
  };
  const Row rows[] = {
      {1, sized("/f"), "fd_type=102 name='/f'"},
      {2, sized("/d"), "fd_type=100 name='/d'"},
      {3, v4 + v4 + n16(0x4140) + n16(0x4342) + n8(2), "fd_type=52"},
      {4, v6 + v6 + n16(1) + n16(2) + n8(3), "fd_type=54"},
      {5, v4 + n16(0x4140) + n8(2), "fd_type=52"},
      {6, v6 + n16(1) + n8(2), "fd_type=54"},
      {7, sized("pipe:[1]"), "fd_type=112 name='pipe:[1]'"},
      {8, n64(1) + n64(2) + sized("/s"), "fd_type=117 name='/s'"},
      {9, sized("e"), "fd_type=101 name='e'"},
      {10, sized("x"), "fd_type=111 name='x'"},
      {16, n32(1) + sized("/f"), "fd_type=102 name='/f' open_flags=1"},
      {21, sized("p"), "fd_type=80 name='p'"},
      {99, sized("newer"), "fd_type=111 name=''"},
  };
  for (const Row& row : rows) {
    CAPTURE(int{row.type});
    const std::string entry = n64(3) + n64(99) + n8(row.type) + row.rest;
    const std::string two = rows_of(scap::kDescriptors2, n64(7) + with_length(entry) + with_length(entry));
    CHECK(two.find(std::string("snapshot.fd fd=3 ") + row.row) == 0);
    CHECK(two.find(" ino=99") != std::string::npos);
    CHECK(two.find("damage") == std::string::npos);
    CHECK(std::count(two.begin(), two.end(), '\n') == 2);
    if (row.type < kScapFdTypes) {
      const std::string first = two.substr(0, two.find('\n') + 1);
      std::string one = rows_of(scap::kDescriptors1, n64(7) + entry);
      CHECK(one == first);
    }
  }
  const std::string device = rows_of(
      scap::kDescriptors2, n64(7) + with_length(n64(3) + n64(0) + n8(16) + n32(0) + sized("/f") + n32(66)));
  CHECK(value_of(device, "dev") == "66");
  const std::string server =
      rows_of(scap::kDescriptors1, n64(7) + n64(3) + n64(0) + n8(5) + v4 + n16(0x4140) + n8(2));
  CHECK(value_of(server, "role") == "108");
  CHECK(value_of(server, "l4proto") == "2");
  CHECK(value_of(server, "tuple") == "'\\x02" + v4_shown + "@A" + "\\x00\\x00\\x00\\x00\\x00\\x00'");
}

TEST_CASE(
    "connections from a port that some process listens on are incoming, in whatever order they are listed") {
  const std::string local = "\x01\x02\x03\x04";
  const std::string remote = "\x05\x06\x07\x08";
  const auto connection = [&](uint16_t port) {
    return n64(port) + n64(0) + n8(3) + local + remote + n16(port) + n16(9999) + n8(2);
  };
  const std::string listener =
      n64(1) + n64(0) + n8(6) + std::string(16, '\0') + n16(80) + n8(2);  // IPv6 counts
  ScapFile file;
  file.section()
      .block(scap::kDescriptors1, n64(7) + connection(80) + connection(81))
      .block(scap::kDescriptors1, n64(8) + listener);
  const std::string dump = scap_dump(file.span());
  const auto role_of = [&](std::string_view fd) { return value_of(dump.substr(dump.find(fd)), "role"); };
  CHECK(role_of("fd=80 ") == std::to_string('s'));
  CHECK(role_of("fd=81 ") == std::to_string('c'));
  CHECK(role_of("fd=1 ") == std::to_string('l'));
}

TEST_CASE("block types of before the format was published mean the same") {
  const std::string user = n8(0) + n32(5) + n32(6) + sized("u") + sized("/h") + sized("/s");
  CHECK(rows_of(scap::kUsers1Old, user) == rows_of(scap::kUsers1, user));
  const std::string descriptors = n64(7) + n64(3) + n64(99) + n8(1) + sized("/f");
  CHECK(rows_of(scap::kDescriptors1Old, descriptors) == rows_of(scap::kDescriptors1, descriptors));
  CHECK(rows_of(scap::kUsers1Old, user).find("name='u'") != std::string::npos);
  CHECK(rows_of(scap::kDescriptors1Old, descriptors).find("name='/f'") != std::string::npos);
}

TEST_CASE("interfaces with and without speed, in both versions") {
  const std::string v4 = "AAAABBBBCCCC";
  const std::string v6 = std::string(16, 'a') + std::string(16, 'b') + std::string(16, 'c');
  const std::string entries[] = {n16(1) + n16(2) + v4 + n64(10) + "lo", n16(3) + n16(2) + v4 + "lo",
                                 n16(2) + n16(2) + v6 + n64(10) + "lo", n16(4) + n16(2) + v6 + "lo"};
  for (const std::string& entry : entries) {
    const std::string one = rows_of(scap::kInterfaces1, entry);
    CHECK(one.find("snapshot.interface name='lo'") == 0);
    CHECK(one.find("damage") == std::string::npos);
    CHECK(one == rows_of(scap::kInterfaces2, n32(entry.size()) + entry));
    CHECK(one == rows_of(scap::kInterfaces1Old, entry));
  }
  CHECK(rows_of(scap::kInterfaces1, n16(9) + n16(2) + v4 + "lo").find("unknown type") != std::string::npos);
  CHECK(rows_of(scap::kInterfaces2, n32(18) + n16(9) + n16(2) + v4 + "lo").empty());
}

TEST_CASE("users and groups, from lists and from the events in front") {
  const std::string user = n8(0) + n32(5) + n32(6) + sized("u") + sized("/h") + sized("/s");
  const std::string group = n8(1) + n32(6) + sized("g");
  const std::string rows =
      "snapshot.user uid=5 gid=6 name='u' home='/h' shell='/s'\n"
      "snapshot.group gid=6 name='g'\n";
  CHECK(rows_of(scap::kUsers1, user + group) == rows);
  CHECK(rows_of(scap::kUsers2, with_length(user + "more") + with_length(group)) == rows);
  ScapFile file;
  file.section()
      .event(1, -1, 354, {n32(5), n32(6), zstring("u"), zstring("/h"), zstring("/s"), zstring("")})
      .event(1, -1, 358, {n32(6), zstring("g"), zstring("c0ffee")})
      .event(1, -1, 324 - 52, {zstring("{}")})
      .event(9, 7, 275, {n64(1)})
      .event(10, -1, 358, {n32(6), zstring("g"), zstring("")});
  CHECK(scap_dump(file.span()) ==
        "snapshot.user uid=5 gid=6 name='u' home='/h' shell='/s'\n"
        "snapshot.group gid=6 name='g' container_id='c0ffee'\n"
        "snapshot.container json='{}'\n"
        "#4 @9 cpu 3 7/-1 setsid res=1\n"
        "#5 @10 cpu 3 -1/-1 groupadded gid=6 name='g' container_id=''\n");
}

TEST_CASE("a list that lies about a length is damage, and what came before it is kept") {
  const std::string user = n8(0) + n32(5) + n32(6) + sized("u") + sized("/h") + sized("/s");
  struct Row {
    uint32_t type;
    std::string body;
    size_t rows;
  };
  const Row rows[] = {
      {scap::kUsers1, user + n8(0) + n32(1) + n32(1) + n16(60000), 1},
      {scap::kUsers2, with_length(user) + n32(60000), 1},
      {scap::kUsers2, with_length(user) + n32(3), 1},
      {scap::kUsers2, with_length(user) + n32(6) + n16(0), 1},
      {scap::kProcesses1, process(1) + n64(1), 1},
      {scap::kProcesses9, with_length(process(9)) + n32(1) + n32(0), 1},
      {scap::kProcesses9, with_length(process(9)) + n32(8) + n32(0), 1},
      {scap::kDescriptors1, n32(1), 0},
      {scap::kDescriptors1, n64(1) + n64(1) + n64(1), 0},
      {scap::kDescriptors2, n64(1) + n32(8) + n32(0), 0},
      {scap::kDescriptors2, n64(1) + n32(800) + n32(0), 0},
      {scap::kInterfaces1, n16(1) + n16(60000), 0},
      {scap::kInterfaces2, n32(60000), 0},
      {scap::kInterfaces2, n32(4) + n16(1) + n16(2), 0},
      {scap::kMachine, n32(1), 0},
  };
  for (const Row& row : rows) {
    CAPTURE(row.type);
    CAPTURE(row.body.size());
    const std::string dump = rows_of(row.type, row.body);
    CHECK(static_cast<size_t>(std::count(dump.begin(), dump.end(), '\n')) == row.rows + 1);
    CHECK(dump.find("damage 28-") != std::string::npos);
  }
}

}  // namespace
}  // namespace sysreel
