// Any bytes as a capture: framing, resynchronisation, decompression, every decoder behind them, verification.
#include <cstdint>
#include <string_view>

#include "format/capture_verify.h"
#include "format/testing/capture_dump.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  (void)sysreel::dump_bytes({reinterpret_cast<const char*>(data), size});
  (void)sysreel::verify_bytes({data, data + size});
  return 0;
}
