// Files built block by block: every kind of event block, the conversion of old events, recordings in a row.
#include "replayer/import/scap_reader.h"

#include <doctest/doctest.h>

#include <string>

#include "replayer/import/testing/scap_dump.h"
#include "replayer/import/testing/scap_file.h"

namespace sysreel {
namespace {

using Params = std::vector<std::string>;

std::string dump_of(const ScapFile& file) {
  return scap_dump(file.span());
}

TEST_CASE("all types of event block hold the same event") {
  const Params params = {n64(5), n64(static_cast<uint64_t>(-2))};
  for (const uint32_t type : {scap::kEvent1, scap::kEvent1Old, scap::kEvent1Flags, scap::kEvent2,
                              scap::kEvent2Flags, scap::kEvent2Large, scap::kEvent2LargeFlags}) {
    CAPTURE(type);
    ScapFile file;
    file.section().event(type, 1000, 7, 367, params, 1);
    CHECK(dump_of(file) == "#1 @1000 cpu 3 7/-1 dup res=5 oldfd=-2\n");
  }
}

TEST_CASE("large events have lengths of four bytes in blocks that count parameters") {
  const std::string json = zstring("{\"a\":1}");
  for (const uint32_t type : {scap::kEvent2Large, scap::kEvent2LargeFlags, scap::kEvent2}) {
    ScapFile file;
    file.section().event(5, 1, 323 - 1, {n32(9), "abc"}).event(type, 6, 1, 324, {json});
    CHECK(dump_of(file) ==
          "#1 @5 cpu 3 1/-1 pluginevent plugin_id=9 event_data='abc'\n"
          "#2 @6 cpu 3 1/-1 container json='{\"a\":1}'\n");
  }
}

struct Conversion {
  const char* what;
  std::vector<std::pair<uint16_t, Params>> events;
  const char* dump;
};

const std::string kOpenName = zstring("/etc/passwd");

const Params kExecve8 = {
    n64(0), zstring("sh"), zstring("-c") + zstring("ls"), n64(7), n64(6), n64(5), zstring("/tmp"), n64(1024)};
const Params kClone11 = {n64(9),       zstring("sh"), "",     n64(7), n64(6), n64(5),
                         zstring("/"), n64(64),       n32(0), n32(1), n32(2)};
const Conversion kConversions[] = {
    {"enter and exit",
     {{6, {n64(4), n32(100)}}, {7, {n64(3), "abc"}}},
     "#1 read res=3 data='abc' fd=4 size=100"},
    {"without an enter: zeros", {{7, {n64(3), "abc"}}}, "#1 read res=3 data='abc' fd=0 size=0"},
    {"the enter of another call", {{4, {n64(4)}}, {7, {n64(3), ""}}}, "#1 read res=3 data='' fd=0 size=0"},
    {"an enter serves once",
     {{4, {n64(4)}}, {5, {n64(0)}}, {5, {n64(0)}}},
     "#1 close res=0 fd=4\n#2 close res=0 fd=0"},
    {"all parameters in the exit", {{4, {n64(4)}}, {5, {n64(0), n64(9)}}}, "#1 close res=0 fd=9"},
    {"an old code without an enter: missing", {{103, {n64(3)}}}, "#1 openat fd=3"},
    {"an old code",
     {{102, {n64(static_cast<uint64_t>(-100)), kOpenName, n32(1), n32(2)}}, {103, {n64(3)}}},
     "#1 openat fd=3 dirfd=-100 name='/etc/passwd' flags=1 mode=2"},
    {"a hidden enter has a number",
     {{2, {kOpenName, n32(1), n32(0)}}, {3, {n64(3), kOpenName, n32(1), n32(0)}}},
     "#2 open fd=3 name='/etc/passwd' flags=1 mode=0"},
    {"a dropped enter has none",
     {{60, {}}, {61, {n64(0), n64(3), n64(4), n64(5)}}},
     "#1 pipe res=0 fd1=3 fd2=4 ino=5"},
    {"unused codes", {{17, {}}, {260, {zstring("{}")}}, {450, {}}, {275, {n64(5)}}}, "#1 setsid res=5"},
    {"the first execve",
     {{12, {}}, {13, kExecve8}},
     "#2 execve res=0 exe='sh' args='-c\\x00ls\\x00' tid=7 pid=6 ptid=5 cwd='/tmp' fdlimit=1024"},
    {"the file name of execve",
     {{292, {kOpenName}}, {293, {n64(static_cast<uint64_t>(-2))}}},
     "#2 execve res=-2 filename='/etc/passwd'"},
    {"the file of execveat",
     {{330, {n64(5), zstring("x"), n32(4096)}}, {331, {n64(static_cast<uint64_t>(-2))}}},
     "#2 execveat res=-2 dirfd=5 filename='x' at_flags=4096"},
    {"the first clone",
     {{15, kClone11}},
     "#1 clone res=9 exe='sh' args='' tid=7 pid=6 ptid=5 cwd='/' fdlimit=64 flags=0 uid=1 gid=2"},
    {"numbers that never were",
     {{27, {n64(4), "", n8(7)}}},
     "#1 accept fd=4 queuepct=7 queuelen=0 queuemax=0"},
    {"renamed parameters",
     {{124, {n64(4)}}, {125, {n64(5)}}, {296, {n64(3)}}, {297, {n64(8)}}},
     "#1 dup res=5 oldfd=4\n#2 bpf fd=8 cmd=3"},
    {"ids that nothing tells",
     {{199, {n64(0)}}, {198, {n32(5)}}, {199, {n64(0)}}},
     "#1 setuid res=0\n#2 setuid res=0 uid=5"},
    {"a container in four values",
     {{275, {n64(1)}}, {228, {zstring("id"), n32(0), zstring("na\"me"), zstring("img")}}},
     "#1 setsid res=1\n#2 container "
     "json='{\"id\":\"id\",\"type\":0,\"name\":\"na\\\"me\",\"image\":\"img\"}'"},
    {"a generic call by its number", {{0, {n16(21), n16(34)}}, {1, {n16(21)}}}, "#1 pause ID=21 nativeID=34"},
    {"a generic call without enter", {{1, {n16(21)}}}, "#1 pause ID=21"},
    {"a generic call that Falco had no number for",
     {{1, {n16(0), n16(221)}}},
     "#1 fadvise64 ID=0 nativeID=221"},
    {"a generic call that changes state today",
     {{1, {n16(115), n16(126)}}},
     "#1 generic:capset ID=115 nativeID=126"},
    {"a generic call that has parameters today", {{1, {n16(75)}}}, "#1 generic:mprotect ID=75"},
    {"a generic call that nobody knows", {{1, {n16(60000)}}}, "#1 syscall ID=60000"},
    {"an empty text is missing, empty bytes are not",
     {{3, {n64(3), "", n32(1)}}, {7, {n64(0), "", n64(1), n32(2)}}},
     "#1 open fd=3 flags=1\n#2 read res=0 data='' fd=1 size=2"},
    {"text ends at its first NUL",
     {{275, {n64(1)}}, {95, {n64(0), std::string("a\0b", 3)}}},
     "#1 setsid res=1\n#2 chdir res=0 path='a'"},
    {"a number of another width", {{275, {n32(0xffffffff)}}}, "#1 setsid res=-1"},
};

TEST_CASE("what an event lacks is told from what it has without a value") {
  const struct {
    uint16_t code;
    std::vector<std::string> params;
    const char* kind;
    const char* param;
    Mark mark;
  } rows[] = {
      {3, {n64(3), ""}, "open", "name", Mark::kFault},            // in the event, without a value
      {3, {n64(3)}, "open", "name", Mark::kFault},                // Falco completes this kind
      {13, kExecve8, "execve", "trusted_exepath", Mark::kFault},  // likewise of an older version
      {1, {n16(21)}, "pause", "nativeID", Mark::kFault},          // likewise
      {186, {n64(3)}, "procexit", "sig", Mark::kMissing},         // and not this one
      {186, {n64(3), ""}, "procexit", "ret", Mark::kFault},
      {45, {}, "setsockopt", "res", Mark::kMissing},
      {3, {n64(3), kOpenName}, "open", "name", Mark::kPresent},
  };
  for (const auto& row : rows) {
    CAPTURE(row.code);
    CAPTURE(row.param);
    ScapFile file;
    file.section();
    file.event(1, 7, row.code, row.params);
    auto reader = ScapReader::read(memory_source(file.span()));
    REQUIRE(reader.ok());
    CaptureItem item;
    while (item.kind != CaptureItem::Kind::kBlock) REQUIRE(*(*reader)->next(item, {}));
    const EventKind& kind = (*reader)->catalogue().kind(EventRef(item.block, 0).kind());
    CHECK(kind.name == row.kind);
    CHECK(EventRef(item.block, 0).mark(static_cast<size_t>(kind.param_index(row.param))) == row.mark);
  }
}

TEST_CASE("events of all ages become events of today") {
  for (const Conversion& row : kConversions) {
    CAPTURE(row.what);
    ScapFile file;
    file.section();
    for (const auto& [code, params] : row.events) file.event(1, 7, code, params);
    std::string dump = dump_of(file);
    for (const std::string_view noise : {" @1 cpu 3 7/-1", " @1 cpu 3 7/6"})
      for (size_t at = 0; (at = dump.find(noise)) != std::string::npos;) dump.erase(at, noise.size());
    CHECK(dump == std::string(row.dump) + '\n');
  }
}

TEST_CASE("threads of another process do not take each other's enters") {
  ScapFile file;
  file.section()
      .event(1, 7, 4, {n64(1)})
      .event(2, 8, 4, {n64(2)})
      .event(3, 7, 5, {n64(0)})
      .event(4, 8, 5, {n64(0)});
  CHECK(dump_of(file) ==
        "#1 @3 cpu 3 7/-1 close res=0 fd=1\n"
        "#2 @4 cpu 3 8/-1 close res=0 fd=2\n");
}

TEST_CASE("pids come from exec and clone") {
  const auto clone = [](uint64_t res, uint64_t tid, uint64_t pid, uint32_t flags) {
    Params params = {n64(res), zstring("sh"), "",     n64(tid), n64(pid), n64(1),  zstring("/"),
                     n64(64),  n64(0),        n64(0), n32(0),   n32(0),   n32(0),  zstring("sh"),
                     "",       n32(flags),    n32(0), n32(0),   n64(tid), n64(pid)};
    return params;
  };
  ScapFile file;
  file.section()
      .event(1, 10, 223, clone(11, 10, 10, 0))  // a process
      .event(2, 11, 275, {n64(1)})
      .event(3, 10, 223, clone(12, 10, 10, 1U << 13U))  // a thread
      .event(4, 12, 275, {n64(1)})
      .event(5, 10, 223, clone(2, 10, 10, 1U << 29U))  // in another pid namespace: 2 is not its tid
      .event(6, 2, 275, {n64(1)})
      .event(7, 12, 186, {n64(0), n64(0), n8(0), n8(0), n64(0)})
      .event(8, 12, 275, {n64(1)});
  const std::string dump = dump_of(file);
  for (const char* line : {"@2 cpu 3 11/11 setsid", "@4 cpu 3 12/10 setsid", "@6 cpu 3 2/-1 setsid",
                           "@7 cpu 3 12/10 procexit", "@8 cpu 3 12/-1 setsid"}) {
    CAPTURE(line);
    CHECK(dump.find(line) != std::string::npos);
  }
}

TEST_CASE("events of codes and kinds that are not known are counted") {
  ScapFile file;
  file.section().event(1, 7, 500, {}).event(2, 7, 432, {n32(1), "", n64(2)}).event(3, 7, 275, {n64(1)});
  auto reader = ScapReader::read(memory_source(file.span()));
  REQUIRE(reader.ok());
  CaptureItem item;
  REQUIRE(*(*reader)->next(item, {}));
  CHECK(item.block.size() == 1);
  CHECK(item.block.number_of(0) == 2);  // Falco numbers what it can name
  CHECK((*reader)->counts().unknown_codes == 2);
  CHECK((*reader)->counts().delivered == 1);
  CHECK_FALSE(*(*reader)->next(item, {}));
  CHECK((*reader)->state() == CaptureState::kClosed);
}

TEST_CASE("two recordings in one file: the second has a snapshot of its own, numbers go on") {
  ScapFile file;
  const std::string users = n8(0) + n32(5) + n32(6) + sized("u") + sized("/h") + sized("/s");
  file.section()
      .machine("first")
      .block(scap::kUsers1, users)
      .event(1, 7, 4, {n64(1)})
      .event(2, 7, 275, {n64(1)});
  file.section().machine("second").block(scap::kUsers1, users).event(3, 7, 5, {n64(0)});
  CHECK(dump_of(file) ==
        "snapshot.user uid=5 gid=6 name='u' home='/h' shell='/s'\n"
        "#1 @2 cpu 3 7/-1 setsid res=1\n"
        "snapshot.user uid=5 gid=6 name='u' home='/h' shell='/s'\n"
        "#2 @3 cpu 3 7/-1 close res=0 fd=0\n");
  auto reader = ScapReader::read(memory_source(file.span()));
  REQUIRE(reader.ok());
  CHECK((*reader)->header().host == "first");
  CHECK((*reader)->header().cpus == 4);
  CHECK((*reader)->header().numbers == NumberSpace::kPortable);
  CHECK((*reader)->header().wall_time == (*reader)->header().boot_time);
}

TEST_CASE("the id depends on the content alone") {
  ScapFile one, two;
  one.section().event(1, 7, 275, {n64(1)});
  two.section().event(1, 7, 275, {n64(2)});
  const auto id = [](const ScapFile& file) {
    auto reader = ScapReader::read(memory_source(file.span()));
    REQUIRE(reader.ok());
    return to_hex((*reader)->header().capture_id);
  };
  CHECK(id(one) == id(one));
  CHECK(id(one) != id(two));
}

TEST_CASE("many events come in several blocks with all numbers") {
  ScapFile file;
  file.section();
  constexpr uint64_t kEvents = 60000;
  for (uint64_t i = 0; i < kEvents; ++i) file.event(i, 7, 275, {n64(i)});
  auto reader = ScapReader::read(memory_source(file.span()));
  REQUIRE(reader.ok());
  CaptureItem item;
  uint64_t next = 1;
  uint64_t blocks = 0;
  uint64_t offset = 0;
  while (*(*reader)->next(item, {})) {
    CHECK(item.block_number == ++blocks);
    CHECK(item.offset >= offset);
    offset = item.end_offset;
    for (size_t i = 0; i < item.block.size(); ++i, ++next) REQUIRE(item.block.number_of(i) == next);
  }
  CHECK(next == kEvents + 1);
  CHECK(blocks > 1);
  CHECK(offset == file.bytes().size());

  auto later = ScapReader::read(memory_source(file.span()));
  REQUIRE(later.ok());
  (*later)->select({.from = kEvents - 10, .to = kEvents});
  REQUIRE(*(*later)->next(item, {}));
  CHECK(item.block_number == blocks);
  CHECK(item.last_time == kEvents - 1);
  CHECK_FALSE(*(*later)->next(item, {}));
}

}  // namespace
}  // namespace sysreel
