#include "recorder/proc_text.h"

#include <doctest/doctest.h>

namespace sysreel {
namespace {

TEST_CASE("stat: the name may hold anything") {
  const auto stat =
      parse_stat("4242 (a (b) c) S 41 42 43 34816 99 4194304 10 20 30 40 1 2 3 4 20 0 1 0 123456 1 2 3\n");
  REQUIRE(stat);
  CHECK(stat->comm == "a (b) c");
  CHECK(stat->ppid == 41);
  CHECK(stat->pgid == 42);
  CHECK(stat->sid == 43);
  CHECK(stat->tty == 34816);
  CHECK(stat->minor_faults == 10);
  CHECK(stat->major_faults == 30);
  CHECK(stat->start_ticks == 123456);
  for (const char* text : {"", "1", "1 (", "1 (a)", "1 (a) S 1 2 3", ") (",
                           "1 (a) S 1 2 3 4 5 6 7 8 9 10 11 12 13 14 "
                           "15 16 17 18 x"})
    CHECK_FALSE(parse_stat(text));
}

TEST_CASE("status: ids, capabilities, namespaces") {
  const ProcStatus status = parse_status(
      "Name:\tx\nTgid:\t7\nUid:\t1\t2\t3\t4\nGid:\t5\t6\t7\t8\nNStgid:\t700\t7\nNSpid:\t700\t8\nNSpgid:"
      "\t700\t9\n"
      "NSsid:\t700\t0\nVmSize:\t  1234 kB\nVmRSS:\t  56 kB\nVmSwap:\t 7 kB\nCapInh:\t0000000000000001\n"
      "CapPrm:\t000001ffffffffff\nCapEff:\t0000000000000003\nNoNewPrivs:\t1\nSeccomp:\t2\nbroken\n:\n");
  CHECK(status.pid == 7);
  CHECK(status.ruid == 1);
  CHECK(status.uid == 2);
  CHECK(status.suid == 3);
  CHECK(status.fsuid == 4);
  CHECK(status.rgid == 5);
  CHECK(status.fsgid == 8);
  CHECK(status.vpid == 7);
  CHECK(status.vtid == 8);
  CHECK(status.vpgid == 9);
  CHECK(status.vsid == 0);
  CHECK(status.in_pidns);
  CHECK(status.vm_size == 1234);
  CHECK(status.cap_inheritable == 1);
  CHECK(status.cap_permitted == 0x1ffffffffff);
  CHECK(status.seccomp == 2);
  CHECK_FALSE(status.cap_ambient);
  CHECK_FALSE(parse_status("").pid);
  CHECK_FALSE(parse_status("NSpid:\t1\n").in_pidns);
  CHECK_FALSE(parse_status("Uid:\tx\n").uid);
}

TEST_CASE("cgroups come in the order of the BPF programs") {
  CHECK(parse_cgroups("9:memory:/m\n4:cpu,cpuacct:/c\n3:blkio:/b\n2:freezer:/no\n1:cpuset:/\n0::/u\n") ==
        std::string("cpuset=/\0cpu=/c\0cpuacct=/c\0io=/b\0memory=/m\0unified=/u\0", 54));
  CHECK(parse_cgroups("").empty());
  CHECK(parse_cgroups("junk\n1:\n").empty());
}

TEST_CASE("limits, descriptors, links") {
  CHECK(parse_fdlimit(
            "Max cpu time   unlimited   unlimited   seconds\nMax open files   1024   4096   files\n") ==
        1024);
  CHECK(parse_fdlimit("Max open files   unlimited   4096   files\n") == ~uint64_t{0});
  CHECK_FALSE(parse_fdlimit("Max open files\n"));
  CHECK_FALSE(parse_fdlimit(""));
  const ProcFdInfo info =
      parse_fdinfo("pos:\t5\nflags:\t02100000\nmnt_id:\t28\nino:\t3\nPid:\t77\ntfd: 4 events: 1\n");
  CHECK(info.position == 5);
  CHECK(info.flags == 02100000);
  CHECK(info.mount_id == 28);
  CHECK(info.pid == 77);
  CHECK(info.event_target == 4);
  CHECK(parse_namespace_link("net:[4026531840]") == 4026531840);
  CHECK_FALSE(parse_namespace_link("net"));
  CHECK(parse_inode_link("socket:[12]", "socket") == 12);
  CHECK_FALSE(parse_inode_link("socket:[12", "socket"));
  CHECK_FALSE(parse_inode_link("socket:[]", "socket"));
  CHECK_FALSE(parse_inode_link("pipe:[12]", "socket"));
}

TEST_CASE("accounts") {
  const auto users =
      parse_passwd("root:x:0:0:root:/root:/bin/bash\nbad line\n:x:1:1::/:\nu:x:many:1::/:/bin/sh\nv:x:5:6\n");
  REQUIRE(users.size() == 2);
  CHECK(users[0].name == "root");
  CHECK(users[0].home == "/root");
  CHECK(users[0].shell == "/bin/bash");
  CHECK(users[1].uid == 5);
  const auto groups = parse_group("root:x:0:\nadm:x:4:a,b\nbad:x:y:\n");
  REQUIRE(groups.size() == 2);
  CHECK(groups[1].gid == 4);
}

TEST_CASE("a list of CPUs tells the highest") {
  CHECK(numbered_cpus("0\n") == 1);
  CHECK(numbered_cpus("0-3,8\n") == 9);
  CHECK(numbered_cpus("0-63") == 64);
  for (const char* bad : {"", "\n", "none", "99999999999"}) CHECK(numbered_cpus(bad) == 0);
}

}  // namespace
}  // namespace sysreel
