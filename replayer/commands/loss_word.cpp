#include "replayer/commands/loss_word.h"

namespace sysreel {

std::string_view loss_word(LossReason reason) {
  switch (reason) {
    case LossReason::kRingFull:
      return "ring full";
    case LossReason::kNested:
      return "nested";
    case LossReason::kOversize:
      return "too large";
    case LossReason::kUnreadable:
      return "unreadable";
    case LossReason::kAuditGap:
      return "audit gap";
    case LossReason::kRecorderStopped:
      return "recorder stopped";
    case LossReason::kMissingPart:
      return "missing part";
    case LossReason::kDamaged:
      return "damaged";
    case LossReason::kLate:
      return "late";
  }
  return "other";
}

}  // namespace sysreel
