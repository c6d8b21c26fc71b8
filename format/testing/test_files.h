// Files that tests read and write.
#pragma once

#include <string>
#include <string_view>
#include <thread>

namespace sysreel {

// A file in the temporary directory, gone with the object.
class TempFile {
 public:
  explicit TempFile(std::string_view bytes = {});
  ~TempFile();
  TempFile(const TempFile&) = delete;
  TempFile& operator=(const TempFile&) = delete;

  const std::string& path() const { return path_; }
  void write(std::string_view bytes) const;

 private:
  std::string path_;
};

// Bytes that can be read once, forwards, under a path.
class PipeFile {
 public:
  explicit PipeFile(std::string bytes);
  ~PipeFile();
  PipeFile(const PipeFile&) = delete;
  PipeFile& operator=(const PipeFile&) = delete;

  const std::string& path() const { return path_; }

 private:
  std::string path_;
  int read_end_ = -1;
  std::thread writer_;
};

// The content of a file below testdata/; fails the test run when it cannot be read.
std::string read_test_file(const std::string& name);
std::string read_whole_file(const std::string& path);
void write_whole_file(const std::string& path, std::string_view bytes);

// capture_from_text for texts that are known to be right.
std::string build_capture(std::string_view text);

}  // namespace sysreel
