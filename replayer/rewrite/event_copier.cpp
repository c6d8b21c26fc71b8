#include "replayer/rewrite/event_copier.h"

#include <algorithm>
#include <utility>

#include "format/block_limits.h"
#include "format/kind_row.h"

namespace sysreel {
namespace {

constexpr size_t kMaxEvents = kMaxBlockEvents - 1;
constexpr uint64_t kMaxCells = kMaxBlockValues / 2;

}  // namespace

Status EventCopier::begin_capture(const Catalogue& source) {
  SYSREEL_RETURN_IF_ERROR(flush());
  source_ = &source;
  mappings_.assign(source.size(), std::nullopt);
  return {};
}

// A kind of the source as the copy has it. Parameters that a kind gains do not fit the block being built.
Result<const KindMapping*> EventCopier::mapping_of(KindId kind) {
  if (kind >= mappings_.size()) mappings_.resize(source_->size());
  const EventKind& row = source_->kind(kind);
  std::optional<KindMapping>& known = mappings_[kind];
  if (known && known->params.size() == row.params.size()) return &*known;
  const KindId before = kinds_.catalogue().find(row.name);
  const size_t params = before == kNoKind ? 0 : kinds_.catalogue().kind(before).params.size();
  Result<KindMapping> mapping = kinds_.map(row_of(row));
  if (!mapping) return std::move(mapping).error();
  if (before != kNoKind && kinds_.catalogue().kind(before).params.size() != params) {
    const Status flushed = flush();
    if (!flushed) return flushed.error();
  }
  known = std::move(*mapping);
  return &*known;
}

Status EventCopier::append(BlockBuilder& builder, const EventRef& event) {
  const Result<const KindMapping*> mapped = mapping_of(event.kind());
  if (!mapped) return mapped.error();
  const KindMapping& mapping = **mapped;
  builder.set_next_number(event.number());
  builder.begin(mapping.kind, event.thread(), event.time(), event.cpu());
  for (size_t param = 0; param < mapping.params.size(); ++param) {
    const Mark mark = event.mark(param);
    if (mark == Mark::kMissing) continue;
    const ParamTarget& target = mapping.params[param];
    if (mark == Mark::kFault) {
      builder.mark(target.param, mark);
    } else if (target.storage == Storage::kText) {
      builder.text(target.param, event.text(param), mark);
    } else {
      builder.integer(target.param, event.integer(param), mark);
    }
  }
  builder.end();
  return {};
}

EventCopier::Stream& EventCopier::stream_of(const EventBlock& block) {
  Stream& stream = streams_[block.source];
  if (stream.builder == nullptr)
    stream.builder =
        std::make_unique<BlockBuilder>(kinds_.catalogue(), block.source, block.numbers, block.arch);
  return stream;
}

Status EventCopier::begin_block(const EventBlock& block) {
  Stream& stream = stream_of(block);
  const EventBlock& pending = stream.builder->block();
  const bool other_space = pending.numbers != block.numbers || pending.arch != block.arch;
  const bool apart = !limits_.across_blocks || stream.lost_before != 0 || block.lost_before != 0;
  if (other_space || (apart && stream.builder->events() > 0)) SYSREEL_RETURN_IF_ERROR(flush());
  if (other_space)
    stream.builder =
        std::make_unique<BlockBuilder>(kinds_.catalogue(), block.source, block.numbers, block.arch);
  stream.wall_offset = block.wall_offset;
  stream.lost_before = block.lost_before;
  return {};
}

Status EventCopier::add(const EventRef& event) {
  Stream& stream = stream_of(event.block());
  SYSREEL_RETURN_IF_ERROR(append(*stream.builder, event));
  stream.cells += source_->kind(event.kind()).params.size();
  last_time_ = std::max(last_time_, event.time());
  const bool full = stream.builder->raw_bytes() >= limits_.raw_bytes ||
                    stream.builder->events() >= kMaxEvents || stream.cells >= kMaxCells;
  return full ? flush() : Status();
}

Status EventCopier::add(const Snapshot& snapshot) {
  SYSREEL_RETURN_IF_ERROR(flush());
  BlockBuilder rows(kinds_.catalogue(), snapshot.rows.source, snapshot.rows.numbers, snapshot.rows.arch);
  for (size_t row = 0; row < snapshot.rows.size(); ++row)
    SYSREEL_RETURN_IF_ERROR(append(rows, EventRef(snapshot.rows, row)));
  Snapshot copy;
  copy.kind = snapshot.kind;
  copy.begin_time = snapshot.begin_time;
  copy.end_time = snapshot.end_time;
  copy.part = snapshot.part;
  copy.parts = snapshot.parts;
  copy.fresh = snapshot.fresh;
  rows.take(copy.rows);
  return writer_.write_snapshot(copy);
}

// With one source nobody needs a watermark.
Status EventCopier::write_watermarks(uint64_t time, bool all) {
  if (streams_.size() < 2) return {};
  for (auto& [source, stream] : streams_) {
    if (stream.has_watermark && !all) continue;
    SYSREEL_RETURN_IF_ERROR(writer_.write_watermark(source, time));
    stream.has_watermark = true;
  }
  return {};
}

Status EventCopier::flush() {
  const bool any = std::any_of(streams_.begin(), streams_.end(),
                               [](const auto& entry) { return entry.second.builder->events() > 0; });
  if (!any) return {};
  SYSREEL_RETURN_IF_ERROR(write_watermarks(flushed_time_, false));
  for (auto& [source, stream] : streams_) {
    if (stream.builder->events() == 0) continue;
    EventBlock block;
    stream.builder->take(block);
    block.wall_offset = stream.wall_offset;
    block.lost_before = stream.lost_before;
    stream.cells = 0;
    SYSREEL_RETURN_IF_ERROR(writer_.write_block(block));
  }
  flushed_time_ = last_time_;
  return write_watermarks(flushed_time_, true);
}

}  // namespace sysreel
