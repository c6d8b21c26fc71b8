// K8sLogFollower: follows the API server's audit log as it is written, from its beginning.
//
// When the log is rotated (another file under its name) the old one is read to its end first; when it is
// truncated, reading begins anew: when it is shorter than what was read, or has grown again and holds other
// bytes where we stand. The log may come into being later. A thread of its own.
#pragma once

#include <sys/stat.h>

#include <atomic>
#include <cstdint>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "base/scoped_fd.h"
#include "format/audit/json_splitter.h"
#include "recorder/k8s_stream.h"

namespace sysreel {

class K8sLogFollower {
 public:
  // The stream must outlive the follower.
  K8sLogFollower(std::string path, K8sStream& stream);
  ~K8sLogFollower() { stop(); }
  K8sLogFollower(const K8sLogFollower&) = delete;
  K8sLogFollower& operator=(const K8sLogFollower&) = delete;

  // Reads what is there and ends.
  void stop();
  // Why the log cannot be read; empty: it can, or is not there yet.
  const std::string& problem() const { return problem_; }

 private:
  void run();
  void look();
  void open_log();
  bool truncated(uint64_t size);
  bool read_to_end();
  void take_pieces();
  void end_of_file();

  std::string path_;
  K8sStream& stream_;
  K8sStream::Reading reading_;
  std::string problem_;
  ScopedFd file_;
  uint64_t offset_ = 0;
  std::string tail_;  // the last bytes read
  std::optional<JsonSplitter> splitter_;
  std::vector<char> chunk_;
  std::atomic<bool> ending_ = false;
  std::thread thread_;
};

}  // namespace sysreel
