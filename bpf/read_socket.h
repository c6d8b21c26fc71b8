// Socket tuples, packed as format/catalogue/packed_address.h says: family, then IPv4 4+2+4+2 bytes, IPv6
// 16+2+16+2, unix 8+8 (inode numbers of the two sockets) and a path that the recorder cleans up.
#ifndef SYSREEL_BPF_READ_SOCKET_H
#define SYSREEL_BPF_READ_SOCKET_H

#include "bpf/read_file.h"

#define AF_UNIX_FAMILY 1
#define AF_INET_FAMILY 2
#define AF_INET6_FAMILY 10
#define FILE_TYPE_MASK 0170000
#define FILE_TYPE_SOCKET 0140000
#define UNIX_PATH_MAX 108
#define SOCKADDR_MAX 128
#define ERROR_IN_PROGRESS 115

struct endpoint {
  __u8 address[16];
  __u16 port;
};

static __always_inline __u16 host_port(__u16 port) {
  return __builtin_bswap16(port);
}

static __always_inline struct sock* socket_of_descriptor(__s64 fd) {
  struct file* file = file_of_descriptor(fd);
  if (!file) return NULL;
  if ((KERNEL_READ2(file, file, f_inode, i_mode) & FILE_TYPE_MASK) != FILE_TYPE_SOCKET) return NULL;
  struct socket* socket = KERNEL_READ(file, file, private_data);
  return socket ? KERNEL_READ(socket, socket, sk) : NULL;
}

static __always_inline __u64 socket_inode(struct sock* sk) {
  if (!sk) return 0;
  struct socket* socket = KERNEL_READ(sock, sk, sk_socket);
  return socket ? BPF_CORE_READ(socket, file, f_inode, i_ino) : 0;
}

static __always_inline __u8* append_endpoint(__u8* to, const struct endpoint* from, bool six) {
  if (six) {
    __builtin_memcpy(to, from->address, 16);
    __builtin_memcpy(to + 16, &from->port, 2);
    return to + 18;
  }
  __builtin_memcpy(to, from->address, 4);
  __builtin_memcpy(to + 4, &from->port, 2);
  return to + 6;
}

// The endpoint that the caller named counts where the socket itself has none.
static __always_inline void user_endpoint(struct endpoint* peer, __u64 address, __u32 family) {
  __u8 raw[28] = {};
  if (!address) return;
  if (family == AF_INET6_FAMILY) {
    if (bpf_probe_read_user(raw, 28, (void*)address) != 0) return;
    if (*(__u16*)raw == AF_INET6_FAMILY) {
      __builtin_memcpy(peer->address, raw + 8, 16);
      peer->port = host_port(*(__u16*)(raw + 2));
    }
    return;
  }
  if (bpf_probe_read_user(raw, 16, (void*)address) != 0) return;
  if (*(__u16*)raw == AF_INET_FAMILY) {
    __builtin_memcpy(peer->address, raw + 4, 4);
    peer->port = host_port(*(__u16*)(raw + 2));
  }
}

static __always_inline void read_endpoints(struct sock* sk, bool six, struct endpoint* local,
                                           struct endpoint* peer) {
  local->port = KERNEL_READ(sock, sk, __sk_common.skc_num);
  peer->port = host_port(KERNEL_READ(sock, sk, __sk_common.skc_dport));
  if (six) {
    bpf_core_read(local->address, 16, &sk->__sk_common.skc_v6_rcv_saddr);
    bpf_core_read(peer->address, 16, &sk->__sk_common.skc_v6_daddr);
  } else {
    bpf_core_read(local->address, 4, &sk->__sk_common.skc_rcv_saddr);
    bpf_core_read(peer->address, 4, &sk->__sk_common.skc_daddr);
  }
}

static __noinline void put_inet_tuple(struct scratch* s, __u8 param, struct sock* sk, __u64 user_address,
                                      __u8 flags) {
  struct endpoint local = {}, peer = {};
  if (!s) return;
  __u8* room = field_room(s);
  if (!room) return;
  const __u32 family = KERNEL_READ(sock, sk, __sk_common.skc_family);
  const bool six = family == AF_INET6_FAMILY;
  read_endpoints(sk, six, &local, &peer);
  if (peer.port == 0) user_endpoint(&peer, user_address, family);
  room[0] = family;
  const bool inbound = flags & REEL_TUPLE_INBOUND;
  __u8* second = append_endpoint(room + 1, inbound ? &peer : &local, six);
  append_endpoint(second, inbound ? &local : &peer, six);
  field_close(s, param, six ? 37 : 13, REEL_MARK_PRESENT, REEL_SHAPE_BYTES);
}

