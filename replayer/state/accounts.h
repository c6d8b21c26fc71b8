// Accounts: users and groups of the recorded host and of its containers, by number.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <utility>

namespace sysreel {

struct User {
  uint32_t gid = 0;
  std::string name;
  std::string home;
  std::string shell;
};

class Accounts {
 public:
  static constexpr size_t kMaxEntries = 1 << 20;

  // `container` is empty for the host. Entries beyond the limit are dropped.
  void set_user(std::string_view container, uint32_t uid, User user);
  void remove_user(std::string_view container, uint32_t uid);
  void set_group(std::string_view container, uint32_t gid, std::string_view name);
  void remove_group(std::string_view container, uint32_t gid);
  // Of a container whose accounts nobody has told, the host's: what `ps` on the host shows.
  const User* user(std::string_view container, uint32_t uid) const;
  const std::string* group(std::string_view container, uint32_t gid) const;

  // By container and number.
  template <typename Visit>
  void for_each_user(Visit&& visit) const {
    for (const auto& [key, user] : users_) visit(key.first, key.second, user);
  }
  template <typename Visit>
  void for_each_group(Visit&& visit) const {
    for (const auto& [key, name] : groups_) visit(key.first, key.second, name);
  }

 private:
  using Key = std::pair<std::string, uint32_t>;
  std::map<Key, User> users_;
  std::map<Key, std::string> groups_;
};

}  // namespace sysreel
