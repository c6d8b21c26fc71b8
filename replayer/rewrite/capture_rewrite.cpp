#include "replayer/rewrite/capture_rewrite.h"

#include <algorithm>
#include <utility>

#include "replayer/checkpoint/checkpoint.h"
#include "replayer/rewrite/process_tree_filter.h"

namespace sysreel {
namespace {

LossReport report_of(LossReason reason, uint64_t from, uint64_t to, uint64_t count) {
  LossReport report;
  report.from = from;
  report.to = to;
  report.seen = count;
  report.lost.push_back({reason, LossClass::kAny, 0xffff, count});
  return report;
}

}  // namespace

void CaptureRewrite::keep(Status status) {
  if (failure_.ok()) failure_ = std::move(status);
}

Status CaptureRewrite::write_checkpoint(uint64_t time) {
  SYSREEL_RETURN_IF_ERROR(copier_.flush());
  const CheckpointPlace place{.time = time, .fresh = false, .numbers = numbers_, .arch = arch_};
  for (const Snapshot& part : checkpoint_of(walk_->state(), walk_->facts(), place))
    SYSREEL_RETURN_IF_ERROR(writer_.write_snapshot(part));
  return {};
}

void CaptureRewrite::watch_numbers(const EventRef& event) {
  several_sources_ = several_sources_ || (source_ && *source_ != event.block().source);
  source_ = event.block().source;
  const uint64_t number = event.number();
  const Gap gap{latest_, event.time(), number - last_number_ - 1};
  if (last_number_ != 0 && number > last_number_ + 1) {
    if (after_missing_part_) {
      missing_part_ = gap;
    } else {
      gaps_.push_back(gap);
    }
  }
  after_missing_part_ = false;
  last_number_ = number;
  latest_ = std::max(latest_, event.time());
}

// What the source could not give is loss in the copy; how much, the numbers of the events around it tell.
Status CaptureRewrite::add_losses(const CaptureReader& reader) {
  if (missing_part_)
    SYSREEL_RETURN_IF_ERROR(copier_.add(
        report_of(LossReason::kMissingPart, missing_part_->from, missing_part_->to, missing_part_->count)));
  missing_part_.reset();
  if (reader.damage().empty() || job_.slice) return {};
  // Without a gap nothing of it was an event, or nobody can say.
  if (gaps_.empty() || several_sources_)
    return copier_.add(
        report_of(LossReason::kDamaged, reader.header().boot_time, latest_, reader.damage().size()));
  for (const Gap& gap : gaps_)
    SYSREEL_RETURN_IF_ERROR(copier_.add(report_of(LossReason::kDamaged, gap.from, gap.to, gap.count)));
  return {};
}

Status CaptureRewrite::add(CaptureReader& reader) {
  const CaptureHeader& header = reader.header();
  const bool continues = last_part_ != 0;
  after_missing_part_ = continues && header.part > last_part_ + 1;
  if (!continues) walk_ = std::make_unique<EventWalk>(reader);
  numbers_ = header.numbers;
  arch_ = header.arch;
  gaps_.clear();
  SYSREEL_RETURN_IF_ERROR(copier_.begin_capture(reader.catalogue()));
  if (continues && job_.checkpoint_each_part) SYSREEL_RETURN_IF_ERROR(write_checkpoint(latest_ + 1));
  last_part_ = header.part;
  SYSREEL_RETURN_IF_ERROR(walk_->run(reader, job_.range, *this, job_.keeps_state()));
  SYSREEL_RETURN_IF_ERROR(failure_);
  SYSREEL_RETURN_IF_ERROR(copier_.flush());
  return add_losses(reader);
}

void CaptureRewrite::snapshot(const Snapshot& snapshot) {
  in_scan_ = snapshot.part < snapshot.parts;
  if (job_.slice && !begun_) return;  // it is in the checkpoint
  keep(copier_.add(snapshot));
}

void CaptureRewrite::loss(const LossReport& loss) {
  const bool outside = job_.slice && (loss.to < job_.range.from || loss.from >= job_.range.to);
  if (!outside) keep(copier_.add(loss));
}

void CaptureRewrite::begin_events(const Step& step) {
  if (!job_.slice || begun_) return;
  begun_ = true;
  keep(write_checkpoint(job_.range.from != 0 ? job_.range.from : step.event.time()));
}

void CaptureRewrite::begin_block(const EventBlock& block) {
  if (next_checkpoint_ && latest_ >= *next_checkpoint_ && !in_scan_) {
    keep(write_checkpoint(latest_ + 1));
    next_checkpoint_ = latest_ + job_.checkpoint_every;
  }
  keep(copier_.begin_block(block));
}

bool CaptureRewrite::event(const Step& step) {
  watch_numbers(step.event);
  if (!next_checkpoint_ && job_.checkpoint_every != 0) next_checkpoint_ = latest_ + job_.checkpoint_every;
  if (job_.processes == nullptr || job_.processes->takes(step)) keep(copier_.add(step.event));
  return failure_.ok();
}

}  // namespace sysreel
