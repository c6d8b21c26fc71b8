#include "format/catalogue/flags.h"

#include <string_view>

#include "format/catalogue/capture_from.h"
#include "format/catalogue/flag_table.h"

namespace sysreel {
namespace {

uint32_t kernel_of(const FlagRow& row, Arch arch) {
  return arch == Arch::kArm64 && row.kernel_arm64 != kNoKernelNumber ? row.kernel_arm64 : row.kernel;
}

uint32_t convert_bits(const FlagTable& table, Arch arch, uint32_t kernel, uint32_t from_bits) {
  uint32_t portable = 0;
  for (const FlagRow& row : table.rows) {
    const uint32_t bits = kernel_of(row, arch);
    if (bits != kNoKernelNumber && (bits & from_bits & kernel) != 0) portable |= row.portable;
  }
  return portable;
}

uint32_t convert_enum(const FlagTable& table, uint32_t kernel) {
  for (const FlagRow& row : table.rows)
    if (row.kernel != kNoKernelNumber && row.kernel == (kernel & table.mask)) return row.portable;
  return table.fallback;
}

uint32_t named(const FlagTable& table, std::string_view name) {
  for (const FlagRow& row : table.rows)
    if (row.name == name) return row.portable;
  return 0;
}

// As the reference does it, a row matches if any of its bits is there: O_DIRECTORY shows O_TMPFILE too, and
// O_DSYNC O_SYNC. Rules are written against that.
uint32_t convert_open(const FlagTable& table, Arch arch, uint32_t kernel) {
  constexpr uint32_t kAccess = 3;
  const uint32_t access = kernel & kAccess;
  return convert_bits(table, arch, kernel, ~kAccess) | named(table, access == 1   ? "O_WRONLY"
                                                                    : access == 2 ? "O_RDWR"
                                                                                  : "O_RDONLY");
}

uint32_t convert_futex(const FlagTable& table, uint32_t kernel) {
  constexpr uint32_t kCommand = 127;
  return convert_enum(table, kernel & kCommand) | convert_bits(table, Arch::kX86_64, kernel, ~kCommand);
}

uint32_t convert_mknod(const FlagTable& table, uint32_t kernel) {
  constexpr uint32_t kPermissions = 07777;
  constexpr uint32_t kType = 0170000;
  constexpr uint32_t kRegular = 0100000;
  const uint32_t type = (kernel & kType) == 0 ? kRegular : kernel & kType;
  for (const FlagRow& row : table.rows)
    if (row.kernel == type) return (kernel & kPermissions) | row.portable;
  return kernel & kPermissions;
}

// The rows come in pairs: set and clear for the first three bits of the error code, then set only.
uint32_t convert_page_fault(uint32_t kernel) {
  uint32_t portable = 0;
  for (uint32_t bit = 0; bit < 3; ++bit) portable |= 1U << (2 * bit + ((kernel >> bit & 1U) == 0 ? 1 : 0));
  return portable | (kernel & 0x18U) << 3;
}

uint32_t convert_mount(uint32_t kernel) {
  constexpr uint32_t kMagicMask = 0xffff0000;
  constexpr uint32_t kMagic = 0xc0ed0000;
  return (kernel & kMagicMask) == kMagic ? kernel & ~kMagicMask : kernel;
}

void append_name(std::string& out, size_t begin, std::string_view name) {
  if (out.size() != begin) out += '|';
  out += name;
}

}  // namespace

uint32_t to_portable(FlagDomain domain, Arch arch, uint32_t kernel, uint32_t level) {
  const FlagTable& table = flag_table(domain);
  if (domain == FlagDomain::kSockoptOption && level != kLevelSocket) return 0;
  switch (table.conversion) {
    case FlagConversion::kIdentity:
      return kernel;
    case FlagConversion::kBits:
      return convert_bits(table, arch, kernel, ~0U);
    case FlagConversion::kEnum:
      return convert_enum(table, kernel);
    case FlagConversion::kOpen:
      return convert_open(table, arch, kernel);
    case FlagConversion::kFd: {
      constexpr uint32_t kNonBlocking = 04000;
      constexpr uint32_t kCloseOnExec = 02000000;
      const uint32_t direct = arch == Arch::kArm64 ? 0200000 : 040000;
      return kernel >> 31 != 0 ? 0 : convert_bits(table, arch, kernel, kNonBlocking | kCloseOnExec | direct);
    }
    case FlagConversion::kFutex:
      return convert_futex(table, kernel);
    case FlagConversion::kMknod:
      return convert_mknod(table, kernel);
    case FlagConversion::kPageFault:
      return convert_page_fault(kernel);
    case FlagConversion::kMount:
      return convert_mount(kernel);
  }
  return kernel;
}

void append_flag_names(std::string& out, FlagDomain domain, uint32_t portable, bool is_enum) {
  const size_t begin = out.size();
  uint32_t rest = portable;
  for (const FlagRow& row : flag_table(domain).rows) {
    if (is_enum) {
      if (row.portable == portable) append_name(out, begin, row.name);
      continue;
    }
    const bool matches =
        row.portable == 0 ? portable == 0 : rest != 0 && (rest & row.portable) == row.portable;
    if (!matches) continue;
    rest &= ~row.portable;
    append_name(out, begin, row.name);
    if (row.portable == portable) return;
  }
}

void append_mode_names(std::string& out, FlagDomain domain, uint32_t portable) {
  const size_t begin = out.size();
  uint32_t rest = portable;
  for (const FlagRow& row : flag_table(domain).rows) {
    // A row that is the whole mode ends the list, whatever was found before it.
    if (row.portable == portable) return append_name(out, begin, row.name);
    if (row.portable == 0 || rest == 0 || (rest & row.portable) != row.portable) continue;
    rest &= ~row.portable;
    append_name(out, begin, row.name);
  }
}

uint32_t portable_file_state(uint8_t file_state) {
  const FlagTable& table = flag_table(FlagDomain::kOpenFlags);
  uint32_t portable = 0;
  if ((file_state & kFileCreated) != 0) portable |= named(table, "O_F_CREATED");
  if ((file_state & kFileUpperLayer) != 0) portable |= named(table, "FD_UPPER_LAYER");
  if ((file_state & kFileLowerLayer) != 0) portable |= named(table, "FD_LOWER_LAYER");
  return portable;
}

}  // namespace sysreel
