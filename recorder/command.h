// Command: the program that the recorder starts and watches.
//
// It is created stopped at a pipe, so that it can be marked as recorded before it runs; release() lets it
// execute the program. Destruction of a command that was not released ends it without running anything.
#pragma once

#include <sys/types.h>

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "base/scoped_fd.h"

namespace sysreel {

class Command {
 public:
  // `stdout_to_stderr`: the capture itself goes to standard output.
  static Result<std::unique_ptr<Command>> hold(std::vector<std::string> arguments, bool stdout_to_stderr);
  ~Command();
  Command(const Command&) = delete;
  Command& operator=(const Command&) = delete;

  pid_t pid() const { return pid_; }
  int pidfd() const { return pidfd_.get(); }

  // Status of the execution: 0, or the errno with which it failed.
  Result<int> release();
  void signal(int number) const;

  // Exit code as a shell has it, once the command has ended.
  std::optional<int> poll();
  int wait();

 private:
  Command() = default;

  pid_t pid_ = -1;
  ScopedFd pidfd_;
  ScopedFd release_;  // one byte lets the child go
  ScopedFd failure_;  // closed by a successful exec, else carries errno
  std::optional<int> exit_code_;
};

// Where execvp would find it: the name itself when it has a slash, else along PATH. Empty: nowhere.
std::string find_program(const std::string& name);

}  // namespace sysreel
