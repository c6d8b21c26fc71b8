// make_calls DIRECTORY EXPECTATIONS: makes a known sequence of system calls and writes down what it did.
//
// Each call is followed by a line in EXPECTATIONS: the event's name and, for some of its parameters, the
// value as this program knows it, separated by tabs. The calls stand between two chdir calls to names that do
// not exist, so that a reader finds where the sequence begins and ends. Lines are collected in memory:
// writing them would be calls, too.
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/bpf.h>
#include <linux/openat2.h>
#include <netinet/in.h>
#include <sched.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/mount.h>
#include <sys/ptrace.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/un.h>
#include <unistd.h>

static char lines[1 << 20];
static size_t used;

static void expect(const char* format, ...) {
  va_list arguments;
  va_start(arguments, format);
  used += (size_t)vsnprintf(lines + used, sizeof(lines) - used, format, arguments);
  va_end(arguments);
  lines[used++] = '\n';
}

// What the C library returns as -1 and errno, the kernel returns as a negative number.
static long raw(long result) {
  return result < 0 ? -(long)errno : result;
}

static unsigned long inode_of(int fd) {
  struct stat status;
  return fstat(fd, &status) == 0 ? (unsigned long)status.st_ino : 0;
}

static char directory[4096];
static char path_a[4200], path_b[4200], path_c[4200];

static void opens(void) {
  long fd = raw(syscall(SYS_open, path_a, O_RDWR | O_CREAT | O_EXCL, 0640));
  expect("open\tfd=%ld\tname=%s\tpath=%s\tino=%lu\tmode=%d\tfile_state=1", fd, path_a, path_a,
         inode_of((int)fd), 0640);
  long res = raw(syscall(SYS_close, fd));
  expect("close\tres=%ld\tfd=%ld", res, fd);
  fd = raw(syscall(SYS_open, path_a, O_RDONLY));
  expect("open\tfd=%ld\tname=%s\tpath=%s\tino=%lu\tmode=0\tfile_state=0", fd, path_a, path_a,
         inode_of((int)fd));
  syscall(SYS_close, fd);
  expect("close\tres=0\tfd=%ld", fd);
  fd = raw(syscall(SYS_open, "does-not-exist", O_RDONLY));
  expect("open\tfd=%ld\tname=does-not-exist\tino=0\tdev=0", fd);
  fd = raw(syscall(SYS_openat, AT_FDCWD, "a", O_RDONLY | O_CLOEXEC));
  expect("openat\tfd=%ld\tdirfd=-100\tname=a\tpath=%s\tino=%lu\tfile_state=8", fd, path_a, inode_of((int)fd));
  syscall(SYS_close, fd);
  expect("close\tres=0\tfd=%ld", fd);
  struct open_how how = {.flags = O_RDONLY, .resolve = RESOLVE_NO_SYMLINKS};
  fd = raw(syscall(SYS_openat2, AT_FDCWD, "./a", &how, sizeof(how)));
  expect("openat2\tfd=%ld\tdirfd=-100\tname=./a\tpath=%s\tresolve=4", fd, path_a);
  syscall(SYS_close, fd);
  expect("close\tres=0\tfd=%ld", fd);
  fd = raw(syscall(SYS_creat, path_b, 0600));
  expect("creat\tfd=%ld\tname=%s\tpath=%s\tmode=%d\tino=%lu", fd, path_b, path_b, 0600, inode_of((int)fd));
  syscall(SYS_close, fd);
  expect("close\tres=0\tfd=%ld", fd);
  res = raw(syscall(SYS_close, 9999));
  expect("close\tres=%ld\tfd=9999", res);
}

