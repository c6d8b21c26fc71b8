// A snapshot's raw section core. The header lists no kinds: the snapshot brings its own.
#include <cstdint>
#include <vector>

#include "format/block_decoder.h"
#include "format/testing/walk_block.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::vector<uint8_t> core(data, data + size);
  sysreel::CaptureKinds kinds;
  sysreel::DecodeScratch scratch;
  sysreel::Snapshot snapshot;
  if (decode_snapshot(core, kinds, scratch, snapshot).ok()) walk_block(snapshot.rows, kinds.catalogue());
  return 0;
}
