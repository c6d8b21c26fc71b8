// The paths of `pmatch`: is any of them equal to a path, or a directory above it? Paths are compared
// component by component, slashes at the ends do not count, components may be shell patterns.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace sysreel::rules {

class PathSet {
 public:
  void add(std::string_view path);
  bool covers(std::string_view path) const;
  bool empty() const { return nodes_.empty(); }

 private:
  struct Node {
    bool end = false;  // a path of the set ends here: everything below is covered
    std::map<std::string, uint32_t, std::less<>> plain;
    std::vector<std::pair<std::string, uint32_t>> patterns;
  };
  uint32_t child(uint32_t parent, std::string_view component);

  std::vector<Node> nodes_;  // nodes_[0]: the root
};

}  // namespace sysreel::rules
