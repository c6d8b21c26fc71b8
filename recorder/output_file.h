// OutputFile: where the capture's bytes go.
//
// A named file is written as NAME.part, 0600, and gets its name by finish(), never over another file unless
// forced. Standard output and what is not a regular file (a pipe, a device) are written as they are. A file
// that is not finished keeps its .part, which readers accept. One thread writes; give_up() may come from
// another one.
#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>

#include "base/result.h"
#include "base/scoped_fd.h"
#include "format/capture_writer.h"

namespace sysreel {

class OutputFile : public ByteSink {
 public:
  static Result<std::unique_ptr<OutputFile>> create(const std::string& path, bool force);

  // True: `bytes` more can be written, and after them what closes a capture of `frames` frames. The room is
  // taken from the file system in advance, so that a full disk is found before a frame is begun. Always true
  // where that is not possible (pipes, some network file systems).
  Result<bool> make_room(uint64_t bytes, uint64_t frames);

  // A pipe or a socket whose reader does not read is waited for until give_up().
  Status write(std::span<const uint8_t> bytes) override;
  void give_up() { given_up_ = true; }

  Status finish();
  // Removes the .part: nothing was recorded.
  void discard();

  const std::string& name() const { return path_; }
  // What the bytes lie under at this moment.
  const std::string& current_name() const { return complete_ || part_.empty() ? path_ : part_; }
  bool complete() const { return complete_; }  // finish() has succeeded
  // Free bytes of its file system for us; nothing for pipes.
  std::optional<uint64_t> free_bytes() const;
  bool on_root_file_system() const;

 private:
  enum class Kind : uint8_t { kFile, kPipe, kSocket, kOther };

  OutputFile() = default;
  Status write_patiently(std::span<const uint8_t> bytes);
  Status give_name();
  void find_kind();

  std::string path_;
  std::string part_;  // empty: written in place
  ScopedFd fd_;
  Kind kind_ = Kind::kFile;
  bool force_ = false;
  bool complete_ = false;
  uint64_t written_ = 0;
  uint64_t reserved_ = 0;  // up to here the file system has given us room
  bool reserves_ = true;
  std::atomic<bool> given_up_ = false;
};

}  // namespace sysreel
