#include "replayer/audit/audit_calls.h"

#include <algorithm>

#include "replayer/audit/call_event.h"
#include "replayer/audit/learn_process.h"

namespace sysreel {
namespace {

constexpr size_t kRecords = 0;  // parameters of linux_audit
constexpr size_t kOwnTime = 1;

bool records_calls(const CaptureHeader& header) {
  const Catalogue& catalogue = Catalogue::builtin();
  return std::any_of(header.recorded_types.begin(), header.recorded_types.end(),
                     [&](const std::string& name) {
                       const KindId kind = catalogue.find(name);
                       return kind != kNoKind && catalogue.kind(kind).has(kSyscall);
                     });
}

// A process that ends does not come back to have its call's result recorded: the recorder tells its end.
const EventKind& told_as(KindId call) {
  const Catalogue& catalogue = Catalogue::builtin();
  const EventKind& kind = catalogue.kind(call);
  return kind.name == "exit_group" ? catalogue.kind(catalogue.find("procexit")) : kind;
}

}  // namespace

// The kinds of every capture begin with the built-in ones.
AuditCalls::AuditCalls(State& state, const CaptureHeader& header)
    : state_(state),
      builder_(Catalogue::builtin(), EventSource::kSyscall, NumberSpace::kKernel, Arch::kX86_64),
      source_kind_(Catalogue::builtin().find("linux_audit")),
      recorded_(records_calls(header)) {}

void AuditCalls::watched(const EventBlock& calls) {
  if (!calls.time.empty()) watched_until_ = std::max(watched_until_, calls.time.back());
}

// A recorder gets the records a little later than they were made.
uint64_t AuditCalls::own_time(const EventRef& event) const {
  const uint64_t offset = state_.wall_time(0);
  if (!event.has(kOwnTime)) return event.time();
  const auto own = static_cast<uint64_t>(event.integer(kOwnTime));
  return own >= offset ? own - offset : event.time();
}

const EventBlock* AuditCalls::call_of(const EventRef& event) {
  if (recorded_ || event.kind() != source_kind_ || event.block().source != EventSource::kLinuxAudit ||
      event.time() <= watched_until_ || !event.has(kRecords))
    return nullptr;
  if (!call_.read(Catalogue::builtin(), event.text(kRecords)) || call_.number("pid").value_or(0) <= 0)
    return nullptr;
  const EventKind& kind = told_as(call_.kind());
  learn_process(state_, kind, call_);
  builder_.set_next_number(event.number());
  append_call_event(builder_, kind, call_, own_time(event));
  builder_.take(block_);
  block_.arch = call_.arch();
  block_.lost_before = event.block().lost_before;
  return &block_;
}

}  // namespace sysreel
