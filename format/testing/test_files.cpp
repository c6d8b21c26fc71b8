#include "format/testing/test_files.h"

#include <signal.h>
#include <unistd.h>

#include <cstdlib>
#include <fstream>
#include <sstream>
#include <stdexcept>

#include "format/testing/capture_text.h"

namespace sysreel {

TempFile::TempFile(std::string_view bytes) : path_("/tmp/sysreel_test_XXXXXX") {
  if (const char* folder = std::getenv("TMPDIR")) path_ = std::string(folder) + "/sysreel_test_XXXXXX";
  const int fd = mkstemp(path_.data());
  if (fd < 0) throw std::runtime_error("cannot create " + path_);
  close(fd);
  write(bytes);
}

TempFile::~TempFile() {
  unlink(path_.c_str());
}

void TempFile::write(std::string_view bytes) const {
  write_whole_file(path_, bytes);
}

PipeFile::PipeFile(std::string bytes) {
  signal(SIGPIPE, SIG_IGN);  // the reader may stop early
  int ends[2];
  if (pipe(ends) != 0) throw std::runtime_error("cannot create a pipe");
  read_end_ = ends[0];
  path_ = "/dev/fd/" + std::to_string(read_end_);
  writer_ = std::thread([fd = ends[1], content = std::move(bytes)] {
    std::string_view left = content;
    while (!left.empty()) {
      const ssize_t written = ::write(fd, left.data(), left.size());
      if (written <= 0) break;
      left.remove_prefix(static_cast<size_t>(written));
    }
    close(fd);
  });
}

PipeFile::~PipeFile() {
  close(read_end_);
  writer_.join();
}

void write_whole_file(const std::string& path, std::string_view bytes) {
  std::ofstream out(path, std::ios::binary | std::ios::trunc);
  out.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  if (!out) throw std::runtime_error("cannot write " + path);
}

std::string read_whole_file(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  if (!in) throw std::runtime_error("cannot read " + path);
  std::ostringstream text;
  text << in.rdbuf();
  return text.str();
}

std::string read_test_file(const std::string& name) {
  return read_whole_file(std::string(TESTDATA) + "/" + name);
}

std::string build_capture(std::string_view text) {
  Result<std::string> bytes = capture_from_text(text);
  if (!bytes) throw std::runtime_error(bytes.error().message);
  return std::move(*bytes);
}

}  // namespace sysreel
