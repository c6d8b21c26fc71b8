#include "replayer/import/testing/scap_dump.h"

#include <sstream>

#include "base/escape.h"
#include "replayer/import/scap_reader.h"

namespace sysreel {
namespace {

void dump_rows(std::ostream& out, const EventBlock& block, const Catalogue& catalogue, bool events) {
  for (size_t i = 0; i < block.size(); ++i) {
    const EventRef event(block, i);
    const EventKind& kind = catalogue.kind(event.kind());
    if (events) {
      out << '#' << event.number() << " @" << event.time() << " cpu " << event.cpu() << ' '
          << event.thread().tid << '/' << event.thread().pid << ' ';
    }
    out << kind.name;
    for (size_t p = 0; p < kind.params.size(); ++p) {
      if (!event.has(p)) continue;
      out << ' ' << kind.params[p].name << '=';
      if (storage_of(kind.params[p].type) == Storage::kInteger) {
        out << event.integer(p);
      } else {
        std::string text;
        append_terminal_safe(text, event.text(p));
        out << '\'' << text << '\'';
      }
    }
    out << '\n';
  }
}

}  // namespace

std::string scap_dump(std::span<const uint8_t> bytes) {
  std::ostringstream out;
  auto reader = ScapReader::read(memory_source(bytes));
  if (!reader.ok()) return "error: " + reader.error().message + '\n';
  CaptureItem item;
  for (;;) {
    auto more = (*reader)->next(item, {});
    if (!more.ok()) {
      out << "error: " << more.error().message << '\n';
      break;
    }
    if (!*more) break;
    const bool block = item.kind == CaptureItem::Kind::kBlock;
    dump_rows(out, block ? item.block : item.snapshot.rows, (*reader)->catalogue(), block);
  }
  for (const Damage& damage : (*reader)->damage())
    out << "damage " << damage.from << "-" << damage.to << ": " << damage.reason << '\n';
  return out.str();
}

}  // namespace sysreel
