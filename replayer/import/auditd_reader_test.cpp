#include "replayer/import/auditd_reader.h"

#include <doctest/doctest.h>

#include "base/wall_time.h"

namespace sysreel {
namespace {

// An event: its number, its time, its records, a line each; then damage.
std::string read_text(std::string_view text) {
  auto reader =
      AuditdReader::read(memory_source({reinterpret_cast<const uint8_t*>(text.data()), text.size()}));
  if (!reader.ok()) return "error " + reader.error().message + '\n';
  std::string out;
  CaptureItem item;
  for (;;) {
    const Result<bool> more = (*reader)->next(item, {});
    if (!more.ok()) return out + more.error().message;
    if (!*more) break;
    for (size_t i = 0; i < item.block.size(); ++i) {
      const EventRef event(item.block, i);
      CHECK(event.time() == static_cast<uint64_t>(event.integer(1)));
      out += std::to_string(event.number()) + ' ' + rfc3339_of(event.time()) + '\n';
      out += std::string(event.text(0)) + '\n';
    }
  }
  for (const Damage& damage : (*reader)->damage()) out += "damage " + damage.reason + '\n';
  return out;
}

}  // namespace

TEST_CASE("audit.log and what ausearch prints: every record in its event, every other line told") {
  CHECK(read_text("----\n"
                  "time->Sun Mar  7 10:50:32 2021\n"
                  "type=SYSCALL msg=audit(1615114232.375:7): syscall=59\n"
                  "  type=SYSCALL msg=audit(1615114232.376:8): syscall=60\r\n"
                  "\n"
                  "# a comment\n"
                  "type=EOE msg=audit(1615114232.375:7):\n"
                  "type=CWD msg=audit(1615114232.375:7): cwd=\"/\"\n"
                  "rubbish\n"
                  "type=CWD msg=audit(16151\n"
                  "type=CWD msg=audit(1615114232.376:8): cwd=\"/\"") ==
        "1 2021-03-07T10:50:32.375000000Z\n"
        "type=SYSCALL msg=audit(1615114232.375:7): syscall=59\n"
        "type=EOE msg=audit(1615114232.375:7):\n"
        "type=CWD msg=audit(1615114232.375:7): cwd=\"/\"\n"
        "2 2021-03-07T10:50:32.376000000Z\n"
        "type=SYSCALL msg=audit(1615114232.376:8): syscall=60\n"
        "type=CWD msg=audit(1615114232.376:8): cwd=\"/\"\n"
        "damage line 9: no audit record\n"
        "damage line 10: the record breaks off in its time and serial number\n");
}

TEST_CASE("Laurel's objects become the records that they were made from") {
  CHECK(
      read_text(
          R"({"ID":"1615114232.375:7","NODE":"web1","SYSCALL":{"arch":"0xc000003e","syscall":59,"success":"yes",)"
          R"("comm":"a b","exe":"/x%ff","key":["k1","k2"],"ARCH":"x86_64","PPID":{"comm":"sh"},"ARGV":["0x7ff","0x0"]},)"
          R"("EXECVE":{"argc":2,"ARGV":["ls","say \"%25\""]},"CWD":{"cwd":"/"},"PATH":[{"item":0,"name":"/x","mode":)"
          R"("0o100755","cap_fp":"0x0","OUID":"root"},{"item":1,"name":null}],"SOCKADDR":[{"saddr":"%02%00A",)"
          R"("SADDR":"{fam=inet}"}],"PROCTITLE":{"ARGV":["ls","-l"]}})"
          "\n{\"ID\":\"x\",\"SYSCALL\":{}}\n{\"ID\":\n") ==
      "1 2021-03-07T10:50:32.375000000Z\n"
      "node=web1 type=SYSCALL msg=audit(1615114232.375:7): arch=c000003e syscall=59 success=yes comm=\"a b\" "
      "exe=2F78FF key=6B31016B32\x1d"
      "ARCH=x86_64\x1dPPID.comm=sh a0=7ff a1=0\n"
      "node=web1 type=EXECVE msg=audit(1615114232.375:7): argc=2 a0=\"ls\" a1=736179202225"
      "22\n"
      "node=web1 type=CWD msg=audit(1615114232.375:7): cwd=\"/\"\n"
      "node=web1 type=PATH msg=audit(1615114232.375:7): item=0 name=\"/x\" mode=0100755 "
      "cap_fp=0\x1dOUID=root\n"
      "node=web1 type=PATH msg=audit(1615114232.375:7): item=1 name=(null)\n"
      "node=web1 type=SOCKADDR msg=audit(1615114232.375:7): saddr=020041\x1dSADDR={fam=inet}\n"
      "node=web1 type=PROCTITLE msg=audit(1615114232.375:7): proctitle=6C73002D6C\n"
      "damage line 2: JSON that is no event of Laurel's\n"
      "damage line 3: The JSON document has an improper structure: missing or superfluous commas, braces, "
      "missing keys, etc.\n");
}

TEST_CASE("the formats are told by their beginnings") {
  struct Row {
    const char* text;
    bool audit;
  };
  const Row rows[] = {
      {"type=SYSCALL msg=audit(1.2:3): a=b", true},
      {"node=n type=EOE msg=audit(1.2:3):", true},
      {"# comment\n\ntype=EOE msg=audit(1.2:3):", true},
      {"----\ntime->Sun", true},
      {"2026-11-25T10:00:00Z h audispd: type=EOE msg=audit(1.2:3):", true},
      {R"({"ID":"1615114232.375:7","SYSCALL":{}})", true},
      {R"( { "ID" : "1615114232.375:7")", true},
      {R"({"ID":"seven"})", false},
      {R"({"kind":"Event","x":"type=A msg=audit(1.2:3):"})", false},
      {"2026-11-25T10:00:00Z {\"kind\":\"Event\"}", false},
      {"", false},
  };
  for (const Row& row : rows) {
    CAPTURE(row.text);
    CHECK(begins_audit_trail(row.text) == row.audit);
  }
  CHECK_FALSE(begins_audit_trail(std::string_view("\0type=EOE msg=audit(1.2:3):", 27)));
  CHECK(read_text("type=x\n") == "error no Linux audit record: line 1: no audit record\n");
}

}  // namespace sysreel
