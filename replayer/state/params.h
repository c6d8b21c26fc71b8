// P: the event parameters that the state engine reads, as small numbers, and where each kind has them.
//
// Handlers name a parameter by its P; the place inside a kind is looked up once per catalogue.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>
#include <vector>

#include "format/catalogue/catalogue.h"

namespace sysreel {

// In the order of kNames in params.cpp.
enum class P : uint8_t {
  kRes,
  kFd,
  kDirfd,
  kName,
  kPath,
  kFlags,
  kMode,
  kDev,
  kIno,
  kCreatFlags,
  kOldfd,
  kFirst,
  kLast,
  kCmd,
  kArg,
  kDomain,
  kType,
  kProto,
  kTuple,
  kAddr,
  kFd1,
  kFd2,
  kSource,
  kPeer,
  kExe,
  kArgs,
  kTid,
  kPid,
  kPtid,
  kCwd,
  kRoot,
  kFdlimit,
  kPgftMaj,
  kPgftMin,
  kVmSize,
  kVmRss,
  kVmSwap,
  kComm,
  kCgroups,
  kEnv,
  kTty,
  kVpgid,
  kLoginuid,
  kCapInheritable,
  kCapPermitted,
  kCapEffective,
  kExeIno,
  kExeInoCtime,
  kExeInoMtime,
  kUid,
  kTrustedExepath,
  kPgid,
  kGid,
  kFilename,
  kVtid,
  kVpid,
  kPidnsInitStartTs,
  kReaperTid,
  kOption,
  kArg2Str,
  kArg2Int,
  kPidFd,
  kTargetFd,
  kNewcur,
  kCur,
  kResource,
  kLevel,
  kOptname,
  kVal,
  kEuid,
  kEgid,
  kSid,
  kHome,
  kShell,
  kContainerId,
  kStartTime,
  kNstype,
  kChildTid,
  kFileState,
  kCredEuid,
  kCredEgid,
  kChildInPidns,
  kExepath,
  kFdType,
  kOpenFlags,
  kRole,
  kConnectState,
  kTargetPid,
  kProtocol,
  kL4proto,
  kThreadStartTime,
  kLastexecTime,
  kSubreaper,
  kFamily,
  kAddress,
  kNetmask,
  kEventTime,
  kCpuUsr,
  kCpuSys,
  kJson,
  kData,
  kCount,
};

class ParamPlaces {
 public:
  explicit ParamPlaces(const Catalogue& catalogue);
  // Index of the parameter in the kind's row, -1: the kind has none of that name.
  int of(KindId kind, P param) const { return places_[kind][static_cast<size_t>(param)]; }

 private:
  std::vector<std::array<int8_t, static_cast<size_t>(P::kCount)>> places_;
};

}  // namespace sysreel
