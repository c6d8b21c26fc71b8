// EventAudit: the records of the Linux audit event that rules look at, taken apart at most once per event and
// only when a field asks for one.
#pragma once

#include <span>
#include <vector>

#include "format/audit/audit_record.h"
#include "replayer/state/step.h"

namespace sysreel {

class EventAudit {
 public:
  void stand_on(const Step& step) {
    step_ = &step;
    parsed_ = false;
  }
  // In their order; none when the event is no Linux audit event. Views into the event.
  std::span<const AuditRecord> records() {
    if (!parsed_) parse();
    return records_;
  }

 private:
  void parse();

  const Step* step_ = nullptr;
  bool parsed_ = false;
  std::vector<AuditRecord> records_;
};

}  // namespace sysreel
