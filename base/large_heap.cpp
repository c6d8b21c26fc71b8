#include "base/large_heap.h"

#include <malloc.h>
#include <sys/mman.h>
#include <unistd.h>

#include <algorithm>
#include <cstdint>
#include <cstdlib>

namespace sysreel {
namespace {

constexpr uintptr_t kLargePage = uintptr_t{2} << 20;
// Address space, not memory: what is not touched costs nothing.
constexpr int kReserve = 96 << 20;
// On large pages lies what a replay needs with some hundred rules. More is touched once, by loading
// thousands, and small pages come sooner where the machine below has to find memory first.
constexpr uintptr_t kOnLargePages = uintptr_t{24} << 20;
// More than is left of what the C library took before main().
constexpr size_t kFirst = size_t{192} << 10;

}  // namespace

void use_large_heap() {
#ifdef __GLIBC__
  mallopt(M_TRIM_THRESHOLD, 1 << 30);
  mallopt(M_MMAP_THRESHOLD, 32 << 20);
  mallopt(M_TOP_PAD, kReserve);
  // The heap goes on just before a large page, since one that has been touched stays small, and grows by the
  // reserve when something does not fit any more.
  const auto before = reinterpret_cast<uintptr_t>(sbrk(0));
  const uintptr_t begin = (before + 2 * kFirst + kLargePage) / kLargePage * kLargePage;
  sbrk(static_cast<intptr_t>(begin - 2 * kFirst - before));
  void* volatile something = std::malloc(kFirst);
  std::free(something);
  const uintptr_t end = reinterpret_cast<uintptr_t>(sbrk(0)) / kLargePage * kLargePage;
  if (end > begin)
    madvise(reinterpret_cast<void*>(begin), std::min(end - begin, kOnLargePages), MADV_HUGEPAGE);
  mallopt(M_TOP_PAD, 1 << 20);
#endif
}

}  // namespace sysreel
