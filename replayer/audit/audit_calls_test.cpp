// The system calls that Linux audit events describe: their parameters, the state around them, and when there
// are none.
#include <doctest/doctest.h>

#include "format/testing/test_files.h"
#include "replayer/stream/event_walk.h"
#include "replayer/testing/replay_text.h"

namespace sysreel {
namespace {

const std::string kHeader = "header host=\"h\" boot=1000 wall=1700000000000001000\n";
const std::string kEnd =
    " pid=20 ppid=10 auid=1000 uid=1000 gid=100 euid=0 suid=0 fsuid=0 egid=0 sgid=0 "
    "fsgid=0 tty=pts3 ses=2 comm=\"sh\" exe=\"/bin/dash\" key=(null)\n";

using Records = std::initializer_list<std::pair<const char*, std::string>>;

// An audit event, one a millisecond; a line of `records` without what stands before its fields.
std::string audit_event(uint64_t serial, Records records, bool interpreted = false) {
  const std::string time = interpreted ? "11/14/2023 22:13:20.000" : "1700000000.000";
  std::string text;
  for (const auto& [type, fields] : records) {
    text += std::string("type=") + type + " msg=audit(" + time + ":" + std::to_string(serial) + ")";
    text += (interpreted ? " : " : ": ") + fields;
    if (text.back() != '\n') text += '\n';
  }
  return text_event("linux_audit", "records", 2000 + serial, text);
}

std::string call(const std::string& fields) {
  return "arch=c000003e syscall=" + fields + kEnd;
}

// What dump shows of the events of source syscall.
std::string calls_of(const std::string& events, const std::string& header = kHeader) {
  const TempFile file(build_capture(header + "source linux_audit\n" + events + "close\n"));
  const auto reader = CaptureReader::open(file.path());
  REQUIRE(reader.ok());
  struct Lines : EventVisitor {
    bool event(const Step& step) override {
      if (step.event.block().source != EventSource::kSyscall) return true;
      text += std::to_string(step.event.number()) + ' ' + std::string(step.kind->name);
      for (size_t i = 0; i < step.kind->params.size(); ++i) {
        if (step.event.mark(i) == Mark::kMissing) continue;
        text += ' ' + std::string(step.kind->params[i].name) + '=';
        const bool is_text = storage_of(step.kind->params[i].type) == Storage::kText;
        text += is_text ? shown(step.event.text(i)) : std::to_string(step.event.integer(i));
        if (step.event.mark(i) == Mark::kTruncated) text += '~';
      }
      text += '\n';
      return true;
    }
    static std::string shown(std::string_view bytes) {
      std::string out;
      for (const char c : bytes) out += c == '\0' ? '|' : c;
      return out;
    }
    std::string text;
  } lines;
  EventWalk walk(**reader);
  REQUIRE(walk.run(**reader, {}, lines).ok());
  return lines.text;
}

std::string path(int item, const std::string& name, const std::string& nametype,
                 const std::string& inode = "5") {
  return "item=" + std::to_string(item) + " name=" + name + " inode=" + inode +
         " dev=fd:01 mode=0100644 ouid=0 ogid=0 rdev=00:00 nametype=" + nametype;
}

std::string findings(const std::string& events, const std::string& condition, const std::string& output,
                     const std::string& header = kHeader) {
  return findings_of(header + "source linux_audit\n" + events + "close\n",
                     rule_text("syscall", condition, output));
}

}  // namespace

TEST_CASE("the parameters of calls, as far as the records say them") {
  struct Row {
    std::initializer_list<std::pair<const char*, std::string>> records;
    const char* shown;
  };
  const Row rows[] = {
      {{{"SYSCALL", call("257 success=yes exit=3 a0=ffffff9c a1=7ffe a2=80000 a3=0 items=1")},
        {"CWD", "cwd=\"/tmp\""},
        {"PATH", path(0, "\"/etc/passwd\"", "NORMAL")}},
       "openat fd=3 dirfd=-100 name=/etc/passwd flags=524288 mode=0 dev=64769 ino=5 file_mode=33188\n"},
      {{{"SYSCALL", call("2 success=yes exit=4 a0=7ffe a1=241 a2=1b6 a3=0 items=2")},
        {"CWD", "cwd=\"/tmp\""},
        {"PATH", path(1, "6120622E747874", "CREATE", "9")},
        {"PATH", path(0, "\"/tmp\"", "PARENT")}},
       "open fd=4 name=a b.txt flags=577 mode=438 dev=64769 ino=9 file_mode=33188 file_state=1\n"},
      {{{"SYSCALL", call("2 success=no exit=-13 a0=7ffe a1=0 a2=0 a3=0 items=1")},
        {"PATH", "item=0 name=\"/root/x\" nametype=UNKNOWN"}},
       "open fd=-13 name=/root/x flags=0 mode=0\n"},
      {{{"SYSCALL", call("437 success=yes exit=5 a0=ffffff9c a1=7ffe a2=7fff a3=18 items=1")},
        {"OPENAT2", "oflag=0100302 mode=0600 resolve=0xa"},
        {"PATH", path(0, "\"/etc/x\"", "NORMAL")}},
       "openat2 fd=5 dirfd=-100 name=/etc/x flags=32962 mode=384 resolve=10 dev=64769 ino=5 "
       "file_mode=33188\n"},
      {{{"SYSCALL", call("82 success=yes exit=0 a0=1 a1=2 a2=3 a3=4 items=5")},
        {"PATH", path(0, "\"/a/\"", "PARENT")},
        {"PATH", path(1, "\"/b/\"", "PARENT")},
        {"PATH", path(2, "\"/a/old\"", "DELETE")},
        {"PATH", path(3, "\"/b/new\"", "DELETE")},
        {"PATH", path(4, "\"/b/new\"", "CREATE")}},
       "rename res=0 oldpath=/a/old newpath=/b/new\n"},
      {{{"SYSCALL", call("88 success=yes exit=0 a0=1 a1=2 a2=3 a3=4 items=3")},
        {"PATH", "item=0 name=\"target\" nametype=UNKNOWN"},
        {"PATH", path(1, "\"/b/\"", "PARENT")},
        {"PATH", path(2, "\"/b/link\"", "CREATE")}},
       "symlink res=0 target=target linkpath=/b/link\n"},
      {{{"SYSCALL", call("91 success=yes exit=0 a0=3 a1=9ed a2=0 a3=0 items=1")},
        {"PATH", path(0, "(null)", "NORMAL", "77")}},
       "fchmod res=0 fd=3 mode=2541 dev=64769 ino=77\n"},
      {{{"SYSCALL", call("59 success=yes exit=0 a0=1 a1=2 a2=3 a3=4 items=2")},
        {"EXECVE", "argc=4 a0=\"ls\" a1=\"-l\" a2_len=4 a2[0]=6120"},
        {"EXECVE", "a2[1]=62 a3=\"\""},
        {"CWD", "cwd=\"/tmp\""},
        {"PATH", path(0, "\"/bin/dash\"", "NORMAL", "8")},
        {"PATH", path(1, "\"/lib64/ld-linux-x86-64.so.2\"", "NORMAL")},
        {"BPRM_FCAPS", "fver=0 fp=0 fi=0 fe=0 old_pp=0 old_pi=0 old_pe=0 new_pp=3f new_pi=0 new_pe=3f"}},
       "execve res=0 exe=ls args=-l|a b|| pid=20 ptid=10 cwd=/tmp comm=sh tty=34819 loginuid=1000 "
       "cap_inheritable=0 cap_permitted=63 cap_effective=63 exe_ino=8 uid=0 trusted_exepath=/bin/dash gid=0 "
       "filename=/bin/dash exe_dev=64769 exe_mode=33188 ruid=1000 suid=0 rgid=100 sgid=0 sessionid=2\n"},
      {{{"SYSCALL", call("59 success=yes exit=0 a0=1 a1=2 a2=3 a3=4 items=0")},
        {"EXECVE", "argc=3 a0=\"ls\" a1=\"-l\""}},
       "execve res=0 exe=ls args=-l|~ pid=20 ptid=10 comm=sh tty=34819 loginuid=1000 uid=0 "
       "trusted_exepath=/bin/dash gid=0 ruid=1000 suid=0 rgid=100 sgid=0 sessionid=2\n"},
      {{{"SYSCALL", "arch=c000003e syscall=59 success=yes exit=0 pid=20 ppid=10 exe=" +
                        std::string("\"/memfd:x (deleted)\"")}},
       "execve res=0 pid=20 ptid=10 flags=4 trusted_exepath=memfd:x\n"},
      {{{"SYSCALL", call("22 success=yes exit=0 a0=7ffe a1=0 a2=0 a3=0 items=0")},
        {"FD_PAIR", "fd0=3 fd1=4"}},
       "pipe res=0 fd1=3 fd2=4\n"},
      {{{"SYSCALL", call("9 success=yes exit=139 a0=0 a1=1000 a2=5 a3=2 items=0")},
        {"MMAP", "fd=3 flags=0x2"}},
       "mmap res=139 length=4096 prot=5 flags=2 fd=3\n"},
      {{{"SYSCALL", call("176 success=yes exit=0 a0=7ffe a1=800 a2=0 a3=0 items=0")},
        {"KERN_MODULE", "name=\"evil\""}},
       "delete_module res=0 name=evil flags=2048\n"},
      {{{"SYSCALL", call("231 a0=102 a1=0 a2=0 a3=0 items=0")}}, "procexit status=512 ret=2 sig=0 core=0\n"},
      {{{"SYSCALL", call("105 success=yes exit=0 a0=0 a1=0 a2=0 a3=0 items=0")}},
       "setuid res=0 uid=0 cred_ruid=1000 cred_euid=0 cred_suid=0 cred_fsuid=0\n"},
      // Of another architecture; interpreted; nothing that is a call.
      {{{"SYSCALL",
         "arch=c00000b7 syscall=35 success=yes exit=0 a0=ffffffffffffff9c a1=7ffe a2=200 a3=0" + kEnd},
        {"PATH", path(0, "\"/d/\"", "PARENT")},
        {"PATH", path(1, "\"/d/e\"", "DELETE")}},
       "unlinkat res=0 dirfd=-100 name=/d/e flags=512\n"},
      {{{"SYSCALL", "arch=c000003e syscall=99999 success=yes exit=0" + kEnd}}, ""},
      {{{"USER_LOGIN", "pid=7 uid=0 msg='op=login res=success'"}}, ""},
      {{{"SYSCALL", "arch=c000003e syscall=2 success=yes exit=0 a0=1"}}, ""},
  };
  for (const Row& row : rows) {
    CAPTURE(row.shown);
    const std::string expected = *row.shown == '\0' ? "" : std::string("1 ") + row.shown;
    CHECK(calls_of(audit_event(1, row.records)) == expected);
  }
}

TEST_CASE("interpreted records say the same as those that they were made of") {
  const std::string process =
      " pid=20 ppid=10 auid=unset uid=root gid=root euid=root suid=root fsuid=root egid=root sgid=root "
      "fsgid=root tty=pts3 ses=unset comm=sh exe=/bin/dash key=(null) ";
  const std::string raw_process =
      " pid=20 ppid=10 auid=4294967295 uid=0 gid=0 euid=0 suid=0 fsuid=0 egid=0 sgid=0 fsgid=0 tty=pts3 "
      "ses=4294967295 comm=\"sh\" exe=\"/bin/dash\" key=(null)";
  const std::string words_path =
      "item=0 name=/a b inode=5 dev=fd:01 mode=file,suid,755 ouid=root nametype=NORMAL ";
  const std::string raw_path = "item=0 name=2F612062 inode=5 dev=fd:01 mode=0104755 ouid=0 nametype=NORMAL";
  const struct {
    std::string raw, words, raw_path, words_path;
  } rows[] = {
      {"257 success=yes exit=3 a0=ffffff9c a1=7ffe a2=241 a3=1ff",
       "openat success=yes exit=3 a0=AT_FDCWD a1=0x7ffe a2=O_WRONLY|O_CREAT|O_TRUNC a3=0x1ff", raw_path,
       words_path},
      {"2 success=no exit=-13 a0=7ffe a1=0 a2=0 a3=0",
       "open success=no exit=EACCES(Permission denied) a0=0x7ffe a1=O_RDONLY a2=0x0 a3=0x0", "", ""},
      {"90 success=yes exit=0 a0=7ffe a1=9ed a2=0 a3=0",
       "chmod success=yes exit=0 a0=0x7ffe a1=suid,0755 a2=0x0 a3=0x0", raw_path, words_path},
      {"101 success=yes exit=0 a0=10 a1=7b a2=0 a3=0",
       "ptrace success=yes exit=0 a0=PTRACE_ATTACH a1=0x7b a2=0x0 a3=0x0", "", ""},
      {"62 success=yes exit=0 a0=7b a1=9 a2=0 a3=0",
       "kill success=yes exit=0 a0=0x7b a1=SIGKILL a2=0x0 a3=0x0", "", ""},
      {"41 success=yes exit=3 a0=2 a1=1 a2=6 a3=0",
       "socket success=yes exit=3 a0=inet a1=SOCK_STREAM a2=tcp a3=0x0", "", ""},
      {"105 success=yes exit=0 a0=0 a1=0 a2=0 a3=0", "setuid success=yes exit=0 a0=root a1=0x0 a2=0x0 a3=0x0",
       "", ""},
      {"10 success=yes exit=0 a0=7000 a1=1000 a2=7 a3=0",
       "mprotect success=yes exit=0 a0=0x7000 a1=0x1000 a2=PROT_READ|PROT_WRITE|PROT_EXEC a3=0x0", "", ""},
      {"231 a0=1 a1=0 a2=0 a3=0", "exit_group a0=EXIT_FAILURE a1=0x0 a2=0x0 a3=0x0", "", ""},
  };
  for (const auto& row : rows) {
    CAPTURE(row.words);
    const std::string raw = "arch=c000003e syscall=" + row.raw + raw_process;
    const std::string words = "arch=x86_64 syscall=" + row.words + process;
    const bool path = !row.raw_path.empty();
    const std::string expected = calls_of(path ? audit_event(1, {{"SYSCALL", raw}, {"PATH", row.raw_path}})
                                               : audit_event(1, {{"SYSCALL", raw}}));
    CHECK_FALSE(expected.empty());
    CHECK(calls_of(path ? audit_event(1, {{"SYSCALL", words}, {"PATH", row.words_path}}, true)
                        : audit_event(1, {{"SYSCALL", words}}, true)) == expected);
  }
  // Users other than root have no number, words that nobody knows none either: not 0.
  CHECK(findings(audit_event(1,
                             {{"SYSCALL",
                               "arch=x86_64 syscall=kill success=yes exit=0 a0=0x7b a1=SIGNEW pid=20 "
                               "ppid=10 uid=alice euid=alice comm=sh exe=/bin/dash "}},
                             true),
                 "evt.type = kill",
                 "%user.uid %evt.arg.sig %evt.arg.pid") == "1 syscall 4294967295 <NA> 123\n");
  CHECK(findings(audit_event(
                     1, {{"SYSCALL", "arch=x86_64 syscall=close success=yes exit=0 a0=0x3" + process}}, true),
                 "evt.type = close", "%user.uid %user.name") == "1 syscall 0 root\n");
}

TEST_CASE("processes are known from what the records say of them") {
  const std::string events =
      audit_event(1, {{"SYSCALL", call("257 success=yes exit=3 a0=ffffff9c a1=1 a2=0 a3=0 items=1")},
                      {"CWD", "cwd=\"/srv\""},
                      {"PATH", path(0, "\"data\"", "NORMAL")},
                      {"PROCTITLE", "proctitle=2F62696E2F7368002D6300657669"}}) +
      audit_event(2, {{"SYSCALL",
                       "arch=c000003e syscall=59 success=yes exit=0 a0=1 a1=2 a2=3 a3=4 pid=30 "
                       "ppid=20 uid=7 euid=7 gid=7 egid=7 comm=\"cat\" exe=\"/bin/cat\" "
                       "tty=(none)\x1dUID=\"mail\" EUID=\"mail\""},
                      {"EXECVE", "argc=2 a0=\"cat\" a1=\"f\""}}) +
      audit_event(3, {{"SYSCALL",
                       "arch=c000003e syscall=3 success=yes exit=0 a0=3 a1=0 a2=0 a3=0 pid=30 ppid=20 "
                       "uid=7 euid=7 comm=\"renamed\" exe=\"/bin/cat\""}});
  CHECK(findings(events, "evt.type = openat and fd.name = /srv/data",
                 "%proc.name %proc.cmdline %proc.cwd %user.uid %user.loginuid %proc.tty %fd.ino") ==
        "1 syscall sh sh -c evi /srv/ 0 1000 34819 5\n");
  CHECK(findings(events, "evt.type in (execve, close)",
                 "%evt.type %proc.name %proc.cmdline %proc.exepath %proc.pname %proc.pcmdline %user.name "
                 "%proc.tty") ==
        "2 syscall execve cat cat f /bin/cat sh sh -c evi mail 0\n"
        "3 syscall close cat cat f /bin/cat sh sh -c evi mail 0\n");
}

TEST_CASE("sockets are known from the addresses that calls give them") {
  const std::string sockaddr = "saddr=0200005001020304";
  const std::string events =
      audit_event(1,
                  {{"SYSCALL", call("42 success=yes exit=0 a0=4 a1=1 a2=10 a3=0")}, {"SOCKADDR", sockaddr}}) +
      audit_event(2, {{"SYSCALL", call("33 success=yes exit=0 a0=4 a1=0 a2=10 a3=0")}}) +
      audit_event(3,
                  {{"SYSCALL", call("43 success=yes exit=5 a0=3 a1=1 a2=10 a3=0")}, {"SOCKADDR", sockaddr}}) +
      audit_event(4,
                  {{"SYSCALL", call("49 success=yes exit=0 a0=6 a1=1 a2=10 a3=0")}, {"SOCKADDR", sockaddr}});
  CHECK(findings(
            events, "evt.num > 0",
            "%evt.type %fd.num %fd.typechar %fd.sip %fd.sport %fd.cip %fd.ip %fd.rip %fd.name %evt.rawres") ==
        "1 syscall connect 4 4 1.2.3.4 80 <NA> (1.2.3.4) 1.2.3.4 ->1.2.3.4:80 0\n"
        "2 syscall dup2 0 4 1.2.3.4 80 <NA> (1.2.3.4) 1.2.3.4 ->1.2.3.4:80 0\n"
        "3 syscall accept 5 4 <NA> <NA> 1.2.3.4 (1.2.3.4) 1.2.3.4 1.2.3.4:80-> 5\n"
        "4 syscall bind 6 4 1.2.3.4 80 <NA> (1.2.3.4) <NA> 1.2.3.4:80 0\n");
}

TEST_CASE("no call is derived where the capture's own system calls were watched") {
  const std::string event = audit_event(1, {{"SYSCALL", call("3 success=yes exit=0 a0=3 a1=0 a2=0 a3=0")}});
  CHECK(findings(event, "evt.type = close", "%evt.type") == "1 syscall close\n");
  CHECK(findings(event, "evt.type = close", "%evt.type",
                 "header host=\"h\" boot=1000 wall=1700000000000001000 recorded=\"linux_audit\"\n") ==
        "1 syscall close\n");
  CHECK(findings(event, "evt.type = close", "%evt.type",
                 "header host=\"h\" boot=1000 wall=1700000000000001000 recorded=\"linux_audit\" "
                 "recorded=\"execve\"\n") == "");
  // A block of system calls covers the first audit event, not the second.
  const std::string both = kHeader +
                           "event 1500 0 10/10@1 getpid res=10\nevent 2001 0 10/10@1 getpid res=10\nblock\n"
                           "number 7\nsource linux_audit\n" +
                           audit_event(1, {{"SYSCALL", call("3 success=yes exit=0 a0=3 a1=0 a2=0 a3=0")}}) +
                           audit_event(2, {{"SYSCALL", call("3 success=yes exit=0 a0=4 a1=0 a2=0 a3=0")}}) +
                           "close\n";
  CHECK(findings_of(both, rule_text("syscall", "evt.type = close", "%evt.arg.fd") +
                              rule_text("linux_audit", "audit.syscall = close", "%audit.SYSCALL.a0")) ==
        "7 linux_audit (3)\n8 linux_audit (4)\n8 syscall 4\n");
}

TEST_CASE("hostile records") {
  const char* const rows[] = {
      "pid=-1 ppid=0",      "pid=99999999999999999999",
      "pid=20 ppid=20",     "pid=9223372036854775807 ppid=1",
      "pid=20 a0=zz exit=", "pid=20 exit=99999999999999999999 a1=ffffffffffffffffff",
  };
  for (const char* const row : rows) {
    CAPTURE(row);
    calls_of(audit_event(1, {{"SYSCALL", std::string("arch=c000003e syscall=33 ") + row},
                             {"EXECVE", "argc=99999999999999999999 a18446744073709551615=\"x\" a=1 a[=2"},
                             {"PATH", "item=-1 name= inode=99999999999999999999 dev=:: mode=8"},
                             {"SOCKADDR", "saddr=02"},
                             {"CWD", "cwd="}}));
  }
  // Ancestors in a ring.
  calls_of(audit_event(1, {{"SYSCALL", "arch=c000003e syscall=3 pid=2 ppid=3 exe=\"/a\""}}) +
           audit_event(2, {{"SYSCALL", "arch=c000003e syscall=3 pid=3 ppid=2 exe=\"/a\""}}));
}

}  // namespace sysreel