static void names(void) {
  expect("rename\tres=%ld\toldpath=%s\tnewpath=%s", raw(syscall(SYS_rename, path_b, path_c)), path_b, path_c);
  expect("renameat\tres=%ld\tolddirfd=-100\toldpath=c\tnewdirfd=-100\tnewpath=b",
         raw(syscall(SYS_renameat, AT_FDCWD, "c", AT_FDCWD, "b")));
  expect("renameat2\tres=%ld\toldpath=b\tnewpath=a\tflags=1",
         raw(syscall(SYS_renameat2, AT_FDCWD, "b", AT_FDCWD, "a", 1)));
  expect("link\tres=%ld\toldpath=a\tnewpath=hard", raw(syscall(SYS_link, "a", "hard")));
  expect("linkat\tres=%ld\toldpath=a\tnewpath=hard2\tflags=0",
         raw(syscall(SYS_linkat, AT_FDCWD, "a", AT_FDCWD, "hard2", 0)));
  expect("symlink\tres=%ld\ttarget=a\tlinkpath=soft", raw(syscall(SYS_symlink, "a", "soft")));
  expect("symlinkat\tres=%ld\ttarget=a\tlinkdirfd=-100\tlinkpath=soft2",
         raw(syscall(SYS_symlinkat, "a", AT_FDCWD, "soft2")));
  expect("unlink\tres=%ld\tpath=hard", raw(syscall(SYS_unlink, "hard")));
  expect("unlink\tres=%ld\tpath=hard", raw(syscall(SYS_unlink, "hard")));
  expect("unlinkat\tres=%ld\tdirfd=-100\tname=soft\tflags=0",
         raw(syscall(SYS_unlinkat, AT_FDCWD, "soft", 0)));
  expect("mkdir\tres=%ld\tpath=sub\tmode=%d", raw(syscall(SYS_mkdir, "sub", 0700)), 0700);
  expect("mkdirat\tres=%ld\tpath=sub/sub\tmode=%d", raw(syscall(SYS_mkdirat, AT_FDCWD, "sub/sub", 0750)),
         0750);
  expect("rmdir\tres=%ld\tpath=sub/sub", raw(syscall(SYS_rmdir, "sub/sub")));
  expect("chdir\tres=%ld\tpath=sub\tcwd=%s/sub", raw(syscall(SYS_chdir, "sub")), directory);
  expect("chdir\tres=%ld\tpath=..\tcwd=%s", raw(syscall(SYS_chdir, "..")), directory);
  expect("mknod\tres=%ld\tpath=fifo\tmode=%d", raw(syscall(SYS_mknod, "fifo", S_IFIFO | 0600, 0)),
         S_IFIFO | 0600);
}

static void metadata(void) {
  expect("chmod\tres=%ld\tfilename=a\tmode=%d", raw(syscall(SYS_chmod, "a", 04755)), 04755);
  expect("fchmodat\tres=%ld\tdirfd=-100\tfilename=a\tmode=%d",
         raw(syscall(SYS_fchmodat, AT_FDCWD, "a", 0644)), 0644);
  expect("chown\tres=%ld\tpath=a\tuid=1\tgid=2", raw(syscall(SYS_chown, "a", 1, 2)));
  expect("lchown\tres=%ld\tpath=soft2\tuid=3\tgid=4", raw(syscall(SYS_lchown, "soft2", 3, 4)));
  expect("fchownat\tres=%ld\tdirfd=-100\tpathname=a\tuid=0\tgid=0\tflags=256",
         raw(syscall(SYS_fchownat, AT_FDCWD, "a", 0, 0, AT_SYMLINK_NOFOLLOW)));
  const long fd = raw(syscall(SYS_open, "a", O_RDONLY));
  expect("open\tfd=%ld\tname=a", fd);
  expect("fchmod\tres=%ld\tfd=%ld\tmode=%d", raw(syscall(SYS_fchmod, fd, 0600)), fd, 0600);
  expect("fchown\tres=%ld\tfd=%ld\tuid=0\tgid=0", raw(syscall(SYS_fchown, fd, 0, 0)), fd);
  expect("dup\tres=%ld\toldfd=%ld", raw(syscall(SYS_dup, fd)), fd);
  expect("dup2\tres=%ld\toldfd=%ld\tnewfd=77", raw(syscall(SYS_dup2, fd, 77)), fd);
  expect("dup3\tres=%ld\toldfd=%ld\tnewfd=78", raw(syscall(SYS_dup3, fd, 78, O_CLOEXEC)), fd);
  expect("fcntl\tres=%ld\tfd=%ld\targ=90", raw(syscall(SYS_fcntl, fd, F_DUPFD, 90)), fd);
  const long sub = raw(syscall(SYS_open, "sub", O_RDONLY | O_DIRECTORY));
  expect("open\tfd=%ld\tname=sub", sub);
  expect("fchdir\tres=%ld\tfd=%ld\tcwd=%s/sub", raw(syscall(SYS_fchdir, sub)), sub, directory);
  expect("chdir\tres=%ld\tcwd=%s", raw(syscall(SYS_chdir, directory)), directory);
  expect("close_range\tres=%ld\tfirst=77\tlast=90", raw(syscall(SYS_close_range, 77, 90, 0)));
}

