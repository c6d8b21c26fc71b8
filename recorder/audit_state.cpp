#include "recorder/audit_state.h"

#include <linux/audit.h>
#include <linux/netlink.h>
#include <poll.h>
#include <sys/socket.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

#include "base/scoped_fd.h"

namespace sysreel {
namespace {

constexpr int kPatience = 500;  // ms

struct Request {
  nlmsghdr header{};
};

}  // namespace

std::string describe_audit() {
  const ScopedFd fd(socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_AUDIT));
  if (!fd.valid()) return std::string("not in this kernel: ") + std::strerror(errno);
  Request request;
  request.header.nlmsg_len = sizeof(request);
  request.header.nlmsg_type = AUDIT_GET;
  request.header.nlmsg_flags = NLM_F_REQUEST;
  sockaddr_nl kernel{};
  kernel.nl_family = AF_NETLINK;
  if (sendto(fd.get(), &request, sizeof(request), 0, reinterpret_cast<sockaddr*>(&kernel), sizeof(kernel)) <
      0)
    return std::string("cannot be asked: ") + std::strerror(errno);
  pollfd entry{fd.get(), POLLIN, 0};
  alignas(nlmsghdr) char answer[512];
  nlmsghdr header{};
  const ssize_t got = poll(&entry, 1, kPatience) > 0 ? recv(fd.get(), answer, sizeof(answer), 0) : -1;
  if (got < static_cast<ssize_t>(sizeof(header))) return "does not answer";
  std::memcpy(&header, answer, sizeof(header));
  if (header.nlmsg_type == NLMSG_ERROR) {
    nlmsgerr error{};
    std::memcpy(&error, answer + NLMSG_HDRLEN,
                std::min(sizeof(error), static_cast<size_t>(got) - NLMSG_HDRLEN));
    return std::string("cannot be asked: ") + std::strerror(-error.error);
  }
  // Only as much as every kernel answers with: mask, enabled, failure, pid.
  uint32_t state[4] = {};
  if (header.nlmsg_type != AUDIT_GET || got < static_cast<ssize_t>(NLMSG_HDRLEN + sizeof(state)))
    return "does not answer";
  std::memcpy(state, answer + NLMSG_HDRLEN, sizeof(state));
  if (state[1] == 0) return "off";
  return state[3] == 0 ? "on, without a daemon" : "on, daemon " + std::to_string(state[3]);
}

}  // namespace sysreel
