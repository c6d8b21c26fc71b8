// WatchedFiles: have any of some files changed? By polling, which also works on network and container file
// systems, where inotify sees nothing.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace sysreel {

class WatchedFiles {
 public:
  // Call before the files are read: what changes from here on counts.
  void begin();
  // Directories stand for the YAML files below them: reports that a run writes there are no change.
  void watch(const std::vector<std::string>& paths);
  // Since begin(). A file that comes or goes is a change.
  bool changed() const;

 private:
  struct Stamp {
    int64_t modified = 0;  // ns, -1: not there
    uint64_t size = 0;
    bool operator==(const Stamp&) const = default;
  };
  static std::map<std::string, Stamp> stamps_of(const std::vector<std::string>& paths);

  std::vector<std::string> paths_;
  std::map<std::string, Stamp> stamps_;
  int64_t begun_ = 0;             // ns of the file clock
  bool changed_already_ = false;  // between begin() and watch()
};

}  // namespace sysreel