static void internet(int family, const char* text) {
  struct sockaddr_storage storage;
  memset(&storage, 0, sizeof(storage));
  socklen_t size = family == AF_INET ? sizeof(struct sockaddr_in) : sizeof(struct sockaddr_in6);
  storage.ss_family = (sa_family_t)family;
  struct sockaddr_in* four = (struct sockaddr_in*)&storage;
  struct sockaddr_in6* six = (struct sockaddr_in6*)&storage;
  inet_pton(family, text, family == AF_INET ? (void*)&four->sin_addr : (void*)&six->sin6_addr);
  const long server = raw(syscall(SYS_socket, family, SOCK_STREAM, 0));
  expect("socket\tfd=%ld\tdomain=%d\ttype=1\tproto=0", server, family);
  if (server < 0) return;
  const long bound = raw(syscall(SYS_bind, server, &storage, size));
  expect("bind\tres=%ld\tfd=%ld\taddr=%s:0", bound, server, text);
  expect("listen\tres=%ld\tfd=%ld\tbacklog=5", raw(syscall(SYS_listen, server, 5)), server);
  getsockname((int)server, (struct sockaddr*)&storage, &size);
  const int port = ntohs(four->sin_port);
  const long client = raw(syscall(SYS_socket, family, SOCK_STREAM | SOCK_CLOEXEC, 0));
  expect("socket\tfd=%ld\tdomain=%d", client, family);
  const long connected = raw(syscall(SYS_connect, client, &storage, size));
  struct sockaddr_in6 own;
  socklen_t own_size = sizeof(own);
  getsockname((int)client, (struct sockaddr*)&own, &own_size);
  const int own_port = ntohs(((struct sockaddr_in*)&own)->sin_port);
  expect("connect\tres=%ld\tfd=%ld\taddr=%s:%d\ttuple=%s:%d>%s:%d", connected, client, text, port, text,
         own_port, text, port);
  const long accepted = raw(syscall(SYS_accept4, server, NULL, NULL, 0));
  expect("accept4\tfd=%ld\ttuple=%s:%d>%s:%d\tlisten_fd=%ld", accepted, text, own_port, text, port, server);
  expect("sendto\tres=%ld\tfd=%ld\tdata=hello\tsize=5\ttuple=%s:%d>%s:%d",
         raw(syscall(SYS_sendto, client, "hello", 5, 0, NULL, 0)), client, text, own_port, text, port);
  char buffer[16];
  expect("recvfrom\tres=%ld\tfd=%ld\tdata=hello\ttuple=%s:%d>%s:%d",
         raw(syscall(SYS_recvfrom, accepted, buffer, sizeof(buffer), 0, NULL, NULL)), accepted, text,
         own_port, text, port);
  expect("shutdown\tres=%ld\tfd=%ld\thow=1", raw(syscall(SYS_shutdown, client, 1)), client);
  const long datagram = raw(syscall(SYS_socket, family, SOCK_DGRAM, 0));
  expect("socket\tfd=%ld\ttype=2", datagram);
  four->sin_port = htons(9);
  const long sent = raw(syscall(SYS_sendto, datagram, "x", 1, 0, &storage, size));
  expect("sendto\tres=%ld\tfd=%ld\tdata=x\tsize=1", sent, datagram);
}

