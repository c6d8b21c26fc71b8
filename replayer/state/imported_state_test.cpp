// What differs for captures of other tools: events shorter than their kind, threads that only the scheduler
// names, numbers that Falco does not follow. Expected values are the reference engine's.
#include <doctest/doctest.h>

#include "replayer/testing/field_script.h"

namespace sysreel {
namespace {

void check(const std::string& script) {
  CHECK(answered(script) == script);
}

const std::string kImported = R"(header host="web1" boot=1000 wall=1700000000000001000 portable=1
snapshot scan 900 950 1/1
row 1/1@10 snapshot.thread tid=1 pid=1 ptid=0 comm="init" exe="/sbin/init" vpid=1 vtid=1 sid=1 vpgid=1 env=["A=0"]
row 10/10@500 snapshot.thread tid=10 pid=10 ptid=1 comm="bash" exe="-bash" args=[""] cwd="/home/a" uid=1000 gid=1000 sid=1 pgid=7 vpgid=7 vpid=10 vtid=10 tty=5 env=["A=1" "B=2"]
row 10/10@500 snapshot.fd fd=0 fd_type=112 name="pipe:[7]"
row 10/10@500 snapshot.fd fd=1 fd_type=102 name="/dev/null"
row 10/10@500 snapshot.fd fd=5 fd_type=117
row 0/0 snapshot.user uid=1000 gid=1000 name="alice" home="/home/a" shell="/bin/bash"
row 0/0 snapshot.group gid=1000 name="users"
row 0/0 snapshot.user uid=33 gid=33 name="web" container_id="aaaaaaaaaaaa"
)";

}  // namespace

TEST_CASE("an event that is shorter than its kind shows what it has") {
  check(kImported + R"(event 2000 0 10/10@500 procexit status=0
? evt.args = status=0
? evt.arg[0] = 0
? evt.arg.sig = <missing>
? evt.arg[2] = <missing>
event 2001 0 1/1@10 procexit status=0 ret=!fault
? evt.args = status=0 ret=<NA>
? evt.arg.ret = <NA>
? evt.rawarg.ret = <missing>
close
)");
}

TEST_CASE("scheduler and recorder make no thread known") {
  check(kImported + R"(event 2000 0 77/77@0 switch next=10 pgft_maj=1 pgft_min=2 vm_size=3 vm_rss=4 vm_swap=5
? proc.name = <missing>
? thread.tid = 77
? evt.reltime = 0
event 2001 0 10/10@500 switch next=77 pgft_maj=1 pgft_min=2 vm_size=3 vm_rss=4 vm_swap=5
? thread.pfmajor = 1
? thread.pfminor = 2
? proc.vmsize = 3
? proc.vmrss = 4
? proc.vmswap = 5
? evt.arg.next = 77
event 2001 0 11/10@500 getpid res=10
event 2001 0 11/10@500 switch next=77 pgft_maj=9 pgft_min=8 vm_size=7 vm_rss=6 vm_swap=5
? thread.pfminor = 8
? proc.vmsize = 0
? thread.vmsize = 0
event 2001 0 10/10@500 getpid res=10
? proc.vmsize = 7
? thread.pfminor = 2
event 2002 0 77/77@0 procinfo cpu_usr=1 cpu_sys=2
? proc.pid = <missing>
? evt.count.procinfo = 0
? evt.count.threadinfo = 1
event 2003 0 10/10@500 procinfo cpu_usr=10 cpu_sys=20
? evt.count.procinfo = 1
? thread.cpu = 0.0
event 2004 0 10/10@500 procinfo cpu_usr=15 cpu_sys=27
? thread.cpu = 12.0
? thread.cpu.user = 5.0
? thread.cpu.system = 7.0
event 2005 0 10/10@500 procinfo cpu_usr=900 cpu_sys=27
? thread.cpu.user = 100.0
event 2006 0 10/10@500 getpid res=10
? thread.cpu = <missing>
? evt.reltime = 6
close
)");
}

TEST_CASE("setsid moves the session and nothing else; one empty argument is none; no raw names in lists") {
  check(kImported + R"(event 2000 0 10/10@500 setsid res=10
? proc.sid = 10
? proc.pgid = 7
? proc.vpgid = 7
? proc.tty = 5
? proc.cmdline = bash
? proc.cmdnargs = 0
event 2001 0 10/10@500 read res=0 fd=0 size=1
? fd.name = pipe:[7]
? fd.nameraw = 
event 2002 0 10/10@500 read res=0 fd=1 size=1
? fd.name = /dev/null
? fd.nameraw = 
close
)");
}

TEST_CASE("environments of ancestors: by number, by name, of all") {
  check(kImported + R"(event 2000 0 10/10@500 getpid res=10
? proc.aenv[0] = A=1 B=2
? proc.aenv[1] = A=0
? proc.aenv[2] = <missing>
? proc.aenv[A] = 0
? proc.aenv[B] = 
close
)");
}

TEST_CASE("a new thread tells of its process what it knows") {
  check(
      kImported +
      R"(event 2000 0 843/842@0 clone res=0 exe="curl" args=["x"] tid=843 pid=842 ptid=774 comm="curl" flags=0x2000 uid=1000 gid=1000 vtid=843 vpid=842
? proc.name = curl
? proc.aname[0] = curl
? proc.acmdline[0] = curl x
? proc.ppid = <missing>
? evt.arg.ptid = 774
close
)");
}

