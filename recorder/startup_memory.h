// What starting costs in memory and recording does not need.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

namespace sysreel {

// Before the first thread: one arena of malloc, since one thread alone allocates much.
void use_little_memory();

// When recording has begun: freed memory, and pages of programs and libraries that were only read. What of
// these is needed again comes back from the page cache.
void give_back_startup_memory();

struct AddressRange {
  uintptr_t begin = 0;
  uintptr_t end = 0;
};

// From the text of /proc/self/smaps: mappings of files that cannot be written and of which no page was.
std::vector<AddressRange> unwritten_file_mappings(std::string_view smaps);

}  // namespace sysreel
