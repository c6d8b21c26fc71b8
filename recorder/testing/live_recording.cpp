#include "recorder/testing/live_recording.h"

#include <doctest/doctest.h>
#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <fstream>
#include <sstream>

namespace sysreel::testing {
namespace {

fs::path& build_directory() {
  static fs::path directory = ".";
  return directory;
}

}  // namespace

void set_build_directory(const fs::path& directory) {
  build_directory() = directory;
}

std::string recorder_program() {
  return (build_directory() / "sysreel-record").string();
}

std::string slurp(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  std::stringstream content;
  content << file.rdbuf();
  return content.str();
}

Folder::Folder() {
  std::string name = (fs::temp_directory_path() / "sysreel-live-XXXXXX").string();
  if (mkdtemp(name.data()) != nullptr) path_ = fs::canonical(name);
}

Folder::~Folder() {
  std::error_code ignored;
  fs::remove_all(path_, ignored);
}

pid_t start(const Folder& folder, const std::vector<std::string>& arguments) {
  const std::string out = folder / "stdout";
  const std::string err = folder / "stderr";
  std::vector<char*> pointers;
  pointers.reserve(arguments.size() + 1);
  for (const std::string& argument : arguments) pointers.push_back(const_cast<char*>(argument.c_str()));
  pointers.push_back(nullptr);
  const pid_t child = fork();
  if (child != 0) return child;
  dup2(open(out.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0600), STDOUT_FILENO);
  dup2(open(err.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0600), STDERR_FILENO);
  execv(pointers[0], pointers.data());
  _exit(99);
}

Outcome finish(const Folder& folder, pid_t child) {
  int status = 0;
  waitpid(child, &status, 0);
  return {WIFEXITED(status) ? WEXITSTATUS(status) : 1000 + WTERMSIG(status), slurp(folder / "stdout"),
          slurp(folder / "stderr")};
}

Outcome run(const Folder& folder, const std::vector<std::string>& arguments) {
  return finish(folder, start(folder, arguments));
}

std::vector<std::string> recording(const Folder& folder, const std::vector<std::string>& options,
                                   const std::vector<std::string>& command) {
  std::vector<std::string> all = {recorder_program(), "-w", (folder / "t.reel").string()};
  all.insert(all.end(), options.begin(), options.end());
  all.push_back("--");
  all.insert(all.end(), command.begin(), command.end());
  return all;
}

std::string helper(const std::string& name) {
  return (build_directory() / "recorder" / name).string();
}

std::vector<std::string> split(const std::string& text, char separator) {
  std::vector<std::string> parts;
  std::stringstream stream(text);
  for (std::string part; std::getline(stream, part, separator);) parts.push_back(part);
  return parts;
}

uint64_t lost(const LossReport& report) {
  uint64_t sum = 0;
  for (const LossCount& count : report.lost)
    if (takes_event_away(count.reason)) sum += count.count;
  return sum;
}

void check_balance(const ReadCapture& capture) {
  uint64_t recorded = 0;
  REQUIRE_FALSE(capture.losses.empty());
  for (const LossReport& report : capture.losses) {
    CHECK(report.seen == report.filtered + report.recorded + lost(report));
    recorded += report.recorded;
  }
  CHECK(recorded == capture.events.size());
}

std::vector<const ReadEvent*> events_of(const ReadCapture& capture, const std::string& kind, int64_t pid) {
  std::vector<const ReadEvent*> found;
  for (const ReadEvent& event : capture.events)
    if (event.kind == kind && (pid == 0 || event.pid == pid)) found.push_back(&event);
  return found;
}

}  // namespace sysreel::testing
