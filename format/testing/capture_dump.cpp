#include "format/testing/capture_dump.h"

#include "format/hex.h"

namespace sysreel {
namespace {

constexpr std::string_view kSources[] = {"?", "syscall", "k8s_audit", "linux_audit"};

void append_quoted(std::string& out, std::string_view bytes) {
  out += '"';
  for (const char c : bytes) {
    const auto byte = static_cast<uint8_t>(c);
    if (byte < 0x20 || byte >= 0x7f) {
      out += "\\x" + hex_of({&byte, 1});
    } else {
      if (c == '"' || c == '\\') out += '\\';
      out += c;
    }
  }
  out += '"';
}

void append_params(std::string& out, const EventRef& event, const EventKind& kind) {
  for (size_t param = 0; param < kind.params.size(); ++param) {
    const Mark mark = event.mark(param);
    if (mark == Mark::kMissing) continue;
    out += ' ';
    out += kind.params[param].name;
    out += '=';
    if (mark == Mark::kFault) {
      out += "!fault";
      continue;
    }
    if (storage_of(kind.params[param].type) == Storage::kText) {
      append_quoted(out, event.text(param));
    } else {
      out += std::to_string(event.integer(param));
    }
    if (mark == Mark::kTruncated) out += '!';
  }
  out += '\n';
}

std::string thread_text(const ThreadEntry& thread) {
  return std::to_string(thread.tid) + '/' + std::to_string(thread.pid) + '@' +
         std::to_string(thread.start_time);
}

void append_block(std::string& out, const EventBlock& block, const Catalogue& catalogue) {
  out += "source " + std::string(kSources[static_cast<size_t>(block.source)]) + '\n';
  uint64_t expected = 0;
  for (size_t i = 0; i < block.size(); ++i) {
    const EventRef event(block, i);
    if (event.number() != expected) out += "number " + std::to_string(event.number()) + '\n';
    expected = event.number() + 1;
    const EventKind& kind = catalogue.kind(event.kind());
    out += "event " + std::to_string(event.time()) + ' ' + std::to_string(event.cpu()) + ' ' +
           thread_text(event.thread()) + ' ' + std::string(kind.name);
    append_params(out, event, kind);
  }
  out += "block\n";
}

void append_snapshot(std::string& out, const Snapshot& snapshot, const Catalogue& catalogue) {
  out += snapshot.kind == SnapshotKind::kScan ? "snapshot scan " : "snapshot checkpoint ";
  out += std::to_string(snapshot.begin_time) + ' ' + std::to_string(snapshot.end_time) + ' ' +
         std::to_string(snapshot.part) + '/' + std::to_string(snapshot.parts) + '\n';
  for (size_t i = 0; i < snapshot.rows.size(); ++i) {
    const EventRef row(snapshot.rows, i);
    const EventKind& kind = catalogue.kind(row.kind());
    out += "row " + thread_text(row.thread()) + ' ' + std::string(kind.name);
    append_params(out, row, kind);
  }
}

void append_loss(std::string& out, const LossReport& loss) {
  static constexpr std::string_view kReasons[] = {"?",          "ring_full", "nested",  "oversize",
                                                  "unreadable", "audit_gap", "stopped", "missing_part",
                                                  "damaged",    "late"};
  out += "loss " + std::string(kSources[static_cast<size_t>(loss.source)]) + ' ' + std::to_string(loss.from) +
         ' ' + std::to_string(loss.to) + " seen=" + std::to_string(loss.seen) +
         " filtered=" + std::to_string(loss.filtered) + " recorded=" + std::to_string(loss.recorded);
  for (const LossCount& lost : loss.lost)
    out += ' ' + std::string(kReasons[static_cast<size_t>(lost.reason)]) + '=' + std::to_string(lost.count);
  out += '\n';
}

CaptureDump dump_reader(const Result<std::unique_ptr<CaptureReader>>& reader, SectionSet sections) {
  CaptureDump dump;
  if (!reader) {
    dump.error = reader.error().message;
    return dump;
  }
  CaptureReader& capture = **reader;
  CaptureItem item;
  for (;;) {
    const Result<bool> more = capture.next(item, sections);
    if (!more) dump.error = more.error().message;
    if (!more || !*more) break;
    if (item.kind == CaptureItem::Kind::kBlock) append_block(dump.text, item.block, capture.catalogue());
    if (item.kind == CaptureItem::Kind::kBlock) dump.events += item.block.size();
    if (item.kind == CaptureItem::Kind::kSnapshot)
      append_snapshot(dump.text, item.snapshot, capture.catalogue());
    if (item.kind == CaptureItem::Kind::kLoss) append_loss(dump.text, item.loss);
  }
  dump.header = capture.header();
  dump.state = capture.state();
  dump.damage = capture.damage();
  dump.torn = capture.torn_tail().has_value();
  return dump;
}

}  // namespace

CaptureDump dump_capture(const std::string& path, SectionSet sections) {
  return dump_reader(CaptureReader::open(path), sections);
}

CaptureDump dump_bytes(std::string_view bytes, SectionSet sections) {
  return dump_reader(CaptureReader::of_bytes({bytes.begin(), bytes.end()}), sections);
}

}  // namespace sysreel
