// SignalWatch: the signals that concern a recording, received when asked for instead of whenever.
//
// While it lives SIGINT, SIGTERM, SIGHUP and SIGCHLD are blocked in this thread and those it starts; SIGPIPE
// is ignored, so that a closed output is an error and not an end.
#pragma once

#include <signal.h>

#include <optional>

#include "base/scoped_fd.h"

namespace sysreel {

struct EndRequest {
  int signal = 0;
  bool from_terminal = false;  // the whole foreground group got it
};

class SignalWatch {
 public:
  SignalWatch();
  ~SignalWatch();
  SignalWatch(const SignalWatch&) = delete;
  SignalWatch& operator=(const SignalWatch&) = delete;

  // Waits until a signal comes or `milliseconds` have passed.
  void wait(int milliseconds) const;
  std::optional<EndRequest> end_requested();

 private:
  ScopedFd fd_;
  sigset_t before_{};
};

}  // namespace sysreel
