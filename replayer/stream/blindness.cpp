#include "replayer/stream/blindness.h"

#include <algorithm>

namespace sysreel {
namespace {

// Audit events describe calls of whatever kinds the host's audit rules named, which no capture lists.
bool calls_from_audit(const Catalogue& catalogue, const std::set<std::string>& recorded) {
  if (recorded.count("linux_audit") == 0) return false;
  return std::none_of(catalogue.kinds().begin(), catalogue.kinds().end(), [&](const EventKind& kind) {
    return kind.has(kSyscall) && recorded.count(std::string(kind.name)) != 0;
  });
}

}  // namespace

bool none_recorded(const rules::CompiledRule& rule, const Catalogue& catalogue,
                   const std::set<std::string>& recorded) {
  if (recorded.empty()) return false;
  if (rule.source != "syscall") return recorded.count(rule.source) == 0;  // the kind has the source's name
  if (rule.kinds.unrestricted || calls_from_audit(catalogue, recorded)) return false;
  for (const EventKind& kind : catalogue.kinds()) {
    if (rule.kinds.contains(kind.id) && recorded.count(std::string(kind.name)) != 0) return false;
  }
  return true;
}

}  // namespace sysreel
