// The running kernel's own table of system calls, from its type information, so that a call that a kernel
// gains is noticed here. Where there is no such information, nothing is tested and a line says so.
#include <doctest/doctest.h>

#include <fstream>
#include <iostream>
#include <iterator>
#include <set>
#include <string>
#include <string_view>

#include "format/catalogue/catalogue.h"

namespace sysreel {
namespace {

// Functions that are called otherwise than the system call that they implement; "": no call of a 64-bit
// program, but one of 32-bit programs, of another machine, or gone.
struct OtherName {
  std::string_view function;
  std::string_view call;
};
constexpr OtherName kOtherNames[] = {{"newfstat", "fstat"},
                                     {"newlstat", "lstat"},
                                     {"newstat", "stat"},
                                     {"newuname", "uname"},
                                     {"pread64", "pread"},
                                     {"pwrite64", "pwrite"},
                                     {"prlimit64", "prlimit"},
                                     {"sendfile64", "sendfile"},
                                     {"fadvise64_64", ""},
                                     {"gethostname", ""},
                                     {"mmap_pgoff", ""},
                                     {"oldumount", ""},
                                     {"pciconfig_iobase", ""},
                                     {"pciconfig_read", ""},
                                     {"pciconfig_write", ""},
                                     {"rtas", ""},
                                     {"s390_ipc", ""},
                                     {"s390_pci_mmio_read", ""},
                                     {"s390_pci_mmio_write", ""},
                                     {"spu_create", ""},
                                     {"spu_run", ""},
                                     {"subpage_prot", ""},
                                     {"sync_file_range2", ""}};

bool is_of_other_programs(std::string_view function) {
  for (const std::string_view ending : {"16", "_time32", "time32"})
    if (function.ends_with(ending)) return true;
  for (const std::string_view beginning : {"ia32_", "old_"})
    if (function.starts_with(beginning)) return true;
  return function.ends_with("32") && (function.starts_with("clock_") || function.starts_with("timer"));
}

std::set<std::string> functions_of_kernel() {
  constexpr std::string_view kPrefix = "__x64_sys_";
  std::ifstream file("/sys/kernel/btf/vmlinux", std::ios::binary);
  const std::string bytes{std::istreambuf_iterator<char>(file), {}};
  std::set<std::string> functions;
  std::string needle(1, '\0');
  needle += kPrefix;
  for (size_t at = bytes.find(needle); at != std::string::npos; at = bytes.find(needle, at + 1))
    functions.emplace(bytes.c_str() + at + needle.size());
  return functions;
}

bool is_known(std::string_view function) {
  std::string_view call = function;
  for (const OtherName& other : kOtherNames)
    if (other.function == function) call = other.call;
  return call.empty() || is_of_other_programs(function) || Catalogue::builtin().find(call) != kNoKind;
}

TEST_CASE("every system call of the running kernel is in the catalogue") {
  const std::set<std::string> functions = functions_of_kernel();
  if (functions.empty()) {
    std::cout << "not compared with the kernel: it has no type information for this machine's system calls\n";
    return;
  }
  CHECK(functions.size() > 300);
  for (const std::string& function : functions) {
    CAPTURE(function);
    CHECK(is_known(function));
  }
  CHECK_FALSE(is_known("a_call_of_tomorrow"));
}

}  // namespace
}  // namespace sysreel
