#include "replayer/commands/capture_summary.h"

#include <algorithm>

#include "format/catalogue/call_name.h"
#include "format/param_json.h"

namespace sysreel {
namespace {

std::string name_of(LossReason reason) {
  switch (reason) {
    case LossReason::kRingFull:
      return "ring_full";
    case LossReason::kNested:
      return "nested";
    case LossReason::kOversize:
      return "oversize";
    case LossReason::kUnreadable:
      return "unreadable";
    case LossReason::kAuditGap:
      return "audit_gap";
    case LossReason::kRecorderStopped:
      return "recorder_stopped";
    case LossReason::kMissingPart:
      return "missing_part";
    case LossReason::kDamaged:
      return "damaged";
    case LossReason::kLate:
      return "late";
  }
  return "unknown";  // of a later version
}

std::string name_of(LossClass event_class) {
  switch (event_class) {
    case LossClass::kAny:
      return "any";
    case LossClass::kProcess:
      return "process";
    case LossClass::kFile:
      return "file";
    case LossClass::kNet:
      return "net";
    case LossClass::kOther:
      return "other";
  }
  return "unknown";
}

void add_block(CaptureSummary& summary, const CaptureItem& item, const Catalogue& catalogue) {
  ++summary.blocks;
  summary.events += item.block.size();
  summary.bytes_raw += item.raw_bytes;
  summary.events_by_source[std::string(name_of(item.block.source))] += item.block.size();
  for (const KindColumns& kind : item.block.kinds)
    summary.events_by_type[std::string(call_name(catalogue.kind(kind.kind)))] += kind.rows;
  summary.first = std::min(summary.first.value_or(item.first_time), item.first_time);
  summary.last = std::max(summary.last.value_or(item.last_time), item.last_time);
}

void add_loss(CaptureSummary& summary, const LossReport& report) {
  summary.lost += lost_events(report);
  for (const LossCount& lost : report.lost) {
    if (lost.count == 0) continue;
    summary.lost_by_reason[name_of(lost.reason)] += lost.count;
    if (takes_event_away(lost.reason)) summary.lost_by_class[name_of(lost.event_class)] += lost.count;
  }
}

}  // namespace

Result<CaptureSummary> summarise(CaptureReader& reader) {
  CaptureSummary summary;
  summary.header = reader.header();
  WatchLog watch;
  CaptureItem item;
  for (;;) {
    const Result<bool> more = reader.next(item, {.time = false, .rest = false});
    if (!more) return more.error();
    if (!*more) break;
    if (item.kind == CaptureItem::Kind::kBlock) add_block(summary, item, reader.catalogue());
    if (item.kind == CaptureItem::Kind::kSnapshot && item.snapshot.part == item.snapshot.parts)
      ++summary.snapshots;
    if (item.kind == CaptureItem::Kind::kLoss) {
      add_loss(summary, item.loss);
      watch.add(item.loss);
    }
  }
  summary.state = reader.state();
  summary.bytes = reader.bytes();
  if (const auto& footer = reader.footer()) {
    summary.redaction_hits = footer->redaction_hits;
    summary.has_signature = footer->has_signature;
  }
  summary.not_watched = watch.not_watched(summary.state == CaptureState::kClosed,
                                          summary.last.value_or(summary.header.boot_time));
  return summary;
}

}  // namespace sysreel
