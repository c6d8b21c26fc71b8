// Which set of constants a flags or enum parameter is made of.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace sysreel {

// Never written into captures as a number: rows travel with the domain's name.
enum class FlagDomain : uint8_t {
  kNone = 0,
  kOpenFlags,
  kCreatFlags,
  kFileState,
  kFdFlags,  // the open flags that socket, accept4, dup3, pipe2 … take beside other things
  kSocketFamily,
  kShutdownHow,
  kSockoptLevel,
  kSockoptOption,
  kFutexOp,
  kLseekWhence,
  kRlimitResource,
  kFcntlCommand,
  kMmapProt,
  kMmapFlags,
  kSpliceFlags,
  kPtraceRequest,
  kQuotaInfoFlags,
  kQuotaFormat,
  kQuotaCommand,
  kQuotaType,
  kCloneFlags,
  kFlockOperation,
  kSemopFlags,
  kSemctlCommand,
  kSemgetFlags,
  kMountFlags,
  kUmountFlags,
  kAccessMode,
  kPageFaultError,
  kExecFlags,
  kUnlinkatFlags,
  kLinkatFlags,
  kRenameat2Flags,
  kFchownatFlags,
  kFstatatFlags,
  kChmodMode,
  kMknodMode,
  kOpenat2Resolve,
  kIoUringSetupFlags,
  kIoUringFeatures,
  kIoUringEnterFlags,
  kIoUringRegisterOp,
  kIoUringOp,
  kMlockallFlags,
  kMlock2Flags,
  kBpfCommand,
  kFsconfigCommand,
  kEpollCreate1Flags,
  kPrctlOption,
  kMemfdFlags,
  kPidfdOpenFlags,
  kFinitModuleFlags,
  kDeleteModuleFlags,
  kCloseRangeFlags,
  kKeyctlOperation,
};
inline constexpr int kFlagDomains = static_cast<int>(FlagDomain::kKeyctlOperation) + 1;

std::string_view name_of(FlagDomain domain);  // "open_flags"; kNone: ""
std::optional<FlagDomain> flag_domain_named(std::string_view name);

}  // namespace sysreel
