#include "replayer/state/params.h"

#include <unordered_map>

namespace sysreel {
namespace {

constexpr std::string_view kNames[] = {
    "res",
    "fd",
    "dirfd",
    "name",
    "path",
    "flags",
    "mode",
    "dev",
    "ino",
    "creat_flags",
    "oldfd",
    "first",
    "last",
    "cmd",
    "arg",
    "domain",
    "type",
    "proto",
    "tuple",
    "addr",
    "fd1",
    "fd2",
    "source",
    "peer",
    "exe",
    "args",
    "tid",
    "pid",
    "ptid",
    "cwd",
    "root",
    "fdlimit",
    "pgft_maj",
    "pgft_min",
    "vm_size",
    "vm_rss",
    "vm_swap",
    "comm",
    "cgroups",
    "env",
    "tty",
    "vpgid",
    "loginuid",
    "cap_inheritable",
    "cap_permitted",
    "cap_effective",
    "exe_ino",
    "exe_ino_ctime",
    "exe_ino_mtime",
    "uid",
    "trusted_exepath",
    "pgid",
    "gid",
    "filename",
    "vtid",
    "vpid",
    "pidns_init_start_ts",
    "reaper_tid",
    "option",
    "arg2_str",
    "arg2_int",
    "pid_fd",
    "target_fd",
    "newcur",
    "cur",
    "resource",
    "level",
    "optname",
    "val",
    "euid",
    "egid",
    "sid",
    "home",
    "shell",
    "container_id",
    "start_time",
    "nstype",
    "child_tid",
    "file_state",
    "cred_euid",
    "cred_egid",
    "child_in_pidns",
    "exepath",
    "fd_type",
    "open_flags",
    "role",
    "connect_state",
    "target_pid",
    "protocol",
    "l4proto",
    "thread_start_time",
    "lastexec_time",
    "subreaper",
    "family",
    "address",
    "netmask",
    "event_time",
    "cpu_usr",
    "cpu_sys",
    "json",
    "data",
};
static_assert(std::size(kNames) == static_cast<size_t>(P::kCount));

}  // namespace

ParamPlaces::ParamPlaces(const Catalogue& catalogue) : places_(catalogue.size()) {
  std::unordered_map<std::string_view, size_t> numbers;
  for (size_t param = 0; param < std::size(kNames); ++param) numbers.emplace(kNames[param], param);
  for (const EventKind& kind : catalogue.kinds()) {
    auto& places = places_[kind.id];
    places.fill(-1);
    for (size_t place = kind.params.size(); place-- > 0;) {  // of a name that stands twice the first counts
      const auto number = numbers.find(kind.params[place].name);
      if (number != numbers.end()) places[number->second] = static_cast<int8_t>(place);
    }
  }
}

}  // namespace sysreel
