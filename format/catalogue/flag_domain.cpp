#include "format/catalogue/flag_domain.h"

#include <array>

namespace sysreel {
namespace {

// In the order of FlagDomain.
constexpr std::array<std::string_view, kFlagDomains> kDomainNames = {
    "",
    "open_flags",
    "creat_flags",
    "file_state",
    "fd_flags",
    "socket_family",
    "shutdown_how",
    "sockopt_level",
    "sockopt_option",
    "futex_op",
    "lseek_whence",
    "rlimit_resource",
    "fcntl_command",
    "mmap_prot",
    "mmap_flags",
    "splice_flags",
    "ptrace_request",
    "quota_info_flags",
    "quota_format",
    "quota_command",
    "quota_type",
    "clone_flags",
    "flock_operation",
    "semop_flags",
    "semctl_command",
    "semget_flags",
    "mount_flags",
    "umount_flags",
    "access_mode",
    "page_fault_error",
    "exec_flags",
    "unlinkat_flags",
    "linkat_flags",
    "renameat2_flags",
    "fchownat_flags",
    "fstatat_flags",
    "chmod_mode",
    "mknod_mode",
    "openat2_resolve",
    "io_uring_setup_flags",
    "io_uring_features",
    "io_uring_enter_flags",
    "io_uring_register_op",
    "io_uring_op",
    "mlockall_flags",
    "mlock2_flags",
    "bpf_command",
    "fsconfig_command",
    "epoll_create1_flags",
    "prctl_option",
    "memfd_flags",
    "pidfd_open_flags",
    "finit_module_flags",
    "delete_module_flags",
    "close_range_flags",
    "keyctl_operation",
};

}  // namespace

std::string_view name_of(FlagDomain domain) {
  const auto index = static_cast<size_t>(domain);
  return index < kDomainNames.size() ? kDomainNames[index] : std::string_view{};
}

std::optional<FlagDomain> flag_domain_named(std::string_view name) {
  for (size_t i = 0; i < kDomainNames.size(); ++i)
    if (kDomainNames[i] == name) return static_cast<FlagDomain>(i);
  return std::nullopt;
}

}  // namespace sysreel
