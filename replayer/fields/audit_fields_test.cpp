// audit.* in rules of source linux_audit.
#include <doctest/doctest.h>

#include <string>

#include "replayer/testing/replay_text.h"

namespace sysreel {
namespace {

// The output of a rule that is true of every event that has records.
std::string fields_of(const std::string& records, const std::string& output,
                      const std::string& condition = "audit.serial exists") {
  const std::string capture = "header host=\"h\" boot=1000 wall=1700000000000001000\nsource linux_audit\n" +
                              text_event("linux_audit", "records", 2012, records) + "close\n";
  const std::string found = findings_of(capture, rule_text("linux_audit", condition, output));
  const std::string start = "1 linux_audit ";
  return found.starts_with(start) ? found.substr(start.size(), found.size() - start.size() - 1) : found;
}

const std::string kExec =
    "type=SYSCALL msg=audit(1615114232.375:7): arch=c000003e syscall=59 success=no exit=-13 auid=4294967295 "
    "ses=3 "
    "subj=u:r:t:s0 comm=\"sh\" key=6B31016B32\n"
    "type=EXECVE msg=audit(1615114232.375:7): argc=2 a0=\"sh\" a1_len=6 a1[0]=\"ab\"\n"
    "type=EXECVE msg=audit(1615114232.375:7): a1[1]=6364\n"
    "type=PATH msg=audit(1615114232.375:7): item=0 name=\"/bin/sh\"\n"
    "type=PATH msg=audit(1615114232.375:7): item=1 name=(null)\n"
    "type=PATH msg=audit(1615114232.375:7): item=2 name=2F6C6420\n"
    "type=SOCKADDR msg=audit(1615114232.375:7): saddr=02000050A9FEA9FE0000000000000000";

}  // namespace

TEST_CASE("fields of raw records") {
  struct Row {
    const char* field;
    const char* text;
  };
  const Row rows[] = {
      {"audit.type", "SYSCALL"},
      {"audit.types", "(SYSCALL,EXECVE,EXECVE,PATH,PATH,PATH,SOCKADDR)"},
      {"audit.key", "(k1,k2)"},
      {"audit.serial", "7"},
      {"audit.success", "false"},
      {"audit.exit", "-13"},
      {"audit.auid", "-1"},
      {"audit.ses", "3"},
      {"audit.subj", "u:r:t:s0"},
      {"audit.syscall", "execve"},
      {"audit.PATH.name", "(/bin/sh,/ld )"},
      {"audit.EXECVE.a1", "(abcd)"},
      {"audit.EXECVE.a2", "<NA>"},
      {"audit.SOCKADDR.laddr", "(169.254.169.254)"},
      {"audit.SOCKADDR.lport", "(80)"},
      {"audit.SOCKADDR.saddr_fam", "(inet)"},
      {"audit.SOCKADDR.path", "<NA>"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.field);
    CHECK(fields_of(kExec, std::string("%") + row.field) == row.text);
  }
}

TEST_CASE("fields of interpreted records and of what user space says") {
  const std::string interpreted =
      "type=SYSCALL msg=audit(03/07/2021 10:50:32.375:7) : arch=aarch64 syscall=openat success=no "
      "exit=ENOENT(No such file) auid=unset ses=unset key=k1\n"
      "type=SOCKADDR msg=audit(03/07/2021 10:50:32.375:7) : saddr={ saddr_fam=inet laddr=1.2.3.4 lport=80 }";
  const std::string output =
      "%audit.syscall %audit.success %audit.exit %audit.auid %audit.ses %audit.key %audit.SOCKADDR.laddr";
  CHECK(fields_of(interpreted, output) == "openat false -2 -1 -1 (k1) (1.2.3.4)");
  CHECK(fields_of("type=USER_LOGIN msg=audit(1.2:3): auid=root msg='op=login res=failed'", output) ==
        "<NA> false <NA> <NA> <NA> <NA> <NA>");
  CHECK(fields_of("type=SYSCALL msg=audit(1.2:3): arch=c00000b7 syscall=221 success=yes", output) ==
        "execve true <NA> <NA> <NA> <NA> <NA>");
  CHECK(fields_of("type=SYSCALL msg=audit(1.2:3): arch=80000015 syscall=221\x1dSYSCALL=bind", output) ==
        "bind <NA> <NA> <NA> <NA> <NA> <NA>");
}

TEST_CASE("conditions on fields of audit records") {
  struct Row {
    const char* condition;
    bool fires;
  };
  const Row rows[] = {
      {"audit.key = k2", true},
      {"audit.key = k3", false},
      {"audit.key intersects (k0, k1)", true},
      {"audit.key in (k0, k1)", false},  // all of them, as in Falco
      {"audit.PATH.name startswith /bin/", true},
      {"audit.PATH.name endswith /bash", false},
      {"audit.success = false and audit.exit < 0", true},
      {"audit.success = true", false},
      {"audit.auid = -1 and audit.serial = 7", true},
      {"audit.types intersects (EXECVE)", true},
      {"audit.USER_CMD.cmd exists", false},
      {"not audit.USER_CMD.cmd exists", true},
  };
  for (const Row& row : rows) {
    CAPTURE(std::string(row.condition));
    CHECK(fields_of(kExec, "yes", row.condition) == std::string(row.fires ? "yes" : ""));
  }
  CHECK(fields_of("rubbish", "yes").empty());
}

}  // namespace sysreel
