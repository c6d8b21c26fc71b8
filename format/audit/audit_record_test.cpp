#include "format/audit/audit_record.h"

#include <doctest/doctest.h>

#include "base/wall_time.h"
#include "format/audit/audit_sockaddr.h"

namespace sysreel {
namespace {

// NODE/TYPE@TIME:SERIAL, then the fields as name=[decoded value].
std::string record_of(std::string_view line) {
  std::string_view problem;
  const auto record = parse_audit_record(line, problem);
  if (!record) return "! " + std::string(problem);
  std::string out = std::string(record->node) + "/" + std::string(record->type) + "@" +
                    rfc3339_of(record->time) + ":" + std::to_string(record->serial);
  AuditFields fields(*record);
  AuditField field;
  while (fields.next(field)) {
    out.append(" ").append(field.name).append("=[");
    append_decoded(out, *record, field);
    out += ']';
  }
  return out;
}

const std::string kAt = "@2021-03-07T10:50:32.375000000Z:7";

struct Row {
  const char* line;
  std::string wanted;
};

}  // namespace

TEST_CASE("records are taken apart in every encoding") {
  const Row rows[] = {
      {"type=SYSCALL msg=audit(1615114232.375:7): arch=c000003e exit=-2 subj==unconfined comm=\"who am\" "
       "key=(null)\x1d"
       "ARCH=x86_64 AUID=\"user\"",
       "/SYSCALL" + kAt +
           " arch=[c000003e] exit=[-2] subj=[=unconfined] comm=[who am] key=[(null)] ARCH=[x86_64] "
           "AUID=[user]"},
      {"node=web1 type=PROCTITLE msg=audit(1615114232.375:7): proctitle=6C73002D6C",
       "web1/PROCTITLE" + kAt + " proctitle=[" + std::string("ls\0-l", 5) + "]"},
      {"type=EXECVE msg=audit(1615114232.375:7): argc=2 a0=\"ls\" a1=C3A420 a1_len=22",
       "/EXECVE" + kAt + " argc=[2] a0=[ls] a1=[\xc3\xa4 ] a1_len=[22]"},
      // Not encoded: the field says so, not the value. An odd number of digits is a name.
      {"type=SYSCALL msg=audit(1615114232.375:7): a0=6C73 comm=abc",
       "/SYSCALL" + kAt + " a0=[6C73] comm=[abc]"},
      {"type=USER_CMD msg=audit(1615114232.375:7): pid=7 msg='cwd=\"/\" cmd=6C73 terminal=? "
       "res=success'\x1dUID=\"u\"",
       "/USER_CMD" + kAt +
           " pid=[7] msg=[cwd=\"/\" cmd=6C73 terminal=? res=success] cwd=[/] cmd=[ls] terminal=[?] "
           "res=[success] "
           "UID=[u]"},
      {"type=USER_AUTH msg=audit(1615114232.375:7): user pid=7 msg='PAM: authentication acct=\"o\" : "
       "(hostname=?, "
       "res=success)'",
       "/USER_AUTH" + kAt +
           " pid=[7] msg=[PAM: authentication acct=\"o\" : (hostname=?, res=success)] acct=[o] hostname=[?] "
           "res=[success]"},
      {"type=AVC msg=audit(1615114232.375:7): avc:  denied  { read write } for  pid=1 dev=hda7",
       "/AVC" + kAt + " seresult=[denied] seperms=[read write] pid=[1] dev=[hda7]"},
      {"type=SOCKADDR msg=audit(1615114232.375:7): saddr=0100\x1dSADDR={ saddr_fam=local path=/a }",
       "/SOCKADDR" + kAt + " saddr=[0100] SADDR=[ saddr_fam=local path=/a ] saddr_fam=[local] path=[/a]"},
      {"type=SOCKADDR msg=audit(1615114232.375:7): SADDR={fam=netlink nlnk-pid=0} x=1}",
       "/SOCKADDR" + kAt + " SADDR=[fam=netlink nlnk-pid=0] fam=[netlink] nlnk-pid=[0] x=[1}]"},
      {"type=DAEMON_CONFIG msg=audit(1615114232.375:7) config changed, auid=0 res=success",
       "/DAEMON_CONFIG" + kAt + " auid=[0] res=[success]"},
      {"type=UNKNOWN[1420] msg=audit(1615114232.375:7): subj_apparmor=unconfined",
       "/UNKNOWN" + kAt + " subj_apparmor=[unconfined]"},
      {"Mar  7 h kernel: audit: type=1400 audit(1615114232.375:7): apparmor=\"DENIED\"",
       "/1400" + kAt + " apparmor=[DENIED]"},
      // ausearch -i: words, with blanks, in the locale's order of dates
      {"type=SYSCALL msg=audit(03/07/2021 10:50:32.375:7) : syscall=openat exit=ENOENT(No such file or "
       "directory) a1=0x5 comm=my prog key=(null)",
       "/SYSCALL" + kAt +
           " syscall=[openat] exit=[ENOENT(No such file or directory)] a1=[0x5] comm=[my prog] key=[(null)]"},
      {"type=PROCTITLE msg=audit(07.03.21 10:50:32.375:7) : proctitle=dd if=/dev/zero bs=1",
       "/PROCTITLE" + kAt + " proctitle=[dd if=/dev/zero bs=1]"},
      {"type=EOE msg=audit(2021-03-07 10:50:32.375:7) : ", "/EOE" + kAt},
      {"type=EOE msg=audit(13/12/2021 01:50:32.375 PM:7) : ", "/EOE@2021-12-13T13:50:32.375000000Z:7"},
      {"type=EOE msg=audit(1615114232:7):", "/EOE@2021-03-07T10:50:32.000000000Z:7"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.line);
    CHECK(record_of(row.line) == row.wanted);
  }
}

TEST_CASE("what is no record says why") {
  const Row rows[] = {
      {"", "! no audit record"},
      {"type=UNKNOWN[1329] msg=?", "! no audit record"},
      {"msg=audit(1615114232.375:7): a=b", "! no audit record"},
      {"type=EOE msg=audit(1615114232.375:7", "! the record breaks off in its time and serial number"},
      {"type=EOE msg=audit(1615114232.375):", "! no serial number"},
      {"type=EOE msg=audit(1615114232.375:x):", "! no serial number"},
      {"type=EOE msg=audit(1615114232.37x:7):", "! no time that can be read"},
      {"type=EOE msg=audit(99999999999.375:7):", "! no time that can be read"},
      {"type=EOE msg=audit(99/99/2021 10:50:32.375:7):", "! no time that can be read"},
      {"type=EOE msg=audit(03/07/2021 10:7):", "! no time that can be read"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.line);
    CHECK(record_of(row.line) == row.wanted);
  }
}

TEST_CASE("every beginning of a record is read without fault") {
  const std::string line =
      "node=n type=AVC msg=audit(1615114232.375:7): avc:  denied  { read } for comm=\"a b\" key=6162\x1d"
      "SADDR={ a=b } msg='op=x cmd=6C res=success'";
  for (size_t size = 0; size <= line.size(); ++size) CHECK_FALSE(record_of(line.substr(0, size)).empty());
}

TEST_CASE("socket addresses") {
  struct Address {
    const char* hex;
    const char* wanted;
  };
  const Address rows[] = {
      {"02000050A9FEA9FE0000000000000000", "inet 169.254.169.254 80"},
      {"0002D903000000000000000000000000", "inet 0.0.0.0 55555"},
      {"0A002BCB000000000000000000000000000000000000000100000000", "inet6 ::1 11211"},
      {"01002F72756E2F7300", "local /run/s "},
      {"0100007300", "local @s "},
      {"0200", "  "},
      {"100000000000000000000000", "  "},
      {"xyz", "  "},
  };
  for (const Address& row : rows) {
    CAPTURE(row.hex);
    const AuditSockaddr address = parse_audit_sockaddr(row.hex);
    CHECK(address.family + " " + address.address + " " + address.port == row.wanted);
  }
}

}  // namespace sysreel
