// What events and snapshots make of processes, descriptors and sockets, asked through fields.
#include <doctest/doctest.h>

#include "replayer/testing/field_script.h"

namespace sysreel {
namespace {

void check(const std::string& script) {
  CHECK(answered(script) == script);
}

const std::string kShell = R"(header host="web1" boot=1000 wall=1700000000000001000
snapshot scan 900 950 1/1
row 1/1@10 snapshot.thread tid=1 pid=1 ptid=0 comm="init" exe="/sbin/init" exepath="/usr/lib/systemd/systemd" vpid=1 vtid=1 sid=1 vpgid=1
row 10/10@500 snapshot.thread tid=10 pid=10 ptid=1 comm="bash" exe="-bash" exepath="/usr/bin/bash" cwd="/home/a" uid=1000 gid=1000 loginuid=1000 sid=10 pgid=10 vpgid=10 vpid=10 vtid=10 tty=34816 env=["HOME=/home/a" "TERM=xterm"]
row 10/10@500 snapshot.fd fd=0 fd_type=102 name="/dev/pts/0"
row 0/0 snapshot.user uid=1000 gid=1000 name="alice" home="/home/a" shell="/bin/bash"
row 0/0 snapshot.group gid=1000 name="users"
)";

}  // namespace

TEST_CASE("a snapshot gives processes, descriptors, users and parents") {
  check(kShell + R"(event 2000 0 10/10@500 openat fd=3 dirfd=-100 name="notes" flags=0
? proc.name = bash
? proc.exe = -bash
? proc.exepath = /usr/bin/bash
? proc.cwd = /home/a/
? proc.pname = init
? proc.ppid = 1
? proc.aname[1] = init
? proc.aname[2] = <missing>
? proc.tty = 34816
? proc.sname = bash
? proc.env[TERM] = xterm
? proc.env = HOME=/home/a TERM=xterm
? user.name = alice
? user.homedir = /home/a
? user.loginuid = 1000
? group.name = users
? fd.name = /home/a/notes
? fd.directory = /home/a
? fd.filename = notes
? fd.num = 3
? fd.type = file
? fd.typechar = f
? proc.stdin.name = /dev/pts/0
? container.id = host
event 2001 0 10/10@500 close res=0 fd=0
? fd.name = /dev/pts/0
event 2002 0 10/10@500 read res=0 fd=0
? fd.name = 
? fd.type = <missing>
? fd.typechar = o
close
)");
}

TEST_CASE("fork and exec: either report of the child, inherited and replaced state") {
  check(kShell + R"(event 2000 0 11/11@1900 clone res=0 tid=11 pid=11 ptid=10 vtid=11 vpid=11 comm="bash"
? proc.name = bash
? proc.pname = bash
? proc.ppid = 10
? proc.cmdline = bash
event 2001 0 10/10@500 clone res=11 flags=0x1200011 tid=10 pid=10 ptid=1
event 2002 0 11/11@1900 dup2 res=4 oldfd=0 newfd=4
? fd.num = 4
? fd.name = /dev/pts/0
event 2003 0 11/11@1900 openat fd=5 dirfd=-100 name="/tmp/x" flags=0x80000
event 2004 0 11/11@1900 execve res=0 exe="cat" args=["/etc/shadow" "a b"] tid=11 pid=11 ptid=10 comm="cat" env=["A=1"] trusted_exepath="/usr/bin/cat" uid=0 gid=0 loginuid=1000 vpgid=11 pgid=11 flags=4 exe_ino=77 exe_ino_ctime=1600000000000000000 cap_inheritable=0 cap_permitted=3 cap_effective=1
? proc.name = cat
? proc.cmdline = cat /etc/shadow a b
? proc.args = /etc/shadow a b
? proc.args[1] = a b
? proc.args[9] = 
? proc.exeline = cat /etc/shadow a b
? proc.exepath = /usr/bin/cat
? proc.pname = bash
? proc.pcmdline = bash
? proc.aname[2] = init
? proc.env[A] = 1
? proc.is_exe_from_memfd = true
? proc.is_exe_writable = false
? proc.exe_ino = 77
? proc.cwd = /home/a/
? user.name = root
? user.uid = 0
? thread.cap_permitted = CAP_CHOWN CAP_DAC_OVERRIDE
? thread.cap_effective = CAP_CHOWN
? proc.cmdnargs = 2
? proc.fdopencount = 2
event 2005 0 11/11@1900 read res=0 fd=5
? fd.name = 
event 2006 0 11/11@1900 read res=0 fd=4
? fd.name = /dev/pts/0
event 2007 0 11/11@1900 procexit status=0 ret=0
? proc.name = cat
event 2008 0 10/10@500 close res=0 fd=9
? proc.name = bash
? proc.nthreads = 1
close
)");
}

