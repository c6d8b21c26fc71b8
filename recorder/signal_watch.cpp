#include "recorder/signal_watch.h"

#include <poll.h>
#include <sys/signalfd.h>

namespace sysreel {

SignalWatch::SignalWatch(bool pin_signal) {
  sigset_t mask;
  sigemptyset(&mask);
  for (const int number : {SIGINT, SIGTERM, SIGHUP, SIGCHLD}) sigaddset(&mask, number);
  if (pin_signal) sigaddset(&mask, SIGUSR1);
  sigprocmask(SIG_BLOCK, &mask, nullptr);
  signal(SIGPIPE, SIG_IGN);
  fd_.reset(signalfd(-1, &mask, SFD_CLOEXEC | SFD_NONBLOCK));
}

void SignalWatch::wait(int milliseconds, int also) {
  pollfd entries[] = {{fd_.get(), POLLIN, 0}, {also, POLLIN, 0}};
  poll(entries, 2, milliseconds);
  if (entries[0].revents != 0) pending_ = true;
}

std::optional<EndRequest> SignalWatch::end_requested() {
  signalfd_siginfo info{};
  std::optional<EndRequest> request;
  if (!std::exchange(pending_, false)) return request;
  while (read(fd_.get(), &info, sizeof(info)) == sizeof(info)) {
    const auto number = static_cast<int>(info.ssi_signo);
    if (number == SIGUSR1) pin_requested_ = true;
    if (number == SIGCHLD) child_changed_ = true;
    if (number == SIGCHLD || number == SIGUSR1) continue;
    request = EndRequest{number, info.ssi_code == SI_KERNEL};
  }
  return request;
}

}  // namespace sysreel
