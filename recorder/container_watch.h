// ContainerWatch: looks up the container of each cgroup that is met for the first time.
//
// The look-up reads files of the engine on a thread of its own. It mostly takes less than a millisecond, so
// the caller waits a moment for it, in order that the container is told before the first program in it; a
// slow disk makes it come later and never holds the recording up.
#pragma once

#include <future>
#include <list>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

namespace sysreel {

class ContainerWatch {
 public:
  // The JSON of a container event, if these cgroups are new and belong to a container that is quickly found.
  std::optional<std::string> meet(std::string_view cgroups);
  // Those whose look-up took longer, once each.
  std::vector<std::string> take_late();

 private:
  using Answer = std::future<std::optional<std::string>>;
  std::optional<std::string> first_time(std::optional<std::string> json);

  std::unordered_set<std::string> met_;  // cgroups
  std::string last_met_;                 // most programs begin where the last one did
  std::unordered_set<std::string> told_;
  std::list<Answer> pending_;
};

}  // namespace sysreel
