#include "recorder/audit_socket.h"

#include <linux/audit.h>
#include <linux/netlink.h>
#include <poll.h>
#include <sys/socket.h>

#include <cerrno>
#include <cstring>

namespace sysreel {
namespace {

constexpr int kReceiveBuffer = 16 << 20;
constexpr int kPatience = 2000;  // ms

Error system_error(const char* what) {
  return Error{ErrorCode::kSystem, std::string(what) + ": " + std::strerror(errno)};
}

Result<ScopedFd> open_socket(int flags) {
  ScopedFd fd(::socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC | flags, NETLINK_AUDIT));
  if (!fd.valid()) return system_error("the kernel's audit cannot be reached");
  return fd;
}

}  // namespace

Result<ScopedFd> open_audit_log() {
  auto fd = open_socket(SOCK_NONBLOCK);
  if (!fd.ok()) return fd;
  // More than the administrator's limit where we may.
  if (::setsockopt(fd->get(), SOL_SOCKET, SO_RCVBUFFORCE, &kReceiveBuffer, sizeof kReceiveBuffer) != 0)
    (void)::setsockopt(fd->get(), SOL_SOCKET, SO_RCVBUF, &kReceiveBuffer, sizeof kReceiveBuffer);
  sockaddr_nl group{};
  group.nl_family = AF_NETLINK;
  group.nl_groups = 1U << (AUDIT_NLGRP_READLOG - 1);
  if (::bind(fd->get(), reinterpret_cast<const sockaddr*>(&group), sizeof group) != 0)
    return system_error(errno == EPERM ? "audit records cannot be read without CAP_AUDIT_READ"
                                       : "audit records cannot be read");
  return fd;
}

Result<ScopedFd> open_audit_control() {
  return open_socket(0);
}

Result<int> ask_audit(int fd, uint16_t type, std::span<const uint8_t> body) {
  nlmsghdr header{};
  header.nlmsg_len = static_cast<uint32_t>(NLMSG_HDRLEN + body.size());
  header.nlmsg_type = type;
  header.nlmsg_flags = NLM_F_REQUEST | NLM_F_ACK;
  std::vector<uint8_t> message(NLMSG_ALIGN(header.nlmsg_len));
  std::memcpy(message.data(), &header, sizeof header);
  std::memcpy(message.data() + NLMSG_HDRLEN, body.data(), body.size());
  sockaddr_nl kernel{};
  kernel.nl_family = AF_NETLINK;
  if (::sendto(fd, message.data(), message.size(), 0, reinterpret_cast<const sockaddr*>(&kernel),
               sizeof kernel) < 0)
    return system_error("the kernel's audit cannot be asked");
  for (;;) {
    pollfd entry{fd, POLLIN, 0};
    if (::poll(&entry, 1, kPatience) <= 0)
      return Error{ErrorCode::kSystem, "the kernel's audit does not answer"};
    alignas(nlmsghdr) uint8_t answer[8192];
    const ssize_t got = ::recv(fd, answer, sizeof answer, 0);
    if (got < static_cast<ssize_t>(NLMSG_HDRLEN + sizeof(nlmsgerr))) continue;
    std::memcpy(&header, answer, sizeof header);
    if (header.nlmsg_type != NLMSG_ERROR) continue;
    nlmsgerr error{};
    std::memcpy(&error, answer + NLMSG_HDRLEN, sizeof error);
    return error.error;
  }
}

}  // namespace sysreel