static void unix_sockets(void) {
  struct sockaddr_un address = {.sun_family = AF_UNIX};
  strcpy(address.sun_path, "socket");
  const socklen_t size = sizeof(address);
  const long server = raw(syscall(SYS_socket, AF_UNIX, SOCK_STREAM, 0));
  expect("socket\tfd=%ld\tdomain=1", server);
  expect("bind\tres=%ld\tfd=%ld\taddr=unix socket", raw(syscall(SYS_bind, server, &address, size)), server);
  expect("listen\tres=%ld\tfd=%ld", raw(syscall(SYS_listen, server, 1)), server);
  const long client = raw(syscall(SYS_socket, AF_UNIX, SOCK_STREAM, 0));
  expect("socket\tfd=%ld\tdomain=1", client);
  expect("connect\tres=%ld\tfd=%ld\taddr=unix socket\ttuple=unix socket",
         raw(syscall(SYS_connect, client, &address, size)), client);
  const long accepted = raw(syscall(SYS_accept, server, NULL, NULL));
  expect("accept\tfd=%ld\ttuple=unix socket", accepted);
  struct iovec parts[2] = {{"one", 3}, {"two", 3}};
  struct msghdr message = {.msg_iov = parts, .msg_iovlen = 2};
  expect("sendmsg\tres=%ld\tfd=%ld\tdata=onetwo\tsize=6", raw(syscall(SYS_sendmsg, client, &message, 0)),
         client);
  char buffer[4], second[4];
  struct iovec into[2] = {{buffer, 4}, {second, 4}};
  struct msghdr received = {.msg_iov = into, .msg_iovlen = 2};
  expect("recvmsg\tres=%ld\tfd=%ld\tdata=onetwo\tsize=6", raw(syscall(SYS_recvmsg, accepted, &received, 0)),
         accepted);
  const char abstract[] = "\0sysreel-test";
  memcpy(address.sun_path, abstract, sizeof(abstract));
  const socklen_t abstract_size = (socklen_t)(sizeof(sa_family_t) + sizeof(abstract) - 1);
  const long hidden = raw(syscall(SYS_socket, AF_UNIX, SOCK_DGRAM, 0));
  expect("socket\tfd=%ld\ttype=2", hidden);
  expect("bind\tres=%ld\tfd=%ld\taddr=unix sysreel-test",
         raw(syscall(SYS_bind, hidden, &address, abstract_size)), hidden);
  int pair[2];
  const long paired = raw(syscall(SYS_socketpair, AF_UNIX, SOCK_STREAM, 0, pair));
  expect("socketpair\tres=%ld\tfd1=%d\tfd2=%d\tdomain=1", paired, pair[0], pair[1]);
  strcpy(address.sun_path, "nobody");
  expect("connect\tres=%ld\tfd=%ld\taddr=unix nobody\ttuple=<missing>",
         raw(syscall(SYS_connect, hidden, &address, size)), hidden);
}

