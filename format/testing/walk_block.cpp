#include "format/testing/walk_block.h"

namespace sysreel {

uint64_t walk_block(const EventBlock& block, const Catalogue& catalogue) {
  uint64_t sum = 0;
  for (size_t i = 0; i < block.size(); ++i) {
    const EventRef event(block, i);
    const EventKind& kind = catalogue.kind(event.kind());
    sum = sum * 31 + event.number() + event.time() + event.cpu() + static_cast<uint64_t>(event.thread().tid);
    for (size_t param = 0; param < kind.params.size(); ++param) {
      sum = sum * 31 + static_cast<uint64_t>(event.mark(param));
      if (storage_of(kind.params[param].type) == Storage::kInteger) {
        sum = sum * 31 + static_cast<uint64_t>(event.integer(param));
      } else {
        for (const char c : event.text(param)) sum = sum * 31 + static_cast<uint8_t>(c);
      }
    }
  }
  return sum;
}

}  // namespace sysreel