TEST_CASE("the parent's report alone makes the child, but not after the child is gone") {
  check(kShell + R"(event 2000 0 10/10@500 fork res=11 tid=10 pid=10 ptid=1
event 2001 0 11/11@1999 close res=-9 fd=7
? proc.name = bash
? proc.ppid = 10
? proc.cwd = /home/a/
event 2002 0 12/12@1999 fork res=0 tid=12 pid=12 ptid=10
event 2003 0 12/12@1999 procexit status=0
event 2004 0 10/10@500 fork res=12
event 2005 0 10/10@500 kill res=0 pid=12 sig=9
? evt.arg.pid = 12
? evt.arg.sig = SIGKILL
close
)");
}

TEST_CASE("threads share descriptors and directory with their leader; vfork and clone flags") {
  check(kShell + R"(event 2000 0 10/10@500 clone res=20 flags=0x10f00 tid=10 pid=10 ptid=1
event 2001 0 20/10@500 openat fd=7 dirfd=-100 name="a" flags=0
? fd.name = /home/a/a
? thread.ismain = false
? proc.nthreads = 2
? proc.nchilds = 1
? proc.pname = init
event 2002 0 10/10@500 read res=1 fd=7
? fd.name = /home/a/a
event 2003 0 20/10@500 chdir res=0 path="../b"
event 2004 0 10/10@500 openat fd=8 dirfd=-100 name="c" flags=0
? fd.name = /home/b/c
? proc.cwd = /home/b/
event 2005 0 10/10@500 execve res=0 exe="true" tid=10 pid=10 comm="true"
? proc.nthreads = 1
close
)");
}

TEST_CASE("children of a process that exits go to the nearest subreaper or init") {
  check(kShell + R"(event 2000 0 11/11@1900 fork res=0 tid=11 pid=11 ptid=10
event 2001 0 12/12@1901 fork res=0 tid=12 pid=12 ptid=11
event 2002 0 12/12@1901 close res=0 fd=0
? proc.ppid = 11
? proc.aname = (bash,bash,init)
event 2003 0 11/11@1900 procexit status=0
event 2004 0 12/12@1901 close res=0 fd=1
? proc.ppid = 1
? proc.aname = (init)
event 2005 0 10/10@500 prctl res=0 option=36 arg2_int=1
event 2006 0 13/13@1902 fork res=0 tid=13 pid=13 ptid=10
event 2007 0 14/14@1903 fork res=0 tid=14 pid=14 ptid=13
event 2008 0 13/13@1902 procexit status=0
event 2009 0 14/14@1903 close res=0 fd=1
? proc.ppid = 10
close
)");
}

TEST_CASE("a pid that was given to another process is another process") {
  check(kShell + R"(event 2000 0 10/10@500 close res=0 fd=9
? proc.name = bash
event 2001 0 10/10@1999 openat fd=3 dirfd=-100 name="x" flags=0
? proc.name = <NA>
? proc.pid = 10
? user.uid = 4294967295
? user.name = <NA>
? user.loginuid = -1
? proc.pname = <missing>
? fd.name = x
? proc.exepath = 
close
)");
}