TEST_CASE("polled descriptors, by column") {
  check(kImported + R"(event 2000 0 10/10@500 socket fd=3 domain=2 type=1 proto=6
event 2001 0 10/10@500 connect res=0 tuple=tuple(10.0.0.1:40000>93.184.216.34:443) fd=3
event 2002 0 10/10@500 poll res=1 fds="\x03\x00\x03\x00\x00\x00\x00\x00\x00\x00\x01\x00\x01\x00\x00\x00\x00\x00\x00\x00\x01\x00\x09\x00\x00\x00\x00\x00\x00\x00\x01\x00" timeout=5
? fdlist.nums = 3,1,9
? fdlist.names = 10.0.0.1:40000->93.184.216.34:443,/dev/null,<NA>
? fdlist.cips = 10.0.0.1
? fdlist.sips = 93.184.216.34
? fdlist.cports = 40000
? fdlist.sports = 443
event 2002 0 10/10@500 poll res=1 fds="\x01\x00\x00\x00\x00\x00\x00\x00\x00\x00\x01\x00" timeout=5
? fdlist.names = pipe:[7]
? fdlist.cips = <missing>
? fdlist.sports = <missing>
event 2003 0 10/10@500 poll res=0 fds="" timeout=5
? fdlist.nums = <missing>
event 2003 0 10/10@500 poll res=0 fds="\x00\x00" timeout=5
? fdlist.nums = <missing>
event 2004 0 10/10@500 read res=0 fd=3 size=1
? fdlist.nums = <missing>
close
)");
}

TEST_CASE("a datagram socket that sends to another peer") {
  check(kImported + R"(event 2000 0 10/10@500 socket fd=3 domain=10 type=2 proto=17
event 2001 0 10/10@500 sendto res=1 fd=3 size=1 tuple=tuple([::1]:5>[2001:db8::1]:53)
? fd.name = ::1:5->2001:db8::1:53
event 2002 0 10/10@500 sendto res=1 fd=3 size=1 tuple=tuple([::1]:5>[2001:db8::2]:99)
? fd.name = ::1:5->2001:db8::2:99
? fd.name_changed = true
event 2003 0 10/10@500 socket fd=4 domain=2 type=2 proto=17
event 2004 0 10/10@500 sendto res=1 fd=4 size=1 tuple=tuple(10.0.0.1:5>8.8.8.8:53)
? fd.name = 10.0.0.1:5->8.8.8.8:53
event 2005 0 10/10@500 sendto res=1 fd=4 size=1 tuple=tuple(10.0.0.1:5>9.9.9.9:99)
? fd.name = 10.0.0.1:5->8.8.8.8:53
close
)");
}

TEST_CASE("unix sockets: who has a role has a client's port, which is no text") {
  check(kImported + R"(event 2000 0 10/10@500 socket fd=3 domain=1 type=1 proto=0
? fd.cproto = <missing>
event 2001 0 10/10@500 connect res=0 tuple=tuple(unix:/run/x) fd=3
? fd.cproto = 
? fd.sproto = <missing>
event 2002 0 10/10@500 ioctl res=0 fd=5
? fd.type = unix
? fd.cproto = 
close
)");
}

TEST_CASE("the start of its pid namespace is kept of a process inside one") {
  check(
      kImported +
      R"(event 2000 0 20/20@0 clone res=0 exe="a" tid=20 pid=20 ptid=10 comm="a" flags=0 vtid=20 vpid=20 pidns_init_start_ts=77
? proc.pidns_init_start_ts = <missing>
event 2001 0 21/21@0 clone res=0 exe="a" tid=21 pid=21 ptid=10 comm="a" flags=0x20000000 vtid=1 vpid=1 pidns_init_start_ts=77
? proc.pidns_init_start_ts = 1700000000000000077
close
)");
}

TEST_CASE("raw numbers are in the base that the reference engine prints them in") {
  check(kImported + R"(event 2000 0 10/10@500 socket fd=3 domain=10 type=1 proto=0 flags=0x10
? evt.rawarg.domain = 10
? evt.rawarg.flags = 10
event 2001 0 10/10@500 fcntl res=0 fd=1 cmd=11 arg=17
? evt.rawarg.cmd = 11
? evt.rawarg.arg = 11
event 2002 0 10/10@500 lseek res=0 fd=1 offset=17 whence=10
? evt.rawarg.whence = 10
event 2003 0 10/10@500 shutdown res=0 fd=3 how=17
? evt.rawarg.how = 11
close
)");
}

TEST_CASE("names in a container are its own, or the host's where nobody has told them") {
  check(
      kImported +
      R"(event 2000 0 20/20@600 execve res=0 exe="nginx" comm="nginx" tid=20 pid=20 ptid=1 uid=33 gid=0 cgroups=["cpu=/docker/aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"]
? container.id = aaaaaaaaaaaa
? user.name = web
event 2001 0 20/20@600 setuid res=0 uid=1000
? user.name = <NA>
event 2002 0 21/21@700 execve res=0 exe="nginx" comm="nginx" tid=21 pid=21 ptid=1 uid=1000 gid=1000 cgroups=["cpu=/docker/bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb"]
? container.id = bbbbbbbbbbbb
? user.name = alice
? group.name = users
event 2003 0 10/10@500 useradded uid=1001 gid=1 name="own" home="/" shell="/bin/sh" container_id="bbbbbbbbbbbb"
event 2004 0 21/21@700 getpid res=21
? user.name = <NA>
event 2005 0 10/10@500 userdeleted uid=1001 gid=1 name="own" container_id="bbbbbbbbbbbb"
event 2006 0 21/21@700 getpid res=21
? user.name = alice
close
)");
}

}  // namespace sysreel
