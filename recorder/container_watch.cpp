#include "recorder/container_watch.h"

#include <chrono>
#include <utility>

#include "recorder/container_facts.h"

namespace sysreel {
namespace {

constexpr auto kPatience = std::chrono::milliseconds(20);
constexpr size_t kMetMax = 65536;  // then all are forgotten: told again, not left out
constexpr size_t kPendingMax = 64;

std::optional<std::string> look_up(const std::string& cgroups) {
  const auto facts = find_container(cgroups);
  return facts ? std::optional(container_json(*facts)) : std::nullopt;
}

}  // namespace

// Several cgroups may belong to one container.
std::optional<std::string> ContainerWatch::first_time(std::optional<std::string> json) {
  if (!json || !told_.insert(*json).second) return std::nullopt;
  return json;
}

std::optional<std::string> ContainerWatch::meet(std::string_view cgroups) {
  if (cgroups == last_met_) return std::nullopt;
  last_met_ = cgroups;
  if (met_.size() >= kMetMax) {
    met_.clear();
    told_.clear();
  }
  if (cgroups.empty() || !met_.insert(std::string(cgroups)).second || pending_.size() >= kPendingMax)
    return std::nullopt;
  Answer answer = std::async(std::launch::async, look_up, std::string(cgroups));
  if (answer.wait_for(kPatience) == std::future_status::ready) return first_time(answer.get());
  pending_.push_back(std::move(answer));
  return std::nullopt;
}

std::vector<std::string> ContainerWatch::take_late() {
  std::vector<std::string> found;
  for (auto answer = pending_.begin(); answer != pending_.end();) {
    if (answer->wait_for(std::chrono::seconds(0)) != std::future_status::ready) {
      ++answer;
      continue;
    }
    if (auto json = first_time(answer->get())) found.push_back(std::move(*json));
    answer = pending_.erase(answer);
  }
  return found;
}

}  // namespace sysreel
