// export: what is written is read back as what it was.
#include "replayer/commands/export.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "format/testing/test_files.h"
#include "replayer/commands/dump.h"
#include "replayer/commands/ps.h"
#include "replayer/testing/command_run.h"

namespace sysreel {
namespace {

// Kinds of every sort: with an enter that has parameters, without, from a code older than the kind, generic,
// without a twin, with flags that the kernel numbers differently, with texts, addresses and values that are
// missing.
const std::string kText = R"(header host="web1" boot=1000 wall=1700000000000001000
snapshot scan 900 950 1/1
row 1/1@10 snapshot.thread tid=1 pid=1 ptid=0 comm="init" exe="/sbin/init" exepath="/usr/lib/systemd/systemd" vpid=1 vtid=1 sid=1 vpgid=1 uid=0 gid=0
row 10/10@500 snapshot.thread tid=10 pid=10 ptid=1 comm="bash" exe="-bash" exepath="/usr/bin/bash" args=["-l"] env=["TERM=xterm"] cwd="/home/a" uid=1000 gid=1000 loginuid=1000 sid=10 pgid=10 vpgid=10 vpid=10 vtid=10 tty=34816 cap_effective=7 flags=3
row 11/10@500 snapshot.thread tid=11 pid=10 ptid=1 comm="worker" uid=1000 gid=1000 sid=10 vpgid=10 vpid=10 vtid=11
row 10/10@500 snapshot.fd fd=0 fd_type=102 name="/dev/pts/0"
row 10/10@500 snapshot.fd fd=7 fd_type=52 domain=2 type=1 protocol=6 tuple=tuple(10.0.0.1:40000>93.184.216.34:443) role=99 connect_state=1
row 10/10@500 snapshot.fd fd=8 fd_type=117 domain=1 tuple=tuple(unix:/run/app.sock) name="/run/app.sock"
row 0/0 snapshot.user uid=1000 gid=1000 name="alice" home="/home/a" shell="/bin/bash"
row 0/0 snapshot.user uid=5 gid=5 name="inner" home="/" shell="/bin/sh" container_id="0123456789ab"
row 0/0 snapshot.group gid=1000 name="users"
row 0/0 snapshot.container json="{}"
event 2000 0 10/10@500 openat fd=3 dirfd=-100 name="notes" flags=0x80241 mode=0x1a4 dev=9 ino=77
event 2010 1 11/10@500 read res=3 fd=3 data="a\x00b" size=80
event 2020 0 10/10@500 dup res=4 oldfd=3
event 2030 0 10/10@500 dup3 res=5 oldfd=3 newfd=5 flags=0x80000
event 2040 0 10/10@500 getpid ID=16 nativeID=39
event 2050 0 10/10@500 socket fd=6 domain=2 type=1 proto=0
event 2060 0 10/10@500 connect res=-115 tuple=tuple(127.0.0.1:5>127.0.0.1:9) fd=6 addr=addr(127.0.0.1:9)
event 2070 0 10/10@500 write res=5 fd=7 data="hello" size=5
event 2080 0 10/10@500 mkdir res=-13 path="/etc/x" mode=0x1ed
event 2090 0 10/10@500 vfork res=12 exe="-bash" args=["-l"] tid=10 pid=10 ptid=1 comm="bash" cwd="/home/a/" uid=1000 gid=1000 vtid=10 vpid=10
event 2091 0 12/12@2090 vfork res=0 exe="-bash" args=["-l"] tid=12 pid=12 ptid=10 comm="bash" cwd="/home/a/" uid=1000 gid=1000 vtid=12 vpid=12
event 2100 0 12/12@2090 execve res=0 exe="ls" args=["-l" "/"] tid=12 pid=12 ptid=10 comm="ls" cwd="/home/a/" env=["A=1"] tty=34816 loginuid=1000 vpgid=10 cap_effective=7 uid=1000 gid=1000 pgid=10 trusted_exepath="/usr/bin/ls" flags=1
event 2120 0 12/12@2090 procexit status=256 ret=1 sig=0 core=0 reaper_tid=1
event 2130 0 10/10@500 kill res=0 pid=1 sig=15
event 2140 0 10/10@500 close res=0 fd=3
close
)";

// A name in a directory of its own, without a file yet.
class TempName {
 public:
  TempName() { std::filesystem::remove(file_.path()); }
  ~TempName() { std::filesystem::remove(path()); }
  const std::string& path() const { return file_.path(); }

