// AuditCall: the system call that a Linux audit event describes, as far as its records say something of it.
//
// Records are matched to what they stand for: SYSCALL (number, arguments, result, the process and its
// credentials), CWD, PATH, EXECVE, PROCTITLE, SOCKADDR, FD_PAIR, OPENAT2, MMAP, CAPSET, BPRM_FCAPS,
// KERN_MODULE. Nothing is filled in that none of them says.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "format/audit/audit_record.h"
#include "format/catalogue/catalogue.h"

namespace sysreel {

struct AuditPath {
  uint64_t item = 0;
  std::string name;      // as passed; empty: not said
  std::string nametype;  // NORMAL, PARENT, CREATE, DELETE, UNKNOWN; empty: of an old kernel
  std::optional<uint64_t> inode;
  std::optional<uint32_t> device;  // major << 8 | minor as the kernel packs them for user space
  std::optional<uint32_t> mode;
  bool is_parent() const;
};

class AuditCall {
 public:
  static constexpr size_t kArguments = 6;

  // Takes an event's records, a line each; `text` must outlive what is asked. False: they describe no system
  // call that the catalogue knows.
  bool read(const Catalogue& catalogue, std::string_view text);

  KindId kind() const { return kind_; }
  Arch arch() const { return arch_; }
  std::optional<int64_t> result() const { return result_; }
  bool succeeded() const { return result_ && *result_ >= 0; }
  std::optional<uint64_t> argument(size_t index) const {
    return index < kArguments ? arguments_[index] : std::nullopt;
  }
  // A field of the SYSCALL record. Ids that are not set are the kernel's -1.
  std::optional<std::string_view> field(std::string_view name) const;
  std::optional<int64_t> number(std::string_view name) const;
  std::optional<uint32_t> terminal() const;  // major << 20 | minor, 0: none

  const std::string& comm() const { return comm_; }  // empty: not said, and so on
  const std::string& exe() const { return exe_; }
  const std::string& cwd() const { return cwd_; }
  const std::string& title() const { return title_; }      // NUL between arguments, cut by the kernel
  const std::string& address() const { return address_; }  // packed (packed_address.h)
  const std::string& module_name() const { return module_; }
  std::optional<std::string_view> argv0() const;
  // argv[1..], each with its NUL. `whole`: none is missing.
  std::string further_arguments(bool& whole) const;
  // The descriptors that pipe and socketpair made.
  std::optional<uint64_t> made_descriptor(size_t index) const { return pair_[index]; }
  struct Open {
    std::optional<uint64_t> flags, mode, resolve;
  };
  const Open& open_how() const { return open_how_; }
  struct Capabilities {
    std::optional<uint64_t> inheritable, permitted, effective;
  };
  const Capabilities& capabilities() const { return capabilities_; }

  // Those that are not the directory of another one, in the order in which the call looked them up.
  const std::vector<AuditPath>& paths() const { return paths_; }
  // The file that a call on one file was about; null: not said.
  const AuditPath* file() const;

 private:
  void clear();
  void take(const AuditRecord& record);
  void take_call(const AuditRecord& record);
  void take_path(const AuditRecord& record);
  void take_program_arguments(const AuditRecord& record);
  void take_address(const AuditRecord& record);
  void take_other(const AuditRecord& record);
  bool resolve(const Catalogue& catalogue);

  struct Argument {
    uint64_t index = 0;
    std::string text;
  };

  KindId kind_ = kNoKind;
  Arch arch_ = Arch::kX86_64;
  std::optional<int64_t> result_;
  std::array<std::optional<uint64_t>, kArguments> arguments_{};
  std::vector<AuditField> fields_;
  std::string comm_, exe_, cwd_, title_, address_, module_;
  std::vector<Argument> program_arguments_;  // by index
  std::optional<uint64_t> program_argument_count_;
  std::array<std::optional<uint64_t>, 2> pair_{};
  Open open_how_;
  Capabilities capabilities_;
  std::vector<AuditPath> paths_;
};

}  // namespace sysreel
