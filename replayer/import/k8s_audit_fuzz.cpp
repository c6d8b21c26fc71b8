// Any bytes as a file of Kubernetes audit events: cut, unwrapped, put into blocks.
#include "format/testing/walk_block.h"
#include "replayer/import/k8s_audit_reader.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  auto reader = sysreel::K8sAuditReader::read(sysreel::memory_source({data, size}));
  if (!reader.ok()) return 0;
  sysreel::CaptureItem item;
  for (;;) {
    const auto more = (*reader)->next(item, {});
    if (!more.ok() || !*more) return 0;
    sysreel::walk_block(item.block, sysreel::Catalogue::builtin());
  }
}