 private:
  TempFile file_;
};

CommandRun exported(const std::string& text, const std::string& to, const std::string& filter = "",
                    const std::string& format = "scap") {
  const TempFile source(build_capture(text));
  ExportOptions options;
  options.capture = source.path();
  options.format = format;
  options.output = to;
  options.filter = filter;
  return run_command(run_export, options);
}

std::string dumped(const std::string& path, const std::string& format, const std::string& filter = "") {
  DumpOptions options;
  options.filter = filter;
  options.captures = {path};
  options.format = format;
  options.json = true;
  return run_command(run_dump, options).out;
}

}  // namespace

TEST_CASE("a .scap tells the same of every event, its thread and its descriptor") {
  const TempName scap;
  const CommandRun done = exported(kText, scap.path());
  CHECK(done.code == kExitDone);
  CHECK(done.err.find("15 events") != std::string::npos);
  const TempFile source(build_capture(kText));
  for (const char* fields :
       {"%evt.time %evt.type %evt.res %evt.cpu %thread.tid %proc.pid",
        "%proc.name %proc.exe %proc.exepath %proc.cmdline %proc.cwd %proc.env %proc.ppid %proc.pname "
        "%proc.sid",
        "%proc.vpid %thread.vtid %proc.vpgid %proc.tty %proc.aname[2] %thread.cap_effective "
        "%proc.is_exe_writable",
        "%user.uid %user.name %user.homedir %group.gid %group.name %user.loginuid",
        "%fd.num %fd.name %fd.type %fd.typechar %fd.sip %fd.cport %fd.l4proto %fd.ino %fd.dev"}) {
    CAPTURE(fields);
    const std::string before = dumped(source.path(), fields);
    CHECK(dumped(scap.path(), fields) == before);
    CHECK(std::count(before.begin(), before.end(), '\n') == 15);
  }
  // Numbers that these lack are zeros in a .scap, since Falco stops at an event without them.
  const std::string filter = "not evt.type in (socket, vfork, execve)";
  CHECK(dumped(scap.path(), "%evt.args", filter) == dumped(source.path(), "%evt.args", filter));
}

