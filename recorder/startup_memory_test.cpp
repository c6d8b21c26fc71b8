#include "recorder/startup_memory.h"

#include <doctest/doctest.h>

#include <string>

namespace sysreel {
namespace {

TEST_CASE("only pages that nobody has written are given back") {
  const std::string smaps =
      "55d0-55e0 r-xp 00001000 fe:00 12   /usr/bin/sysreel-record\nSize: 4 kB\nAnonymous:             0 kB\n"
      "55e0-55f0 r--p 00002000 fe:00 12   /usr/bin/sysreel-record\nAnonymous:             8 kB\n"
      "55f0-5600 rw-p 00003000 fe:00 12   /usr/bin/sysreel-record\nAnonymous:             0 kB\n"
      "5600-5610 r--p 00000000 00:00 0    [vvar]\nAnonymous:             0 kB\n"
      "5610-5620 r--p 00000000 fe:00 13   /lib/with space.so\nAnonymous:             0 kB\nVmFlags: rd\n";
  const auto ranges = unwritten_file_mappings(smaps);
  REQUIRE(ranges.size() == 2);
  CHECK(ranges[0].begin == 0x55d0);
  CHECK(ranges[0].end == 0x55e0);
  CHECK(ranges[1].begin == 0x5610);
  for (const char* bad : {"", "\n\n", "zz-1 r-xp /x\nAnonymous: 0 kB\n", "1-2"})
    CHECK(unwritten_file_mappings(bad).empty());
}

TEST_CASE("the process goes on afterwards") {
  give_back_startup_memory();
  CHECK(std::to_string(12) == "12");
}

}  // namespace
}  // namespace sysreel
