#include "recorder/command.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <string_view>

extern char** environ;

namespace sysreel {
namespace {

constexpr const char* kDefaultPath = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

Error system_error(const char* what) {
  return Error{ErrorCode::kSystem, std::string(what) + ": " + std::strerror(errno)};
}

bool is_executable_file(const std::string& path) {
  struct stat status {};
  return stat(path.c_str(), &status) == 0 && S_ISREG(status.st_mode) && access(path.c_str(), X_OK) == 0;
}

int exit_code_of(int status) {
  return WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
}

// Runs in the child: everything it needs was made before the fork.
[[noreturn]] void run_child(int release, int failure, const char* path, char* const* arguments,
                            bool stdout_to_stderr) {
  char byte = 0;
  if (read(release, &byte, 1) != 1) _exit(127);  // the recorder gave up or died
  sigset_t none;
  sigemptyset(&none);
  for (const int number : {SIGINT, SIGTERM, SIGQUIT, SIGCHLD, SIGPIPE, SIGHUP}) signal(number, SIG_DFL);
  sigprocmask(SIG_SETMASK, &none, nullptr);
  if (stdout_to_stderr) dup2(STDERR_FILENO, STDOUT_FILENO);
  execve(path, arguments, environ);
  const int error = errno;
  if (write(failure, &error, sizeof(error)) < 0) _exit(127);
  _exit(error == ENOENT ? 127 : 126);
}

}  // namespace

std::string find_program(const std::string& name) {
  if (name.find('/') != std::string::npos) return name;
  const char* variable = std::getenv("PATH");
  std::string_view rest = variable != nullptr ? variable : kDefaultPath;
  for (;;) {
    const size_t end = rest.find(':');
    const std::string_view folder = rest.substr(0, end);
    std::string path = folder.empty() ? "./" + name : std::string(folder) + "/" + name;
    if (is_executable_file(path)) return path;
    if (end == std::string_view::npos) return {};
    rest = rest.substr(end + 1);
  }
}

Result<std::unique_ptr<Command>> Command::hold(std::vector<std::string> arguments, bool stdout_to_stderr) {
  // Nowhere: the exec of an empty name fails as the caller expects.
  const std::string path = find_program(arguments.at(0));
  std::vector<char*> pointers;
  pointers.reserve(arguments.size() + 1);
  for (std::string& argument : arguments) pointers.push_back(argument.data());
  pointers.push_back(nullptr);
  int release[2];
  int failure[2];
  if (pipe2(release, O_CLOEXEC) != 0) return system_error("cannot make a pipe");
  ScopedFd release_end(release[0]);
  std::unique_ptr<Command> command(new Command);
  command->release_.reset(release[1]);
  if (pipe2(failure, O_CLOEXEC) != 0) return system_error("cannot make a pipe");
  command->failure_.reset(failure[0]);
  ScopedFd failure_end(failure[1]);
  command->pid_ = fork();
  if (command->pid_ < 0) return system_error("cannot fork");
  if (command->pid_ == 0) {
    command->release_.reset();
    run_child(release[0], failure[1], path.c_str(), pointers.data(), stdout_to_stderr);
  }
  command->pidfd_.reset(static_cast<int>(syscall(SYS_pidfd_open, command->pid_, 0)));
  if (!command->pidfd_.valid()) return system_error("cannot watch the command");
  return command;
}

Command::~Command() {
  release_.reset();
  if (pid_ > 0 && !exit_code_) {
    int status = 0;
    // Held: it sees the end of the pipe and leaves. Running: the caller chose not to wait.
    waitpid(pid_, &status, failure_.valid() ? 0 : WNOHANG);
  }
}

Result<int> Command::release() {
  const char byte = 1;
  if (write(release_.get(), &byte, 1) != 1) return system_error("cannot start the command");
  release_.reset();
  int error = 0;
  ssize_t got = 0;
  do {
    got = read(failure_.get(), &error, sizeof(error));
  } while (got < 0 && errno == EINTR);
  failure_.reset();
  return got == sizeof(error) ? error : 0;
}

void Command::signal(int number) const {
  kill(pid_, number);
}

std::optional<int> Command::poll() {
  int status = 0;
  if (!exit_code_ && waitpid(pid_, &status, WNOHANG) == pid_) exit_code_ = exit_code_of(status);
  return exit_code_;
}

int Command::wait() {
  int status = 0;
  while (!exit_code_) {
    if (waitpid(pid_, &status, 0) == pid_)
      exit_code_ = exit_code_of(status);
    else if (errno != EINTR)
      exit_code_ = 127;
  }
  return *exit_code_;
}

}  // namespace sysreel
