#include "recorder/signal_watch.h"

#include <poll.h>
#include <sys/signalfd.h>

namespace sysreel {

SignalWatch::SignalWatch() {
  sigset_t mask;
  sigemptyset(&mask);
  for (const int number : {SIGINT, SIGTERM, SIGHUP, SIGCHLD}) sigaddset(&mask, number);
  sigprocmask(SIG_BLOCK, &mask, &before_);
  signal(SIGPIPE, SIG_IGN);
  fd_.reset(signalfd(-1, &mask, SFD_CLOEXEC | SFD_NONBLOCK));
}

SignalWatch::~SignalWatch() {
  sigprocmask(SIG_SETMASK, &before_, nullptr);
}

void SignalWatch::wait(int milliseconds) const {
  pollfd entry{fd_.get(), POLLIN, 0};
  poll(&entry, 1, milliseconds);
}

std::optional<EndRequest> SignalWatch::end_requested() {
  signalfd_siginfo info{};
  std::optional<EndRequest> request;
  while (read(fd_.get(), &info, sizeof(info)) == sizeof(info)) {
    const auto number = static_cast<int>(info.ssi_signo);
    if (number == SIGCHLD) continue;
    request = EndRequest{number, info.ssi_code == SI_KERNEL};
  }
  return request;
}

}  // namespace sysreel
