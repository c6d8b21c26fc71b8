// make_load CALL COUNT [ROUNDS] : makes COUNT calls in each of ROUNDS rounds and prints the CPU time of one
// call in the best round, ns. CALL: getppid (no string), stat (newfstatat of one path), pace (COUNT getppid
// and stat calls a second for ROUNDS seconds), flood (COUNT getppid on every CPU, a process each, ROUNDS of
// them a second in sum, or as many as can be; prints the seconds that it took).
#define _GNU_SOURCE
#include <fcntl.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/types.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static double now(clockid_t clock) {
  struct timespec time;
  clock_gettime(clock, &time);
  return 1e9 * (double)time.tv_sec + (double)time.tv_nsec;
}

static void call(int with_path) {
  struct stat status;
  if (with_path)
    syscall(SYS_newfstatat, AT_FDCWD, "/etc/alternatives/awk.1.gz", &status, 0);
  else
    syscall(SYS_getppid);
}

static double best_round(int with_path, long count, long rounds) {
  double best = 0;
  for (long round = 0; round < rounds; ++round) {
    const double begin = now(CLOCK_THREAD_CPUTIME_ID);
    for (long i = 0; i < count; ++i) call(with_path);
    const double each = (now(CLOCK_THREAD_CPUTIME_ID) - begin) / (double)count;
    if (round == 0 || each < best) best = each;
  }
  return best;
}

// In slices of a millisecond, so that the recorder meets a steady stream.
static void pace(long per_second, long seconds) {
  const struct timespec rest = {0, 200000};
  const double begin = now(CLOCK_MONOTONIC);
  long made = 0;
  for (;;) {
    const double passed = now(CLOCK_MONOTONIC) - begin;
    if (passed > 1e9 * (double)seconds) return;
    for (const long due = (long)((double)per_second * passed / 1e9); made < due; ++made) call(made % 2 == 0);
    nanosleep(&rest, NULL);
  }
}

// `per_second` 0: without a pause.
static void flood_cpu(long count, double per_second) {
  const struct timespec rest = {0, 200000};
  const double begin = now(CLOCK_MONOTONIC);
  for (long made = 0; made < count;) {
    long due = count;
    if (per_second > 0) due = (long)(per_second * (now(CLOCK_MONOTONIC) - begin) / 1e9);
    for (; made < due && made < count; ++made) call(0);
    if (made < count) nanosleep(&rest, NULL);
  }
}

static void flood(long count, long per_second) {
  const long cpus = sysconf(_SC_NPROCESSORS_ONLN);
  for (long cpu = 0; cpu < cpus; ++cpu) {
    if (fork() != 0) continue;
    cpu_set_t own;
    CPU_ZERO(&own);
    CPU_SET((size_t)cpu, &own);
    sched_setaffinity(0, sizeof(own), &own);
    flood_cpu(count, (double)per_second / (double)cpus);
    _exit(0);
  }
  while (wait(NULL) > 0) {
  }
}

int main(int argc, char** argv) {
  if (argc < 3) return 2;
  const long count = atol(argv[2]);
  const long rounds = argc > 3 ? atol(argv[3]) : 1;
  if (strcmp(argv[1], "pace") == 0) {
    pace(count, rounds);
  } else if (strcmp(argv[1], "flood") == 0) {
    const double begin = now(CLOCK_MONOTONIC);
    flood(count, argc > 3 ? rounds : 0);
    printf("%.3f\n", (now(CLOCK_MONOTONIC) - begin) / 1e9);
  } else {
    printf("%.2f\n", best_round(strcmp(argv[1], "stat") == 0, count, rounds));
  }
  return 0;
}
