// make_children MODE COUNT: processes for the recorder to follow. Prints a line for each, by its own account.
//
//   fork    COUNT children, one after the other, each of which calls setsid and exits with a status of its
//   own;
//           prints "child PID STATUS"
//   race    as fork, but up to 32 at a time, and each child makes a grandchild at once
//   kinds   one child by each of fork, vfork, clone, clone3 and a thread; children that exec this program
//   again by
//           execve, execveat with a descriptor, and from a second thread; one that is killed; one that
//           changes its ids
//   exit N  ends with status N
//   sleep   waits for a signal
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <linux/sched.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

static char own_path[4096];

static void finish(pid_t child, const char* how) {
  int status = 0;
  waitpid(child, &status, __WALL);
  printf("%s %d %d\n", how, child, status);
}

static int forks(int count) {
  for (int i = 0; i < count; ++i) {
    const pid_t child = fork();
    if (child < 0) return 3;
    if (child == 0) {
      syscall(SYS_setsid);
      _exit(i & 0x7f);
    }
    finish(child, "child");
  }
  return 0;
}

static int race(int count) {
  int running = 0;
  for (int i = 0; i < count; ++i) {
    if (running == 32) {
      wait(NULL);
      --running;
    }
    const pid_t child = fork();
    if (child < 0) return 3;
    if (child == 0) {
      const pid_t grandchild = vfork();
      if (grandchild == 0) {
        syscall(SYS_setsid);
        _exit(7);
      }
      syscall(SYS_setsid);
      _exit(5);
    }
    ++running;
  }
  while (wait(NULL) > 0) {
  }
  printf("race %d\n", count);
  return 0;
}

static void* run_thread(void* unused) {
  printf("thread %ld\n", syscall(SYS_gettid));
  return unused;
}

static void* exec_from_thread(void* unused) {
  printf("execthread %d\n", getpid());
  fflush(stdout);
  execl(own_path, "from-thread", "exit", "11", NULL);
  return unused;
}

static int in_clone(void* unused) {
  (void)unused;
  syscall(SYS_setsid);
  _exit(3);
}

static void by_clone(void) {
  static char stack[65536];
  finish(clone(in_clone, stack + sizeof(stack), SIGCHLD, NULL), "clone");
  struct clone_args arguments = {.exit_signal = SIGCHLD};
  const pid_t child = (pid_t)syscall(SYS_clone3, &arguments, sizeof(arguments));
  if (child == 0) _exit(4);
  finish(child, "clone3");
}

static void by_fork(void) {
  pid_t child = (pid_t)syscall(SYS_fork);
  if (child == 0) _exit(1);
  finish(child, "fork");
  child = vfork();
  if (child == 0) _exit(2);
  finish(child, "vfork");
}

static void by_exec(void) {
  fflush(stdout);
  pid_t child = fork();
  if (child == 0) {
    execle(own_path, "new-name", "exit", "9", NULL, (char*[]){"ONLY=this", NULL});
    _exit(99);
  }
  finish(child, "execve");
  fflush(stdout);
  child = fork();
  if (child == 0) {
    const int fd = open(own_path, O_PATH);
    syscall(SYS_execveat, fd, "", (char*[]){"by-descriptor", "exit", "10", NULL}, (char*[]){NULL},
            AT_EMPTY_PATH);
    _exit(99);
  }
  finish(child, "execveat");
  fflush(stdout);
  child = fork();
  if (child == 0) {
    pthread_t thread;
    pthread_create(&thread, NULL, exec_from_thread, NULL);
    pthread_join(thread, NULL);
    _exit(99);
  }
  finish(child, "fromthread");
}

static void by_credentials(void) {
  fflush(stdout);
  const pid_t child = fork();
  if (child == 0) {
    syscall(SYS_setgid, 1234);
    syscall(SYS_setresgid, 1234, 1235, 1236);
    syscall(SYS_setreuid, 4321, 4321);
    syscall(SYS_setuid, 0);
    syscall(SYS_unshare, CLONE_NEWUSER);
    prctl(PR_SET_NAME, "other-name");
    _exit(0);
  }
  finish(child, "ids");
}

static int kinds(void) {
  by_fork();
  by_clone();
  pthread_t thread;
  pthread_create(&thread, NULL, run_thread, NULL);
  pthread_join(thread, NULL);
  by_exec();
  by_credentials();
  fflush(stdout);
  const pid_t child = fork();
  if (child == 0) {
    for (;;) pause();
  }
  kill(child, SIGKILL);
  finish(child, "killed");
  return 0;
}

int main(int argc, char** argv) {
  const char* mode = argc > 1 ? argv[1] : "";
  const int count = argc > 2 ? atoi(argv[2]) : 0;
  if (readlink("/proc/self/exe", own_path, sizeof(own_path) - 1) < 0) return 3;
  if (strcmp(mode, "fork") == 0) return forks(count);
  if (strcmp(mode, "race") == 0) return race(count);
  if (strcmp(mode, "kinds") == 0) return kinds();
  if (strcmp(mode, "exit") == 0) return count;
  if (strcmp(mode, "sleep") == 0) return pause() == 0;
  return 3;
}
