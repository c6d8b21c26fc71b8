// Any bytes as a file of Kubernetes audit events: cut, unwrapped, put into blocks.
#include "replayer/import/k8s_audit_reader.h"
#include "replayer/import/walk_events.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  auto reader = sysreel::K8sAuditReader::read(sysreel::memory_source({data, size}));
  if (!reader.ok()) return 0;
  sysreel::walk_events(**reader, [](const sysreel::EventBlock&) {});
  return 0;
}
