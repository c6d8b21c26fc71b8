// Any bytes as a .scap file: must neither crash nor take more memory than they justify.
#include <cstddef>
#include <cstdint>

#include "replayer/import/scap_reader.h"
#include "replayer/import/walk_events.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  auto reader = sysreel::ScapReader::read(sysreel::memory_source({data, size}));
  if (!reader.ok()) return 0;
  sysreel::walk_events(**reader, [](const sysreel::EventBlock&) {});
  return 0;
}
