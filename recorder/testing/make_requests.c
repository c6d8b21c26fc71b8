// make_requests FOLDER [poll]: opens FOLDER/made, renames it to FOLDER/moved, connects to port 9 of 127.0.0.1
// and unlinks FOLDER/moved, all by io_uring and by no system call of these; with "poll" the kernel's own
// thread takes the requests. Prints its pid. Exit code 77 where there is no io_uring.
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/io_uring.h>
#include <netinet/in.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

struct ring {
  int fd;
  unsigned* sq_tail;
  unsigned* sq_mask;
  unsigned* sq_array;
  unsigned* sq_flags;
  unsigned* cq_head;
  unsigned* cq_tail;
  unsigned* cq_mask;
  struct io_uring_cqe* cqes;
  struct io_uring_sqe* sqes;
  int polled;
};

static void fail(const char* what) {
  perror(what);
  exit(1);
}

static void* map(int fd, size_t size, off_t offset) {
  void* at = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_POPULATE, fd, offset);
  if (at == MAP_FAILED) fail("mmap");
  return at;
}

static struct ring open_ring(int polled) {
  struct io_uring_params params = {0};
  if (polled) {
    params.flags = IORING_SETUP_SQPOLL;
    params.sq_thread_idle = 2000;
  }
  struct ring ring = {.polled = polled};
  ring.fd = (int)syscall(SYS_io_uring_setup, 8, &params);
  if (ring.fd < 0) {
    perror("io_uring_setup");
    exit(77);
  }
  char* sq = map(ring.fd, params.sq_off.array + params.sq_entries * sizeof(unsigned), IORING_OFF_SQ_RING);
  char* cq =
      map(ring.fd, params.cq_off.cqes + params.cq_entries * sizeof(struct io_uring_cqe), IORING_OFF_CQ_RING);
  ring.sqes = map(ring.fd, params.sq_entries * sizeof(struct io_uring_sqe), IORING_OFF_SQES);
  ring.sq_tail = (unsigned*)(sq + params.sq_off.tail);
  ring.sq_mask = (unsigned*)(sq + params.sq_off.ring_mask);
  ring.sq_array = (unsigned*)(sq + params.sq_off.array);
  ring.sq_flags = (unsigned*)(sq + params.sq_off.flags);
  ring.cq_head = (unsigned*)(cq + params.cq_off.head);
  ring.cq_tail = (unsigned*)(cq + params.cq_off.tail);
  ring.cq_mask = (unsigned*)(cq + params.cq_off.ring_mask);
  ring.cqes = (struct io_uring_cqe*)(cq + params.cq_off.cqes);
  return ring;
}

// One request, and what came of it.
static int perform(struct ring* ring, const struct io_uring_sqe* request) {
  const unsigned tail = *ring->sq_tail;
  const unsigned slot = tail & *ring->sq_mask;
  ring->sqes[slot] = *request;
  ring->sq_array[slot] = slot;
  atomic_store_explicit((_Atomic unsigned*)ring->sq_tail, tail + 1, memory_order_release);
  if (!ring->polled) {
    if (syscall(SYS_io_uring_enter, ring->fd, 1, 1, IORING_ENTER_GETEVENTS, NULL, 0) < 0)
      fail("io_uring_enter");
  } else if (*ring->sq_flags & IORING_SQ_NEED_WAKEUP) {
    if (syscall(SYS_io_uring_enter, ring->fd, 0, 0, IORING_ENTER_SQ_WAKEUP, NULL, 0) < 0)
      fail("io_uring_enter");
  }
  const unsigned head = *ring->cq_head;
  while (atomic_load_explicit((_Atomic unsigned*)ring->cq_tail, memory_order_acquire) == head) usleep(1000);
  const int result = ring->cqes[head & *ring->cq_mask].res;
  atomic_store_explicit((_Atomic unsigned*)ring->cq_head, head + 1, memory_order_release);
  return result;
}

static void expect(int result, int wanted, const char* what) {
  if (result >= wanted) return;
  errno = -result;
  fail(what);
}

int main(int argc, char** argv) {
  if (argc < 2) return 2;
  char made[4096];
  char moved[4096];
  snprintf(made, sizeof(made), "%s/made", argv[1]);
  snprintf(moved, sizeof(moved), "%s/moved", argv[1]);
  struct ring ring = open_ring(argc > 2 && strcmp(argv[2], "poll") == 0);
  const int peer = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  const struct sockaddr_in address = {
      .sin_family = AF_INET, .sin_port = htons(9), .sin_addr = {htonl(INADDR_LOOPBACK)}};
  const struct io_uring_sqe opened = {.opcode = IORING_OP_OPENAT,
                                      .fd = AT_FDCWD,
                                      .addr = (unsigned long)made,
                                      .len = 0600,
                                      .open_flags = O_WRONLY | O_CREAT,
                                      .user_data = 7};
  const struct io_uring_sqe renamed = {.opcode = IORING_OP_RENAMEAT,
                                       .fd = AT_FDCWD,
                                       .addr = (unsigned long)made,
                                       .len = (unsigned)AT_FDCWD,
                                       .off = (unsigned long)moved};
  const struct io_uring_sqe connected = {
      .opcode = IORING_OP_CONNECT, .fd = peer, .addr = (unsigned long)&address, .off = sizeof(address)};
  const struct io_uring_sqe unlinked = {
      .opcode = IORING_OP_UNLINKAT, .fd = AT_FDCWD, .addr = (unsigned long)moved};
  expect(perform(&ring, &opened), 0, "openat");
  expect(perform(&ring, &renamed), 0, "renameat");
  expect(perform(&ring, &connected), -ECONNREFUSED, "connect");
  expect(perform(&ring, &unlinked), 0, "unlinkat");
  printf("%d\n", getpid());
  return 0;
}
