#include "format/audit/audit_type.h"

#include <doctest/doctest.h>
#include <linux/audit.h>

namespace sysreel {

TEST_CASE("the names of record types") {
  struct Row {
    uint32_t type;
    std::string_view name;
  };
  const Row rows[] = {
      {AUDIT_SYSCALL, "SYSCALL"},
      {AUDIT_PATH, "PATH"},
      {AUDIT_SOCKADDR, "SOCKADDR"},
      {AUDIT_CWD, "CWD"},
      {AUDIT_EXECVE, "EXECVE"},
      {AUDIT_EOE, "EOE"},
      {AUDIT_BPRM_FCAPS, "BPRM_FCAPS"},
      {AUDIT_PROCTITLE, "PROCTITLE"},
      {AUDIT_KERN_MODULE, "KERN_MODULE"},
      {1337, "OPENAT2"},
      {AUDIT_AVC, "AVC"},
      {AUDIT_MAC_CALIPSO_DEL, "MAC_CALIPSO_DEL"},
      {AUDIT_ANOM_ABEND, "ANOM_ABEND"},
      {AUDIT_INTEGRITY_RULE, "INTEGRITY_RULE"},
      {AUDIT_LOGIN, "LOGIN"},
      {AUDIT_USER_AVC, "USER_AVC"},
      {AUDIT_USER_TTY, "USER_TTY"},
      {1138, "SOFTWARE_UPDATE"},
      {1139, ""},
      {AUDIT_GET, ""},
      {1301, ""},
      {0xffffffff, ""},
  };
  for (const Row& row : rows) {
    CAPTURE(row.type);
    CHECK(audit_type_name(row.type) == row.name);
  }
}

}  // namespace sysreel
