// dump with filters, templates and buffers, and ps, as a user meets them.
#include "replayer/commands/dump.h"

#include <doctest/doctest.h>

#include <algorithm>

#include "format/testing/test_files.h"
#include "replayer/commands/ps.h"
#include "replayer/testing/command_run.h"

namespace sysreel {
namespace {

const std::string kText = R"(header host="web1" boot=1000 wall=1700000000000001000
snapshot scan 900 950 1/1
row 1/1@10 snapshot.thread tid=1 pid=1 ptid=0 comm="init" exe="/sbin/init" vpid=1 vtid=1 uid=0
row 10/10@500 snapshot.thread tid=10 pid=10 ptid=1 comm="bash" exe="-bash" uid=1000 vpid=10 vtid=10 cwd="/home/a"
row 0/0 snapshot.user uid=1000 gid=1000 name="alice" home="/home/a" shell="/bin/bash"
event 2000 0 10/10@500 openat fd=3 dirfd=-100 name="notes" flags=0
event 2100 1 10/10@500 read res=11 fd=3 data="GET /\x0d\n\x01\x1b[0m"
event 2200 0 10/10@500 openat fd=-2 dirfd=-100 name="/nothing" flags=0
event 3000 0 10/10@500 clone res=12 flags=0 pidns_init_start_ts=1500
event 3001 0 12/12@3000 clone res=0 ptid=10 comm="bash" flags=0
event 3100 0 12/12@3000 execve res=0 exe="/bin/\x1b[2Jls" args=["-l"] comm="ls" ptid=10
event 4000 0 12/12@3000 procexit status=0
close
)";

CommandRun dump(DumpOptions options, bool colour = false) {
  const TempFile file(build_capture(kText));
  options.captures = {file.path()};
  return run_command(run_dump, options, colour);
}

CommandRun ps(PsOptions options, int width = 0) {
  const TempFile file(build_capture(kText));
  options.capture = file.path();
  return run_command(run_ps, options, false, width);
}

}  // namespace

TEST_CASE("dump shows names for numbers, in columns") {
  const CommandRun lines = dump({});
  CHECK(lines.code == kExitDone);
  CHECK(
      lines.out.starts_with("      1 2023-11-14T22:13:20.000002000Z  0 bash            10        openat     "
                            "fd=3(<f>/home/a/notes) dirfd=-100(AT_FDCWD) name=notes(/home/a/notes) flags="));
  CHECK(lines.out.find(
            "\n      2 2023-11-14T22:13:20.000002100Z  1 bash            10        read       res=11 "
            "data=GET /....[0m fd=3(<f>/home/a/notes)\n") != std::string::npos);
  CHECK(lines.out.find("fd=-2(ENOENT)") != std::string::npos);
  CHECK(lines.out.find('\x1b') == std::string::npos);
  CHECK(lines.out.find("exe=/bin/\\x1b[2Jls args=-l") != std::string::npos);
}

