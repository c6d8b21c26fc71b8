#include "base/large_heap.h"

#include <malloc.h>
#include <sys/mman.h>
#include <unistd.h>

#include <cstdint>
#include <cstdlib>

namespace sysreel {
namespace {

constexpr uintptr_t kLargePage = uintptr_t{2} << 20;
// Address space, not memory: what is not touched costs nothing.
constexpr int kReserve = 96 << 20;

}  // namespace

void use_large_heap() {
#ifdef __GLIBC__
  mallopt(M_TRIM_THRESHOLD, 1 << 30);
  mallopt(M_MMAP_THRESHOLD, 32 << 20);
  mallopt(M_TOP_PAD, kReserve);
  // The heap grows by the reserve when something does not fit any more.
  void* volatile something = std::malloc(size_t{1} << 20);
  std::free(something);
  const auto end = reinterpret_cast<uintptr_t>(sbrk(0)) / kLargePage * kLargePage;
  const uintptr_t begin = end - kReserve / kLargePage * kLargePage;
  madvise(reinterpret_cast<void*>(begin), end - begin, MADV_HUGEPAGE);
  mallopt(M_TOP_PAD, 1 << 20);
#endif
}

}  // namespace sysreel