TEST_CASE("names: dirfd, dots, unknown directories, what the kernel gave back") {
  check(kShell + R"(event 2000 0 10/10@500 openat fd=3 dirfd=-100 name="/etc/./ssl/../" flags=0x10000
? fd.name = /etc
? fd.type = directory
? fd.nameraw = /etc/./ssl/../
event 2001 0 10/10@500 openat fd=4 dirfd=3 name="passwd" flags=1
? fd.name = /etc/passwd
? evt.is_open_write = true
? evt.is_open_read = false
event 2002 0 10/10@500 openat fd=5 dirfd=99 name="lost" flags=2
? fd.name = <UNKNOWN>lost
? evt.is_open_write = true
? evt.is_open_read = true
event 2003 0 10/10@500 openat fd=5 dirfd=99 name="found" flags=0 path="/srv/found"
? fd.name = /srv/found
? fd.nameraw = found
event 2004 0 10/10@500 openat fd=-2 dirfd=3 name="none" flags=0
? fd.name = /etc/none
? fd.num = -1
? fd.typechar = f
? fd.directory = /etc
? fd.filename = <missing>
? evt.res = ENOENT
? evt.rawres = -2
? evt.failed = true
event 2005 0 10/10@500 unlinkat res=0 dirfd=3 name="motd" flags=0
? evt.arg.name = /etc/motd
? fs.path.name = /etc/motd
? fs.path.nameraw = motd
? evt.abspath = /etc/motd
event 2006 0 10/10@500 rename res=0 oldpath="a" newpath="/b"
? fs.path.source = /home/a/a
? fs.path.target = /b
? fs.path.name = <missing>
? evt.arg.oldpath = /home/a/a
event 2006 0 10/10@500 linkat res=0 olddir=3 oldpath="./old" newdir=-100 newpath="new" flags=0
? fs.path.source = /home/a/new
? fs.path.target = /etc/old
event 2007 0 10/10@500 fchdir res=0 fd=3
? proc.cwd = /etc/
event 2008 0 10/10@500 open fd=6 name="../x//y" flags=0x241 mode=0755
? fd.name = /x/y
? evt.is_open_exec = true
? evt.arg.flags = O_TRUNC|O_CREAT|O_WRONLY
close
)");
}

TEST_CASE("descriptors: dup, fcntl, close_range, pipes, special ones") {
  check(kShell + R"(event 2000 0 10/10@500 pipe2 res=0 fd1=3 fd2=4 ino=99 flags=0x80000
? fd.num = 4
? fd.type = pipe
? fd.ino = 99
event 2001 0 10/10@500 fcntl res=10 fd=3 cmd=0 arg=10
? fd.num = 10
? fd.type = pipe
event 2002 0 10/10@500 eventfd2 res=11 flags=0
? fd.type = event
event 2003 0 10/10@500 memfd_create fd=12 name="payload" flags=1
? fd.name = payload
? fd.typechar = m
event 2004 0 10/10@500 pidfd_open fd=13 pid=1
? fd.name = /proc/1
event 2005 0 10/10@500 close_range res=0 first=11 last=12 flags=0
event 2006 0 10/10@500 read res=0 fd=12
? fd.type = <missing>
? proc.fdopencount = 5
event 2007 0 10/10@500 execve res=0 exe="x" comm="x" tid=10 pid=10
? proc.fdopencount = 2
event 2008 0 10/10@500 dup2 res=0 oldfd=10 newfd=0
? proc.stdin.type = pipe
? fd.types = (pipe)
close
)");
}

TEST_CASE("sockets: roles, ends, names") {
  check(kShell + R"(event 2000 0 10/10@500 socket fd=3 domain=2 type=1 proto=0
? fd.type = ipv4
? fd.typechar = 4
? fd.l4proto = <NA>
? fd.sockfamily = ip
event 2001 0 10/10@500 connect res=0 tuple=tuple(10.0.0.1:40000>93.184.216.34:443) fd=3
? fd.name = 10.0.0.1:40000->93.184.216.34:443
? fd.name_changed = true
? fd.l4proto = tcp
? fd.cip = 10.0.0.1
? fd.sip = 93.184.216.34
? fd.sport = 443
? fd.lport = 40000
? fd.rport = 443
? fd.rip = 93.184.216.34
? fd.connected = true
? fd.ip = (10.0.0.1,93.184.216.34)
? evt.arg.tuple = 10.0.0.1:40000->93.184.216.34:443
event 2002 0 10/10@500 write res=5 fd=3 size=5
? fd.name_changed = false
? fd.sport = 443
event 2003 0 10/10@500 socket fd=4 domain=10 type=1 proto=6
event 2004 0 10/10@500 bind res=0 addr=addr([::1]:8080) fd=4
? fd.name = ::1:8080
? fd.sport = 8080
? fd.is_server = true
event 2005 0 10/10@500 accept4 fd=5 tuple=tuple([::1]:5555>[::1]:8080) flags=0
? fd.name = ::1:5555->::1:8080
? fd.cport = 5555
? fd.lport = 8080
? fd.type = ipv6
? fd.num = 5
event 2006 0 10/10@500 socket fd=6 domain=2 type=2 proto=17
event 2007 0 10/10@500 sendto res=5 fd=6 size=5 tuple=tuple(10.0.0.1:1234>8.8.8.8:53)
? fd.name = 10.0.0.1:1234->8.8.8.8:53
? fd.name_changed = true
? fd.l4proto = udp
? fd.sip = 8.8.8.8
event 2008 0 10/10@500 connect res=-111 fd=6
? evt.res = ECONNREFUSED
event 2009 0 10/10@500 socketpair res=0 fd1=7 fd2=8 domain=1 type=1
? fd.type = unix
event 2010 0 10/10@500 dup2 res=0 oldfd=3 newfd=0
? fd.num = 0
? fd.type = ipv4
? fd.sip = 93.184.216.34
close
)");
}

