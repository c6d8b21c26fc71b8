#include "format/catalogue/param_type.h"

#include <array>
#include <cassert>

namespace sysreel {
namespace {

struct TypeRow {
  std::string_view name;
  Storage storage = Storage::kInteger;
  uint8_t width = 0;
  bool is_signed = false;
};

constexpr TypeRow number(std::string_view name, uint8_t width) {
  return {name, Storage::kInteger, width, false};
}
constexpr TypeRow signed_number(std::string_view name, uint8_t width) {
  return {name, Storage::kInteger, width, true};
}
constexpr TypeRow text(std::string_view name) {
  return {name, Storage::kText, 0, false};
}

constexpr size_t kTypes = static_cast<size_t>(ParamType::kDyn) + 1;

// In the order of ParamType.
constexpr std::array<TypeRow, kTypes> kTable = {
    text("NONE"),
    signed_number("INT8", 1),
    signed_number("INT16", 2),
    signed_number("INT32", 4),
    signed_number("INT64", 8),
    number("UINT8", 1),
    number("UINT16", 2),
    number("UINT32", 4),
    number("UINT64", 8),
    signed_number("ERRNO", 8),
    signed_number("FD", 4),
    signed_number("PID", 4),
    number("UID", 4),
    number("GID", 4),
    number("SIGTYPE", 1),
    number("SIGSET", 4),
    number("SYSCALLID", 2),
    text("BYTEBUF"),
    text("CHARBUF"),
    text("CHARBUFARRAY"),
    text("CHARBUF_PAIR_ARRAY"),
    text("FSPATH"),
    text("FSRELPATH"),
    text("SOCKADDR"),
    text("SOCKTUPLE"),
    number("SOCKFAMILY", 1),
    text("FDLIST"),
    number("FLAGS8", 1),
    number("FLAGS16", 2),
    number("FLAGS32", 4),
    number("ENUMFLAGS8", 1),
    number("ENUMFLAGS16", 2),
    number("ENUMFLAGS32", 4),
    number("MODE", 4),
    number("ABSTIME", 8),
    number("RELTIME", 8),
    number("PORT", 2),
    number("L4PROTO", 1),
    number("BOOL", 1),
    text("IPADDR"),
    text("IPNET"),
    text("DYN"),
};

const TypeRow& row_of(ParamType type) {
  assert(static_cast<size_t>(type) < kTypes);
  return kTable[static_cast<size_t>(type)];
}

}  // namespace

std::string_view name_of(ParamType type) {
  return row_of(type).name;
}

std::optional<ParamType> param_type_named(std::string_view name) {
  for (size_t i = 0; i < kTypes; ++i)
    if (kTable[i].name == name) return static_cast<ParamType>(i);
  return std::nullopt;
}

Storage storage_of(ParamType type) {
  return row_of(type).storage;
}
bool is_signed(ParamType type) {
  return row_of(type).is_signed;
}
int width_of(ParamType type) {
  return row_of(type).width;
}

}  // namespace sysreel
