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

namespace {

template <typename Table>
auto lookup(const Table& table, std::string_view container, uint32_t id) {
  const auto key = [&](std::string_view of, uint32_t number) { return typename Table::key_type(of, number); };
  const auto first = table.lower_bound(key(container, 0));
  const bool known = first != table.end() && first->first.first == container;
  const auto found = table.find(key(known ? container : std::string_view{}, id));
  return found == table.end() ? nullptr : &found->second;
}

}  // namespace

const User* Accounts::user(std::string_view container, uint32_t uid) const {
  return lookup(users_, container, uid);
}

const std::string* Accounts::group(std::string_view container, uint32_t gid) const {
  return lookup(groups_, container, gid);
}

}  // namespace sysreel
