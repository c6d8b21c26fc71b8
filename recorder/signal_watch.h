// SignalWatch: the signals that concern a recording, received when asked for instead of whenever.
//
// From its making on SIGINT, SIGTERM, SIGHUP and SIGCHLD are blocked in this thread and those it starts, for
// good: one that comes at the very end must not replace the exit code. SIGPIPE is ignored, so that a closed
// output is an error and not an end.
#pragma once

#include <signal.h>

#include <optional>
#include <utility>

#include "base/scoped_fd.h"

namespace sysreel {

struct EndRequest {
  int signal = 0;
  bool from_terminal = false;  // the whole foreground group got it
};

class SignalWatch {
 public:
  explicit SignalWatch(bool pin_signal);  // SIGUSR1 is a request and no longer ends the process
  SignalWatch(const SignalWatch&) = delete;
  SignalWatch& operator=(const SignalWatch&) = delete;

  // Waits until a signal comes, `also` can be read (-1: nothing) or `milliseconds` have passed.
  void wait(int milliseconds, int also = -1);
  std::optional<EndRequest> end_requested();
  // A child may have ended since the last look. After end_requested().
  bool child_changed() { return std::exchange(child_changed_, false); }
  // SIGUSR1 came since the last look. After end_requested().
  bool pin_requested() { return std::exchange(pin_requested_, false); }

 private:
  ScopedFd fd_;
  bool pending_ = true;        // there may be a signal to read
  bool child_changed_ = true;  // before the first look
  bool pin_requested_ = false;
};

}  // namespace sysreel
