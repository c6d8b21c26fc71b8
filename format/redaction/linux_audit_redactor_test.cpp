#include "format/redaction/linux_audit_redactor.h"

#include <doctest/doctest.h>

namespace sysreel {
namespace {

constexpr TokenKey kKey{7};
const std::string kStamp = " msg=audit(1615114232.375:7): ";
const std::string kWords = " msg=audit(11/25/2026 19:56:01.375:7) : ";

struct Row {
  std::string rule, before, after;
};

std::string rewritten(const std::string& rules, const std::string& records) {
  const auto policy = parse_redaction_policy("version: 1\nrules: [" + rules + "]", "p");
  REQUIRE_MESSAGE(policy.ok(), (policy.ok() ? "" : policy.error().message));
  const ValueRedactor values(*policy, kKey);
  ValueRedactor::Hits hits;
  const std::string result = LinuxAuditRedactor(values).rewrite(records, hits);
  CHECK((result != records) == !hits.empty());
  return result;
}

const std::string kSecret = "{field: proc.args, regex: 'pw=(\\S+)', group: 1, action: drop}";
const std::string kHome = "{field: fs.path, regex: '^/home/([^/]+)', group: 1, action: drop}";
const std::string kUser = "{field: user.name, action: token}";
std::string token(const std::string& text) {
  return token_of(text, kKey);
}

TEST_CASE("values of records, decoded, rewritten and written as the kernel would") {
  const std::string alice = token("alice");
  const Row rows[] = {
      {kSecret, "type=EXECVE" + kStamp + "argc=3 a0=\"pw=x\" a1=\"pw=hunter2\" a2=\"b\"",
       "type=EXECVE" + kStamp + "argc=3 a0=\"pw=x\" a1=\"pw=<dropped>\" a2=\"b\""},
      {kSecret, "type=EXECVE" + kStamp + "argc=2 a0=\"x\" a1=612070773D68",  // a pw=h
       "type=EXECVE" + kStamp + "argc=2 a0=\"x\" a1=612070773D3C64726F707065643E"},
      // In parts, over two records; the word is in neither of them.
      {kSecret,
       "type=EXECVE" + kStamp + "argc=3 a0=\"x\" a1_len=10 a1[0]=\"pw=hun\"\ntype=EXECVE" + kStamp +
           "a1[1]=\"ter2\" a2=\"y\"",
       "type=EXECVE" + kStamp + "argc=3 a0=\"x\" a1_len=10 a1[0]=\"pw=<dropped>\"\ntype=EXECVE" + kStamp +
           "a1[1]=\"\" a2=\"y\""},
      {"{field: proc.args, action: drop}", "type=EXECVE" + kStamp + "argc=2 a0=\"x\" a1=\"y\" a2=\"z\"",
       "type=EXECVE" + kStamp + "argc=2 a0=\"x\"  "},
      {kSecret, "type=PROCTITLE" + kStamp + "proctitle=780070773D68",  // x NUL pw=h
       "type=PROCTITLE" + kStamp + "proctitle=780070773D3C64726F707065643E"},
      {kSecret, "type=PROCTITLE" + kStamp + "proctitle=\"pw=x\"",
       "type=PROCTITLE" + kStamp + "proctitle=\"pw=x\""},
      {kSecret, "type=PROCTITLE" + kWords + "proctitle=curl -H pw=hunter2 x ",
       "type=PROCTITLE" + kWords + "proctitle=curl -H pw=<dropped> x "},
      {"{field: proc.args, regex: 'Bearer (.+)', group: 1, action: drop}",
       "type=PROCTITLE" + kWords + "proctitle=curl -H Bearer a b",
       "type=PROCTITLE" + kWords + "proctitle=curl -H Bearer <dropped>"},
      {kSecret,
       "type=USER_CMD" + kStamp + "pid=7 msg='cwd=\"/\" cmd=6C732070773D68 terminal=pts/0 res=success'",
       "type=USER_CMD" + kStamp +
           "pid=7 msg='cwd=\"/\" cmd=6C732070773D3C64726F707065643E terminal=pts/0 res=success'"},
      {kHome, "type=PATH" + kStamp + "item=0 name=\"/home/alice/x\" inode=1",
       "type=PATH" + kStamp + "item=0 name=\"/home/<dropped>/x\" inode=1"},
      {kHome, "type=CWD" + kStamp + "cwd=2F686F6D652F612062",
       "type=CWD" + kStamp + "cwd=\"/home/<dropped>\""},  // /home/a b
      {kHome, "type=SYSCALL" + kStamp + "a0=1 comm=\"alice\" exe=\"/home/alice/b\" key=(null)",
       "type=SYSCALL" + kStamp + "a0=1 comm=\"alice\" exe=\"/home/<dropped>/b\" key=(null)"},
      {"{field: fs.path, action: drop}", "type=PATH" + kStamp + "item=0 name=\"/x\" inode=1",
       "type=PATH" + kStamp + "item=0  inode=1"},
      {kHome, "type=PATH" + kStamp + "item=0 name=(null) inode=1",
       "type=PATH" + kStamp + "item=0 name=(null) inode=1"},
      {kHome,
       "type=SOCKADDR" + kStamp + "saddr=01002F686F6D652F610000\x1dSADDR={ saddr_fam=local path=/home/a }",
       "type=SOCKADDR" + kStamp +
           "saddr=01002F686F6D652F3C64726F707065643E00\x1dSADDR={ saddr_fam=local path=\"/home/<dropped>\" "
           "}"},
      {"{field: fs.path, action: drop}", "type=SOCKADDR" + kStamp + "saddr=01002F610000",
       "type=SOCKADDR" + kStamp + "saddr=0100"},
      {"{field: fs.path, action: drop}", "type=SOCKADDR" + kStamp + "saddr=020001BBC6336407",
       "type=SOCKADDR" + kStamp + "saddr=020001BBC6336407"},
      {kUser, "type=USER_AUTH" + kStamp + "uid=0 msg='op=PAM acct=\"alice\" exe=\"/bin/su\"'",
       "type=USER_AUTH" + kStamp + "uid=0 msg='op=PAM acct=\"" + alice + "\" exe=\"/bin/su\"'"},
      {kUser,
       "type=SYSCALL" + kStamp +
           "uid=1000 key=\"alice\"\x1d"
           "ARCH=x86_64 AUID=\"unset\" UID=\"alice\"",
       "type=SYSCALL" + kStamp +
           "uid=1000 key=\"alice\"\x1d"
           "ARCH=x86_64 AUID=\"unset\" UID=\"" +
           alice + "\""},
      {kUser, "type=SYSCALL" + kWords + "pid=7 auid=unset uid=alice gid=0",
       "type=SYSCALL" + kWords + "pid=7 auid=unset uid=" + alice + " gid=0"},
      {"{field: evt.buffer, action: token}", "type=TTY" + kStamp + "tty pid=7 data=6C730D",
       "type=TTY" + kStamp + "tty pid=7 data=\"" + token("ls\r") + "\""},
      {"{field: proc.env, name: 'AWS_*', action: drop}", "type=ENV" + kStamp + "AWS_KEY=\"x\" LANG=\"C\"",
       "type=ENV" + kStamp + "AWS_KEY=\"<dropped>\" LANG=\"C\""},
      {kHome, "no record of /home/alice\ntype=CWD" + kStamp + "cwd=\"/\"", "type=CWD" + kStamp + "cwd=\"/\""},
  };
  for (const Row& row : rows) {
    CAPTURE(row.rule);
    CAPTURE(row.before);
    if (row.before.starts_with("no record")) {
      const auto policy = parse_redaction_policy("version: 1\nrules: [" + row.rule + "]", "p");
      const ValueRedactor values(*policy, kKey);
      ValueRedactor::Hits hits;
      CHECK(LinuxAuditRedactor(values).rewrite(row.before, hits) == row.after);
      continue;
    }
    CHECK(rewritten(row.rule, row.before) == row.after);
  }
}

}  // namespace
}  // namespace sysreel
