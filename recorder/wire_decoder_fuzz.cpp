// Any bytes where a record is expected: refused or decoded, never a crash.
#include <cstddef>
#include <cstdint>

#include "recorder/wire_decoder.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace sysreel;
  const Catalogue& catalogue = Catalogue::builtin();
  BlockBuilder builder(catalogue, EventSource::kSyscall, NumberSpace::kKernel, Arch::kX86_64);
  WireDecoder decoder(catalogue);
  decoder.decode({data, size}, builder);
  return 0;
}
