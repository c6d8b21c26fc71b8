// Numbers of parameter types are written into captures: they are pinned here, with name, storage and width.
#include "format/catalogue/param_type.h"

#include <doctest/doctest.h>

#include <string>

namespace sysreel {
namespace {

struct Pinned {
  int number;
  ParamType type;
  const char* name;
  bool text;
  int width;
  bool is_signed;
};

constexpr Pinned kPinned[] = {
    {0, ParamType::kNone, "NONE", true, 0, false},
    {1, ParamType::kInt8, "INT8", false, 1, true},
    {2, ParamType::kInt16, "INT16", false, 2, true},
    {3, ParamType::kInt32, "INT32", false, 4, true},
    {4, ParamType::kInt64, "INT64", false, 8, true},
    {5, ParamType::kUInt8, "UINT8", false, 1, false},
    {6, ParamType::kUInt16, "UINT16", false, 2, false},
    {7, ParamType::kUInt32, "UINT32", false, 4, false},
    {8, ParamType::kUInt64, "UINT64", false, 8, false},
    {9, ParamType::kErrno, "ERRNO", false, 8, true},
    {10, ParamType::kFd, "FD", false, 4, true},
    {11, ParamType::kPid, "PID", false, 4, true},
    {12, ParamType::kUid, "UID", false, 4, false},
    {13, ParamType::kGid, "GID", false, 4, false},
    {14, ParamType::kSigType, "SIGTYPE", false, 1, false},
    {15, ParamType::kSigSet, "SIGSET", false, 4, false},
    {16, ParamType::kSyscallId, "SYSCALLID", false, 2, false},
    {17, ParamType::kByteBuf, "BYTEBUF", true, 0, false},
    {18, ParamType::kCharBuf, "CHARBUF", true, 0, false},
    {19, ParamType::kCharBufArray, "CHARBUFARRAY", true, 0, false},
    {20, ParamType::kCharBufPairArray, "CHARBUF_PAIR_ARRAY", true, 0, false},
    {21, ParamType::kFsPath, "FSPATH", true, 0, false},
    {22, ParamType::kFsRelPath, "FSRELPATH", true, 0, false},
    {23, ParamType::kSockAddr, "SOCKADDR", true, 0, false},
    {24, ParamType::kSockTuple, "SOCKTUPLE", true, 0, false},
    {25, ParamType::kSockFamily, "SOCKFAMILY", false, 1, false},
    {26, ParamType::kFdList, "FDLIST", true, 0, false},
    {27, ParamType::kFlags8, "FLAGS8", false, 1, false},
    {28, ParamType::kFlags16, "FLAGS16", false, 2, false},
    {29, ParamType::kFlags32, "FLAGS32", false, 4, false},
    {30, ParamType::kEnumFlags8, "ENUMFLAGS8", false, 1, false},
    {31, ParamType::kEnumFlags16, "ENUMFLAGS16", false, 2, false},
    {32, ParamType::kEnumFlags32, "ENUMFLAGS32", false, 4, false},
    {33, ParamType::kMode, "MODE", false, 4, false},
    {34, ParamType::kAbsTime, "ABSTIME", false, 8, false},
    {35, ParamType::kRelTime, "RELTIME", false, 8, false},
    {36, ParamType::kPort, "PORT", false, 2, false},
    {37, ParamType::kL4Proto, "L4PROTO", false, 1, false},
    {38, ParamType::kBool, "BOOL", false, 1, false},
    {39, ParamType::kIpAddr, "IPADDR", true, 0, false},
    {40, ParamType::kIpNet, "IPNET", true, 0, false},
    {41, ParamType::kDyn, "DYN", true, 0, false},
};

TEST_CASE("parameter types keep their numbers") {
  for (const Pinned& row : kPinned) {
    CAPTURE(row.name);
    CHECK(static_cast<int>(row.type) == row.number);
    CHECK(name_of(row.type) == row.name);
    CHECK((storage_of(row.type) == Storage::kText) == row.text);
    CHECK(width_of(row.type) == row.width);
    CHECK(is_signed(row.type) == row.is_signed);
    CHECK(param_type_named(row.name) == row.type);
  }
  CHECK(std::size(kPinned) == static_cast<size_t>(ParamType::kDyn) + 1);
}

TEST_CASE("names that are no type") {
  for (const char* name : {"", "fd", "FD ", "FLAGS", "FLAGS64", "CHARBUFF"}) {
    CAPTURE(name);
    CHECK_FALSE(param_type_named(name).has_value());
  }
}

}  // namespace
}  // namespace sysreel