// Privileged calls: most are made so that they fail, which is an event like any other.
static void system_calls(void) {
  expect("mount\tres=%ld\tdev=none\tdir=/does/not/exist\ttype=tmpfs",
         raw(syscall(SYS_mount, "none", "/does/not/exist", "tmpfs", 0, NULL)));
  expect("umount2\tres=%ld\tname=/does/not/exist\tflags=2", raw(syscall(SYS_umount2, "/does/not/exist", 2)));
  expect("ptrace\tres=%ld\trequest=16\tpid=0", raw(syscall(SYS_ptrace, PTRACE_ATTACH, 0, 0, 0)));
  expect("init_module\tres=%ld\tlength=4", raw(syscall(SYS_init_module, "junk", 4, "options")));
  expect("finit_module\tres=%ld\tfd=-1\tuargs=options", raw(syscall(SYS_finit_module, -1, "options", 0)));
  expect("delete_module\tres=%ld\tname=sysreel_no_module",
         raw(syscall(SYS_delete_module, "sysreel_no_module", 0)));
  union bpf_attr attributes;
  memset(&attributes, 0xff, sizeof(attributes));
  expect("bpf\tfd=%ld\tcmd=9999", raw(syscall(SYS_bpf, 9999, &attributes, sizeof(attributes))));
  const long memory = raw(syscall(SYS_memfd_create, "secret", MFD_CLOEXEC));
  expect("memfd_create\tfd=%ld\tname=secret\tflags=1", memory);
  int ends[2];
  const long piped = raw(syscall(SYS_pipe, ends));
  expect("pipe\tres=%ld\tfd1=%d\tfd2=%d\tino=%lu", piped, ends[0], ends[1], inode_of(ends[0]));
  const long piped2 = raw(syscall(SYS_pipe2, ends, O_CLOEXEC));
  expect("pipe2\tres=%ld\tfd1=%d\tfd2=%d\tflags=%d", piped2, ends[0], ends[1], O_CLOEXEC);
  expect("setns\tres=%ld\tfd=-1\tnstype=0", raw(syscall(SYS_setns, -1, 0)));
  expect("unshare\tres=%ld\tflags=%d", raw(syscall(SYS_unshare, CLONE_FILES)), CLONE_FILES);
  expect("userfaultfd\tres=%ld\tflags=4294967295", raw(syscall(SYS_userfaultfd, -1)));
  expect("kill\tres=%ld\tpid=%d\tsig=0", raw(syscall(SYS_kill, getpid(), 0)), getpid());
  expect("execve\tres=%ld\tfilename=/does/not/exist\texe=zero\targs=first|second|\tenv=A=b|",
         raw(syscall(SYS_execve, "/does/not/exist", (char*[]){"zero", "first", "second", NULL},
                     (char*[]){"A=b", NULL})));
  expect(
      "execveat\tres=%ld\tfilename=nothing\texe=arg0\targs=more|\tdirfd=-100",
      raw(syscall(SYS_execveat, AT_FDCWD, "nothing", (char*[]){"arg0", "more", NULL}, (char*[]){NULL}, 0)));
}

#ifdef __x86_64__
// getpid, open of a name below 4 GiB and close by the 32-bit entry.
static void narrow_calls(void) {
  char* name = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_32BIT, -1, 0);
  if (name == MAP_FAILED) return;
  strcpy(name, path_a);
  long result;
  __asm__ volatile("int $0x80" : "=a"(result) : "a"(20) : "memory", "r8", "r9", "r10", "r11");
  __asm__ volatile("int $0x80"
                   : "=a"(result)
                   : "a"(5), "b"(name), "c"(O_RDONLY), "d"(0)
                   : "memory", "r8", "r9", "r10", "r11");
  expect("open\tfd=%ld\tname=%s\tpath=%s", (long)(int)result, path_a, path_a);
  const long fd = result;
  __asm__ volatile("int $0x80" : "=a"(result) : "a"(6), "b"(fd) : "memory", "r8", "r9", "r10", "r11");
  expect("close\tres=0\tfd=%ld", fd);
}
#else
static void narrow_calls(void) {}
#endif

int main(int argc, char** argv) {
  if (argc != 3 || chdir(argv[1]) != 0 || !getcwd(directory, sizeof(directory))) return 3;
  snprintf(path_a, sizeof(path_a), "%s/a", directory);
  snprintf(path_b, sizeof(path_b), "%s/b", directory);
  snprintf(path_c, sizeof(path_c), "%s/c", directory);
  umask(0);
  if (chdir("/sysreel-begin") == 0) return 3;
  opens();
  names();
  metadata();
  internet(AF_INET, "127.0.0.1");
  internet(AF_INET6, "::1");
  unix_sockets();
  system_calls();
  narrow_calls();
  if (chdir("/sysreel-end") == 0) return 3;
  FILE* file = fopen(argv[2], "w");
  if (!file || fwrite(lines, 1, used, file) != used || fclose(file) != 0) return 3;
  return 0;
}
