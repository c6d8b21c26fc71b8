// What live tests share: starting sysreel-record around helper programs and looking at what came of it.
#pragma once

#include <sys/types.h>

#include <filesystem>
#include <string>
#include <vector>

#include "recorder/testing/read_capture.h"

namespace sysreel::testing {

namespace fs = std::filesystem;

// Where sysreel-record and the helper programs are. Set once, by main().
void set_build_directory(const fs::path& directory);
std::string recorder_program();
std::string helper(const std::string& name);

struct Outcome {
  int code = -1;  // 1000 + N: ended by signal N
  std::string out;
  std::string err;
};

std::string slurp(const fs::path& path);
std::vector<std::string> split(const std::string& text, char separator);

// A temporary directory.
class Folder {
 public:
  Folder();
  ~Folder();
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
  fs::path operator/(const std::string& name) const { return path_ / name; }
  const fs::path& path() const { return path_; }

 private:
  fs::path path_;
};

// Standard output and error go to files of the folder, which finish() reads.
pid_t start(const Folder& folder, const std::vector<std::string>& arguments);
Outcome finish(const Folder& folder, pid_t child);
Outcome run(const Folder& folder, const std::vector<std::string>& arguments);

// sysreel-record -w FOLDER/t.reel OPTIONS -- COMMAND
std::vector<std::string> recording(const Folder& folder, const std::vector<std::string>& options,
                                   const std::vector<std::string>& command);

uint64_t lost(const LossReport& report);
// Every interval balances, and what was recorded is what the capture holds.
void check_balance(const ReadCapture& capture);
std::vector<const ReadEvent*> events_of(const ReadCapture& capture, const std::string& kind, int64_t pid = 0);

}  // namespace sysreel::testing