// The path is the one that the event is about: the peer's for who connects or sends, one's own for who
// accepts.
static __noinline void put_unix_tuple(struct scratch* s, __u8 param, struct sock* sk, __u64 user_address,
                                      __u8 flags) {
  if (!s) return;
  __u8* room = field_room(s);
  if (!room) return;
  const bool inbound = flags & REEL_TUPLE_INBOUND;
  struct sock* peer = BPF_CORE_READ((struct unix_sock*)sk, peer);
  const __u64 own_inode = socket_inode(sk);
  const __u64 peer_inode = socket_inode(peer);
  const __u64 first = inbound ? own_inode : peer_inode;
  const __u64 second = inbound ? peer_inode : own_inode;
  room[0] = AF_UNIX_FAMILY;
  __builtin_memcpy(room + 1, &first, 8);
  __builtin_memcpy(room + 9, &second, 8);
  __builtin_memset(room + 17, 0, UNIX_PATH_MAX);
  struct unix_address* address = NULL;
  if (inbound)
    address = BPF_CORE_READ((struct unix_sock*)sk, addr);
  else if (peer)
    address = BPF_CORE_READ((struct unix_sock*)peer, addr);
  __u32 length = 0;
  if (address) {
    length = BPF_CORE_READ(address, len) - 2;
    if (length > UNIX_PATH_MAX) length = 0;
    length = bounded(length);
    bpf_probe_read_kernel(room + 17, length,
                          (char*)address + bpf_core_field_offset(struct unix_address, name) + 2);
  } else if (!inbound && user_address) {
    length = UNIX_PATH_MAX;
    const long got = bpf_probe_read_user_str(room + 17, UNIX_PATH_MAX, (void*)(user_address + 2));
    length = got > 0 && got <= UNIX_PATH_MAX ? got : 0;
    if (length == 1) {  // abstract: the name follows the NUL
      bpf_probe_read_user_str(room + 18, UNIX_PATH_MAX - 1, (void*)(user_address + 3));
      length = UNIX_PATH_MAX;
    }
  }
  if (length > UNIX_PATH_MAX) length = UNIX_PATH_MAX;
  field_close(s, param, 17 + length, REEL_MARK_PRESENT, REEL_SHAPE_BYTES);
}

static __always_inline void put_tuple(struct scratch* s, __u8 param, __s64 fd, __u64 user_address,
                                      __u8 flags) {
  if (s->result < 0 && s->result != -ERROR_IN_PROGRESS) return put_mark(s, param, REEL_MARK_MISSING);
  struct sock* sk = socket_of_descriptor(fd);
  if (!sk) return put_mark(s, param, REEL_MARK_MISSING);
  const __u32 family = KERNEL_READ(sock, sk, __sk_common.skc_family);
  if (family == AF_INET_FAMILY || family == AF_INET6_FAMILY)
    return put_inet_tuple(s, param, sk, user_address, flags);
  if (family == AF_UNIX_FAMILY) return put_unix_tuple(s, param, sk, user_address, flags);
  put_mark(s, param, REEL_MARK_MISSING);
}

static __noinline void put_socket_member(struct scratch* s, __u8 param, __u8 member, __s64 fd) {
  if (!s) return;
  struct sock* sk = socket_of_descriptor(fd);
  if (!sk) return put_mark(s, param, REEL_MARK_MISSING);
  const __u32 length = KERNEL_READ(sock, sk, sk_ack_backlog);
  const __u32 max = KERNEL_READ(sock, sk, sk_max_ack_backlog);
  switch (member) {
    case REEL_SOCKET_FAMILY:
      return put_number(s, param, KERNEL_READ(sock, sk, __sk_common.skc_family));
    case REEL_SOCKET_TYPE:
      return put_number(s, param, KERNEL_READ2(sock, sk, sk_socket, type));
    case REEL_SOCKET_PROTOCOL:
      return put_number(s, param, KERNEL_READ(sock, sk, sk_protocol));
    case REEL_SOCKET_QUEUE_LENGTH:
      return put_number(s, param, length);
    case REEL_SOCKET_QUEUE_MAX:
      return put_number(s, param, max);
    case REEL_SOCKET_QUEUE_PERCENT:
      return put_number(s, param, max ? (__u64)length * 100 / max : 0);
  }
}

#endif