TEST_CASE("lines for other tools name processes, users and descriptors, and hold nothing that acts") {
  const std::string text =
      "header host=\"web1\" boot=1000 wall=1700000000000001000\nsnapshot scan 900 950 1/1\n"
      "row 10/10@500 snapshot.thread tid=10 pid=10 ptid=1 comm=\"=cmd\" exe=\"sh\" args=[\"a\\n,\\\"b\"] "
      "uid=0 "
      "exepath=\"/bin/sh\" cwd=\"/\"\n"
      "event 2000 0 10/10@500 openat fd=3 dirfd=-100 name=\"/x\" flags=0\nclose\n";
  struct Row {
    const char* format;
    const char* out;
  };
  constexpr Row kRows[] = {
      {"csv",
       "time,num,type,source,pid,tid,process,cmdline,exe,user,container,fd,result,args\r\n"
       "2023-11-14T22:13:20.000002000Z,1,\"openat\",syscall,10,10,\"'=cmd\",\"'=cmd "
       "a\\x0a,\"\"b\",\"/bin/sh\",\"root\","
       "\"host\",\"/x\",3,\"fd=3(<f>/x) dirfd=-100(AT_FDCWD) name=/x flags=1(O_RDONLY) mode=<NA> dev=<NA> "
       "ino=<NA>\"\r\n"},
      {"jsonl",
       R"({"num":1,"time":"2023-11-14T22:13:20.000002000Z","type":"openat","source":"syscall","tid":10,"pid":10,)"
       R"("process":"=cmd","cmdline":"=cmd a\n,\"b","exe":"/bin/sh","user":"root","container":"host","fd":"/x","args":{"fd":3,)"},
      {"timesketch",
       R"({"message":"=cmd openat fd=3(<f>/x) dirfd=-100(AT_FDCWD) name=/x flags=1(O_RDONLY) mode=<NA> dev=<NA> ino=<NA>",)"
       R"("datetime":"2023-11-14T22:13:20.000002000Z","timestamp":1700000000000002,"timestamp_desc":"Event recorded",)"
       R"("data_type":"sysreel:event","hostname":"web1","num":1,)"},
  };
  for (const Row& row : kRows) {
    CAPTURE(row.format);
    const TempName file;
    CHECK(exported(text, file.path(), "", row.format).code == kExitDone);
    std::ifstream in(file.path(), std::ios::binary);
    const std::string content((std::istreambuf_iterator<char>(in)), {});
    CHECK(content.substr(0, std::string_view(row.out).size()) == row.out);
    CHECK(std::count(content.begin(), content.end(), '\n') ==
          (std::string_view(row.format) == "csv" ? 2 : 1));
  }
}

TEST_CASE("processes of the snapshot are written, whether events name them or not") {
  const TempName scap;
  CHECK(
      exported("header host=\"h\" boot=1000 wall=1700000000000001000\nsnapshot scan 900 950 1/1\n"
               "row 5/5@10 snapshot.thread tid=5 pid=5 ptid=0 comm=\"only\" exe=\"/bin/only\" uid=7\nclose\n",
               scap.path())
          .code == kExitDone);
  PsOptions options;
  options.capture = scap.path();
  options.json = true;
  CHECK(run_command(run_ps, options).out.find(R"("uid":7,"user":"7","name":"only","cmdline":"/bin/only")") !=
        std::string::npos);
}

TEST_CASE("a filter keeps what changes state, marked") {
  const TempName scap;
  const CommandRun done = exported(kText, scap.path(), "evt.type = close");
  CHECK(done.err.find(": 1 events") != std::string::npos);
  // The descriptor that is closed was opened by an event that the filter leaves out.
  CHECK(dumped(scap.path(), "%evt.type %fd.name").find(R"({"evt.type":"close","fd.name":"/home/a/notes"})") !=
        std::string::npos);
  CHECK(dumped(scap.path(), "%evt.type").find("mkdir") == std::string::npos);
}

TEST_CASE("what Falco has no event for is counted") {
  const TempName scap;
  const CommandRun done = exported(
      "header host=\"h\" boot=1000 wall=1700000000000001000\nkind frobnicate \"fd:FD\"\n"
      "event 2000 0 10/10@500 frobnicate fd=3\nevent 2001 0 10/10@500 close res=0 fd=3\nclose\n",
      scap.path());
  CHECK(done.code == kExitDone);
  CHECK(done.err.find("1 frobnicate events left out") != std::string::npos);
  CHECK(done.err.find(": 1 events") != std::string::npos);
}

TEST_CASE("what cannot be exported is exit code 3 and leaves no file") {
  const TempName scap;
  const TempFile there("kept");
  ExportOptions options;
  options.format = "scap";
  options.output = scap.path();
  options.capture = "/nonexistent";
  CHECK(run_command(run_export, options).code == kExitUnusable);
  CHECK_FALSE(std::filesystem::exists(scap.path()));
  CHECK(exported(kText, scap.path(), "proc.nme = x").err.starts_with("filter:1:1: error: "));
  CHECK_FALSE(std::filesystem::exists(scap.path()));
  CHECK(exported(kText, there.path()).code == kExitUnusable);
  std::ifstream kept(there.path());
  std::string content;
  kept >> content;
  CHECK(content == "kept");
}

}  // namespace sysreel