TEST_CASE("addresses are hexadecimal; a place without a value is shown where we know why it is empty") {
  struct Row {
    const char* header;
    const char* shown;
  };
  constexpr Row kRows[] = {
      {"header boot=1000 wall=1700000000000001000\n", " openat     fd=3(<f>/x) name=/x dev=<unreadable>\n"},
      {"header boot=1000 wall=1700000000000001000 portable=1\n", " openat     fd=3(<f>/x) name=/x\n"},
  };
  for (const Row& row : kRows) {
    CAPTURE(row.header);
    const TempFile file(
        build_capture(row.header + std::string(R"(event 2000 0 10/10@0 openat fd=3 name="/x" dev=!fault
event 2001 0 10/10@0 mmap res=140353482317824
event 2002 0 10/10@0 mmap res=-12
event 2003 0 10/10@0 lseek res=140353482317824 fd=3
close
)")));
    DumpOptions options;
    options.captures = {file.path()};
    const std::string lines = run_command(run_dump, options).out;
    CHECK(lines.find(row.shown) != std::string::npos);
    CHECK(lines.find(" mmap       res=7FA69774E000\n") != std::string::npos);
    CHECK(lines.find(" mmap       res=-12(ENOMEM)\n") != std::string::npos);
    CHECK(lines.find(" lseek      res=140353482317824 ") != std::string::npos);
  }
}

TEST_CASE("colours come only when asked for, and only from us") {
  const CommandRun lines = dump({}, true);
  CHECK(lines.out.find("\x1b[31m-2(ENOENT)\x1b[0m") != std::string::npos);
  CHECK(lines.out.find("\x1b[2Jls") == std::string::npos);
}

TEST_CASE("a filter is evaluated over the state") {
  struct Row {
    const char* filter;
    const char* numbers;
  };
  constexpr Row kRows[] = {
      {"fd.name = /home/a/notes", "1 2 "},
      {"evt.type = openat and evt.failed = true", "3 "},
      {"user.name = alice and proc.pname = init", "1 2 3 4 "},
      {"proc.name = ls", "6 7 "},
      {"not proc.name exists", ""},
  };
  for (const Row& row : kRows) {
    CAPTURE(row.filter);
    DumpOptions options;
    options.filter = row.filter;
    options.format = "%evt.num";
    const CommandRun lines = dump(options);
    CHECK(lines.code == kExitDone);
    std::string numbers = lines.out;
    std::replace(numbers.begin(), numbers.end(), '\n', ' ');
    CHECK(numbers == row.numbers);
  }
  // What lies before --from still counts for the state.
  DumpOptions later;
  later.filter = "fd.name = /home/a/notes";
  later.format = "%evt.num";
  later.from = TimePoint{true, 1100};
  CHECK(dump(later).out == "2\n");
}

TEST_CASE("kinds that only the capture knows are filtered by name, wherever they appear") {
  const TempFile file(build_capture(R"(header host="h" boot=1000 wall=1700000000000001000
kind frobnicate "fd:FD $why:CHARBUF"
event 2000 0 10/10@500 close res=0 fd=3
block
event 2100 0 10/10@500 frobnicate fd=3 why="because"
close
)"));
  DumpOptions options;
  options.captures = {file.path()};
  options.filter = "evt.num >= 1";
  options.format = "%evt.num %evt.type";
  CHECK(run_command(run_dump, options).out == "1 close\n2 frobnicate\n");
  // Without an index, kinds come with their blocks.
  const TempFile cut(build_capture(R"(header host="h" boot=1000 wall=1700000000000001000
kind frobnicate "fd:FD $why:CHARBUF"
event 2000 0 10/10@500 close res=0 fd=3
block
event 2100 0 10/10@500 frobnicate fd=3 why="because"
)"));
  options.captures = {cut.path()};
  CHECK(run_command(run_dump, options).out == "1 close\n2 frobnicate\n");
}

TEST_CASE("a template prints what it names") {
  struct Row {
    const char* format;
    const char* out;  // of the first two events
  };
  constexpr Row kRows[] = {
      {"%evt.num %6proc.name|%3evt.type|", "1 bash  |ope|\n2 bash  |rea|\n"},
      {"%evt.num %toupper(proc.name)", "1 BASH\n2 BASH\n"},
      {"%evt.num %evt.buffer", "2 GET /....[0m\n"},  // the first has none
      {"%evt.num %evt.arg.data", "2 GET /....[0m\n"},
      {"*%evt.num %evt.buffer", "1 <NA>\n2 GET /....[0m\n"},
  };
  for (const Row& row : kRows) {
    CAPTURE(row.format);
    DumpOptions options;
    options.format = row.format;
    options.to = TimePoint{true, 1101};
    CHECK(dump(options).out == row.out);
  }
  // Times of the recorder's clock are wall times here, as in Falco.
  DumpOptions clone;
  clone.filter = "evt.num = 4";
  clone.format = "%evt.arg.pidns_init_start_ts";
  CHECK(dump(clone).out == "1700000000000001500\n");
  DumpOptions json;
  json.format = "%evt.num of %proc.name: %evt.buffer %evt.num";
  json.json = true;
  json.count = 1;
  CHECK(dump(json).out == "{\"evt.num\":1,\"proc.name\":\"bash\",\"evt.buffer\":null}\n");
}

TEST_CASE("-A prints the text in buffers, which cannot pass for lines of ours") {
  DumpOptions options;
  options.filter = "evt.type = read";
  options.echo_text = true;
  CHECK(dump(options).out.find("\n        | GET /\n        | ..[0m\n") != std::string::npos);
  options.format = "%evt.buffer";
  CHECK(dump(options).out == "GET /\n..[0m\n");
}

TEST_CASE("what does not compile is shown with its place and is exit code 3") {
  struct Row {
    const char* filter;
    const char* format;
    const char* message;
  };
  constexpr Row kRows[] = {
      {"proc.nme = a", nullptr, "filter:1:1: error: there is no field 'proc.nme'\n  proc.nme = a\n  ^\n"},
      {"proc.name = a and\nfd.num = x", nullptr, "filter:2:10: error: "},
      {"proc.name", nullptr, "filter:1:10: error: "},
      {"evt.num > 0", "%evt.num %foo", "-p:1:10: error: "},
      {"ka.verb = get and proc.name = a", nullptr, "error: "},  // no source has both
  };
  for (const Row& row : kRows) {
    CAPTURE(row.filter);
    DumpOptions options;
    options.filter = row.filter;
    if (row.format != nullptr) options.format = row.format;
    const CommandRun failed = dump(options);
    CHECK(failed.code == kExitUnusable);
    CHECK(failed.out.empty());
    CHECK(failed.err.find(row.message) != std::string::npos);
  }
}

TEST_CASE("ps shows the tree at a time") {
  PsOptions options;
  options.at = TimePoint{true, 2200};
  const CommandRun running = ps(options);
  CHECK(running.code == kExitDone);
  CHECK(running.out ==
        "    PID USER  START                COMMAND\n"
        "      1 root  2023-11-14T22:13:20Z /sbin/init\n"
        "     10 alice 2023-11-14T22:13:20Z └─-bash\n"
        "     12 alice 2023-11-14T22:13:20Z   └─/bin/\\x1b[2Jls -l\n");
  CHECK(ps({}).out.find(" 12 ") == std::string::npos);  // it has ended
  options.at = TimePoint{true, 1500};
  CHECK(ps(options).out.find(" 12 ") == std::string::npos);  // not begun
}

TEST_CASE("ps in JSON and on a narrow terminal") {
  PsOptions options;
  options.at = TimePoint{true, 2200};
  options.json = true;
  const CommandRun json = ps(options);
  CHECK(json.out.find(
            R"({"pid":12,"ppid":10,"start":"2023-11-14T22:13:20.000003000Z","uid":1000,"user":"alice",)"
            R"("name":"ls","cmdline":"/bin/\u001b[2Jls -l")") != std::string::npos);
  CHECK(std::count(json.out.begin(), json.out.end(), '\n') == 3);
  options.json = false;
  CHECK(ps(options, 40).out.find("/bin/\\x1b[2Jls -l\n") != std::string::npos);  // room for 20 at least
  CHECK(ps(options, 57).out.find("/bin/\\x1b[2Jls …") == std::string::npos);
}

TEST_CASE("parents in a ring, which only damage makes, come once each") {
  const TempFile file(build_capture(R"(header host="h" boot=1000 wall=1700000000000001000
snapshot scan 900 950 1/1
row 5/5@1 snapshot.thread tid=5 pid=5 ptid=6 comm="five"
row 6/6@1 snapshot.thread tid=6 pid=6 ptid=5 comm="six"
close
)"));
  PsOptions options;
  options.capture = file.path();
  options.json = true;
  const CommandRun both = run_command(run_ps, options);
  CHECK(std::count(both.out.begin(), both.out.end(), '\n') == 2);
}

}  // namespace sysreel
