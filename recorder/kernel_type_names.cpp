#include "recorder/kernel_type_names.h"

#include "recorder/small_file.h"

namespace sysreel {
namespace {

constexpr size_t kBytesMax = 64U << 20;

}  // namespace

KernelTypeNames::KernelTypeNames() : bytes_(read_small_file("/sys/kernel/btf/vmlinux", kBytesMax)) {}

bool KernelTypeNames::has(std::string_view name) const {
  std::string whole(1, '\0');
  whole += name;
  whole += '\0';
  return bytes_.find(whole) != std::string::npos;
}

}  // namespace sysreel
