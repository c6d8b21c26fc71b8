#include "recorder/mount_table.h"

#include <doctest/doctest.h>

namespace sysreel {
namespace {

TEST_CASE("mountinfo with optional fields, none, and escaped names") {
  const auto mounts = parse_mountinfo(
      "36 35 98:1 /mnt1 /mnt2 rw,noatime master:1 shared:2 - ext3 /dev/root rw,errors=continue\n"
      "37 36 0:25 / /with\\040blank\\134 ro - tmpfs none rw\n"
      "38 36 0:26 / /cut rw\n"
      "x 36 0:26 / /bad rw - tmpfs none rw\n"
      "39 36 0 / /bad rw - tmpfs none rw\n"
      "40 36 0:27 / /last\\0 rw - proc proc rw",
      100);
  REQUIRE(mounts.size() == 3);
  CHECK(mounts[0].id == 36);
  CHECK(mounts[0].parent == 35);
  CHECK(mounts[0].dev == (98U << 20 | 1U));
  CHECK(mounts[0].root == "/mnt1");
  CHECK(mounts[0].directory == "/mnt2");
  CHECK(mounts[0].options == "rw,noatime");
  CHECK(mounts[0].type == "ext3");
  CHECK(mounts[0].source == "/dev/root");
  CHECK(mounts[0].super_options == "rw,errors=continue");
  CHECK(mounts[1].directory == "/with blank\\");
  CHECK(mounts[2].directory == "/last\\0");
}

TEST_CASE("no more mounts than asked for") {
  CHECK(parse_mountinfo("1 1 0:1 / /a rw - t s o\n2 1 0:1 / /b rw - t s o\n", 1).size() == 1);
  CHECK(parse_mountinfo("", 1).empty());
}

}  // namespace
}  // namespace sysreel
