#include "replayer/state/accounts.h"

namespace sysreel {

void Accounts::set_user(std::string_view container, uint32_t uid, User user) {
  if (users_.size() < kMaxEntries) users_[Key(container, uid)] = std::move(user);
}

void Accounts::remove_user(std::string_view container, uint32_t uid) {
  users_.erase(Key(container, uid));
}

void Accounts::set_group(std::string_view container, uint32_t gid, std::string_view name) {
  if (groups_.size() < kMaxEntries) groups_[Key(container, gid)] = name;
}

void Accounts::remove_group(std::string_view container, uint32_t gid) {
  groups_.erase(Key(container, gid));
}

const User* Accounts::user(std::string_view container, uint32_t uid) const {
  const auto found = users_.find(Key(container, uid));
  return found == users_.end() ? nullptr : &found->second;
}

const std::string* Accounts::group(std::string_view container, uint32_t gid) const {
  const auto found = groups_.find(Key(container, gid));
  return found == groups_.end() ? nullptr : &found->second;
}

}  // namespace sysreel