TEST_CASE("credentials and sessions") {
  check(kShell + R"(event 2000 0 10/10@500 setuid res=-1 uid=0
? user.uid = 1000
event 2001 0 10/10@500 setresuid res=0 ruid=-1 euid=0 suid=-1
? user.uid = 0
? user.name = root
? evt.arg.euid = root
? evt.arg.ruid = <NONE>
event 2002 0 10/10@500 setgid res=0 gid=1000
? group.gid = 1000
event 2003 0 10/10@500 unshare res=0 flags=0x10000000
close
)");
}

TEST_CASE("what is local and who serves, as the reference engine answers for these events") {
  check(R"(header host="web1" boot=1000 wall=1700000000000001000
snapshot scan 900 950 1/1
row 10/10@500 snapshot.thread tid=10 pid=10 ptid=1 comm="bash" exe="-bash" vpid=10 vtid=10
row 10/10@500 snapshot.fd fd=20 fd_type=52 domain=2 type=1 protocol=6 tuple=tuple(0.0.0.0:80>0.0.0.0:0) role=108
row 0/0 snapshot.interface name="eth0" family=2 address="\x0a\x00\x00\x01" netmask="\xff\x00\x00\x00"
row 0/0 snapshot.interface name="eth0" family=10 address="\x20\x01\x0d\xb8\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x01" netmask="\xff\xff\xff\xff\xff\xff\xff\xff\x00\x00\x00\x00\x00\x00\x00\x00"
event 2049 0 10/10@500 read res=0 fd=20
? fd.name = 0.0.0.0:80
? fd.sip = <missing>
? fd.sport = 80
event 2050 0 10/10@500 socket fd=6 domain=2 type=2 proto=0
event 2051 0 10/10@500 bind res=0 addr=addr(10.0.0.1:0) fd=6
event 2070 0 10/10@500 recvfrom res=5 fd=6 data="hello" size=5 tuple=tuple(9.9.9.9:53>10.0.0.1:45612)
? fd.name = 9.9.9.9:53->10.0.0.1:45612
? fd.lport = 45612
? fd.is_server = true
event 2080 0 10/10@500 socket fd=7 domain=2 type=2 proto=0
event 2081 0 10/10@500 sendto res=5 fd=7 data="hello" size=5 tuple=tuple(0.0.0.0:5000>10.9.9.9:53)
? fd.name = 10.0.0.1:5000->10.9.9.9:53
? fd.is_server = false
event 2171 0 10/10@500 socket fd=8 domain=10 type=1 proto=0
event 2172 0 10/10@500 connect res=0 fd=8 tuple=tuple([2001:db8::1]:1000>[2001:db8::99]:80) addr=addr([2001:db8::99]:80)
? fd.is_server = true
event 2173 0 10/10@500 socket fd=9 domain=10 type=1 proto=0
event 2174 0 10/10@500 connect res=0 fd=9 tuple=tuple([2001:db8::1]:1001>[2001:db9::99]:80) addr=addr([2001:db9::99]:80)
? fd.is_server = false
? fd.lport = 1001
event 2180 0 10/10@500 prctl res=0 option=15 arg2_str="disguise"
? proc.name = bash
event 2185 0 10/10@500 openat fd=12 dirfd=-100 name="/a/link" flags=0 path="/a/target" file_mode=0x81a4
? evt.arg.name = /a/link
? evt.arg.path = <missing>
event 2190 0 10/10@500 splice res=4 fd_in=6 fd_out=7 size=4 flags=0
? fd.num = 7
close
)");
}

}  // namespace sysreel
