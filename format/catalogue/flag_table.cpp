// How flags of the kernel become Falco's portable ones, and how both are named (flags.h). The tables are in
// flag_table_*.cpp.
#include "format/catalogue/flag_table.h"

#include <array>

namespace sysreel {

extern const FlagTable kOpenFlags;
extern const FlagTable kCreatFlags;
extern const FlagTable kFileState;
extern const FlagTable kFdFlags;
extern const FlagTable kSocketFamily;
extern const FlagTable kShutdownHow;
extern const FlagTable kSockoptLevel;
extern const FlagTable kSockoptOption;
extern const FlagTable kFutexOp;
extern const FlagTable kLseekWhence;
extern const FlagTable kRlimitResource;
extern const FlagTable kFcntlCommand;
extern const FlagTable kMmapProt;
extern const FlagTable kMmapFlags;
extern const FlagTable kSpliceFlags;
extern const FlagTable kPtraceRequest;
extern const FlagTable kQuotaInfoFlags;
extern const FlagTable kQuotaFormat;
extern const FlagTable kQuotaCommand;
extern const FlagTable kQuotaType;
extern const FlagTable kCloneFlags;
extern const FlagTable kFlockOperation;
extern const FlagTable kSemopFlags;
extern const FlagTable kSemctlCommand;
extern const FlagTable kSemgetFlags;
extern const FlagTable kMountFlags;
extern const FlagTable kUmountFlags;
extern const FlagTable kAccessMode;
extern const FlagTable kPageFaultError;
extern const FlagTable kExecFlags;
extern const FlagTable kUnlinkatFlags;
extern const FlagTable kLinkatFlags;
extern const FlagTable kRenameat2Flags;
extern const FlagTable kFchownatFlags;
extern const FlagTable kFstatatFlags;
extern const FlagTable kChmodMode;
extern const FlagTable kMknodMode;
extern const FlagTable kOpenat2Resolve;
extern const FlagTable kIoUringSetupFlags;
extern const FlagTable kIoUringFeatures;
extern const FlagTable kIoUringEnterFlags;
extern const FlagTable kIoUringRegisterOp;
extern const FlagTable kIoUringOp;
extern const FlagTable kMlockallFlags;
extern const FlagTable kMlock2Flags;
extern const FlagTable kBpfCommand;
extern const FlagTable kFsconfigCommand;
extern const FlagTable kEpollCreate1Flags;
extern const FlagTable kPrctlOption;
extern const FlagTable kMemfdFlags;
extern const FlagTable kPidfdOpenFlags;
extern const FlagTable kFinitModuleFlags;
extern const FlagTable kDeleteModuleFlags;
extern const FlagTable kCloseRangeFlags;
extern const FlagTable kKeyctlOperation;

namespace {

const FlagTable kNoTable = {};

// In the order of FlagDomain.
const std::array<const FlagTable*, kFlagDomains> kTables = {
    &kNoTable,         &kOpenFlags,         &kCreatFlags,        &kFileState,         &kFdFlags,
    &kSocketFamily,    &kShutdownHow,       &kSockoptLevel,      &kSockoptOption,     &kFutexOp,
    &kLseekWhence,     &kRlimitResource,    &kFcntlCommand,      &kMmapProt,          &kMmapFlags,
    &kSpliceFlags,     &kPtraceRequest,     &kQuotaInfoFlags,    &kQuotaFormat,       &kQuotaCommand,
    &kQuotaType,       &kCloneFlags,        &kFlockOperation,    &kSemopFlags,        &kSemctlCommand,
    &kSemgetFlags,     &kMountFlags,        &kUmountFlags,       &kAccessMode,        &kPageFaultError,
    &kExecFlags,       &kUnlinkatFlags,     &kLinkatFlags,       &kRenameat2Flags,    &kFchownatFlags,
    &kFstatatFlags,    &kChmodMode,         &kMknodMode,         &kOpenat2Resolve,    &kIoUringSetupFlags,
    &kIoUringFeatures, &kIoUringEnterFlags, &kIoUringRegisterOp, &kIoUringOp,         &kMlockallFlags,
    &kMlock2Flags,     &kBpfCommand,        &kFsconfigCommand,   &kEpollCreate1Flags, &kPrctlOption,
    &kMemfdFlags,      &kPidfdOpenFlags,    &kFinitModuleFlags,  &kDeleteModuleFlags, &kCloseRangeFlags,
    &kKeyctlOperation,
};

}  // namespace

const FlagTable& flag_table(FlagDomain domain) {
  const auto index = static_cast<size_t>(domain);
  return index < kTables.size() ? *kTables[index] : kNoTable;
}

}  // namespace sysreel
