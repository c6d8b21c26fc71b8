// The types of event parameters, named as Falco names them (FLAGS32, FSPATH …), and how a block stores each.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace sysreel {

// Values are written into captures: never renumber, only append. Pinned by param_type_test.cpp.
enum class ParamType : uint8_t {
  kNone = 0,
  kInt8,
  kInt16,
  kInt32,
  kInt64,
  kUInt8,
  kUInt16,
  kUInt32,
  kUInt64,
  kErrno,  // return value: negative errno or a result
  kFd,
  kPid,
  kUid,
  kGid,
  kSigType,
  kSigSet,
  kSyscallId,
  kByteBuf,           // raw bytes; for args/cgroups a sequence of NUL-terminated strings
  kCharBuf,           // one string, without its NUL
  kCharBufArray,      // NUL-terminated strings, one after the other
  kCharBufPairArray,  // the same, alternating key and value
  kFsPath,            // path, absolute or relative to the working directory
  kFsRelPath,         // path relative to the directory descriptor before it
  kSockAddr,
  kSockTuple,  // packed as docs/format.md says (family byte first)
  kSockFamily,
  kFdList,
  kFlags8,
  kFlags16,
  kFlags32,
  kEnumFlags8,
  kEnumFlags16,
  kEnumFlags32,
  kMode,
  kAbsTime,
  kRelTime,
  kPort,
  kL4Proto,
  kBool,
  kIpAddr,
  kIpNet,
  kDyn,
};

// How a column holds the values of a type.
enum class Storage : uint8_t {
  kInteger,  // 64 bits; signed types are sign-extended
  kText,     // number of a string in the block's dictionary (bytes, any content)
};

std::string_view name_of(ParamType type);  // "FSPATH"
std::optional<ParamType> param_type_named(std::string_view name);
Storage storage_of(ParamType type);
bool is_signed(ParamType type);
constexpr bool is_path(ParamType type) {
  return type == ParamType::kFsPath || type == ParamType::kFsRelPath;
}
// Bytes of a kInteger type as Falco defines it (1, 2, 4, 8): a recorded value is cut to it and, if signed,
// extended again. 0 for kText.
int width_of(ParamType type);

}  // namespace sysreel
