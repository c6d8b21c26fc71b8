// Any bytes as the records of Linux audit events, cut at empty lines: the calls that they describe, run
// through the state.
#include "format/audit/text_event_writer.h"
#include "format/testing/walk_block.h"
#include "replayer/audit/audit_calls.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const sysreel::Catalogue& catalogue = sysreel::Catalogue::builtin();
  sysreel::BlockBuilder builder(catalogue, sysreel::EventSource::kLinuxAudit, sysreel::NumberSpace::kKernel,
                                sysreel::Arch::kX86_64);
  sysreel::TextEventWriter writer(builder, "linux_audit");
  std::string_view text(reinterpret_cast<const char*>(data), size);
  for (uint64_t time = 1; !text.empty(); ++time) {
    const size_t end = std::min(text.find("\n\n"), text.size());
    writer.append(text.substr(0, end), time, time);
    text.remove_prefix(std::min(end + 2, text.size()));
  }
  sysreel::EventBlock block;
  builder.take(block);
  sysreel::State state(catalogue);
  sysreel::AuditCalls calls(state, sysreel::CaptureHeader());
  for (size_t i = 0; i < block.size(); ++i) {
    const sysreel::EventBlock* const call = calls.call_of(sysreel::EventRef(block, i));
    if (call == nullptr) continue;
    sysreel::walk_block(*call, catalogue);
    state.begin_block(*call);
    const sysreel::EventRef event(*call, 0);
    sysreel::Step step(event, catalogue.kind(event.kind()), state.places());
    state.before(step);
    state.after(step);
  }
  return 0;
}
