// AuditCalls: ordinary events out of Linux audit events, so that rules about system calls run on auditd
// evidence.
//
//   records -> AuditCall -> what they say of the process -> State
//                        -> event of the call's kind     -> block
//
// Only where the capture has no system calls of its own: not when its header lists some as recorded, nor at
// times that a block of them covers. One thread; the state must outlive this.
#pragma once

#include "format/block_builder.h"
#include "format/capture_header.h"
#include "replayer/audit/audit_call.h"
#include "replayer/state/state.h"

namespace sysreel {

class AuditCalls {
 public:
  AuditCalls(State& state, const CaptureHeader& header);

  // A block of the capture's own system calls, before the events behind it.
  void watched(const EventBlock& calls);
  // The call that an event of source linux_audit describes: a block that holds it alone, under the number of
  // the audit event and with that one's own time. The state knows what the records say of the process, not
  // yet what the call changes. Null: it describes none. The block lives until the next call.
  const EventBlock* call_of(const EventRef& event);

 private:
  uint64_t own_time(const EventRef& event) const;

  State& state_;
  BlockBuilder builder_;
  EventBlock block_;
  AuditCall call_;
  KindId source_kind_;
  bool recorded_ = false;  // the capture's recorder watched system calls
  uint64_t watched_until_ = 0;
};

}  // namespace sysreel
