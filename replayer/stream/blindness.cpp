#include "replayer/stream/blindness.h"

namespace sysreel {

bool none_recorded(const rules::CompiledRule& rule, const Catalogue& catalogue,
                   const std::set<std::string>& recorded) {
  if (recorded.empty()) return false;
  if (rule.source != "syscall") return recorded.count(rule.source) == 0;  // the kind has the source's name
  if (rule.kinds.unrestricted) return false;
  for (const EventKind& kind : catalogue.kinds()) {
    if (rule.kinds.contains(kind.id) && recorded.count(std::string(kind.name)) != 0) return false;
  }
  return true;
}

}  // namespace sysreel
