#include "recorder/audit_blocks.h"

#include <utility>

#include "recorder/host_clock.h"
#include "recorder/native_arch.h"

namespace sysreel {
namespace {

constexpr size_t kBlockBytes = 1U << 20;
constexpr uint64_t kBlockAge = 1'000'000'000;       // ns
constexpr uint64_t kLossInterval = 10'000'000'000;  // ns
constexpr int kLevel = 6;                           // of zstd: texts are few and pack well

}  // namespace

AuditBlocks::AuditBlocks(WriteThread& writer, EventSource source, std::string_view kind, LossReason reason)
    : writer_(writer),
      source_(source),
      reason_(reason),
      builder_(Catalogue::builtin(), source, NumberSpace::kKernel, kNativeArch),
      events_to_block_(builder_, kind),
      reported_until_(boot_time()) {}

bool AuditBlocks::full() const {
  return builder_.raw_bytes() >= kBlockBytes;
}

void AuditBlocks::append(std::string_view text, uint64_t order_time, std::optional<uint64_t> own) {
  events_to_block_.append(text, order_time, own);
  ++events_;
}

void AuditBlocks::seal() {
  if (builder_.events() == 0) return;
  WriteThread::SealedBlock sealed;
  sealed.level = kLevel;
  sealed.raw_bytes = builder_.raw_bytes();
  sealed.block = writer_.recycle();
  builder_.take(sealed.block);
  const ClockPair clocks = read_clock_pair();
  sealed.block.wall_offset = clocks.wall - clocks.boot;
  const uint64_t lost = lost_ + dropped_;
  sealed.block.lost_before = lost - std::exchange(lost_at_block_, lost);
  writer_.push(std::move(sealed));
}

void AuditBlocks::tell_watermark(uint64_t time, uint64_t now) {
  if (now - watermark_told_ < kBlockAge) return;
  watermark_told_ = now;
  seal();
  writer_.push(WriteThread::Watermark{source_, time});
}

bool AuditBlocks::report_is_due(uint64_t now) const {
  return now - reported_until_ >= kLossInterval;
}

void AuditBlocks::report(uint64_t now) {
  seal();
  LossReport report;
  report.source = source_;
  report.from = std::exchange(reported_until_, now);
  report.to = now;
  report.recorded = events_ - std::exchange(reported_events_, events_);
  const uint64_t lost = lost_ - std::exchange(reported_lost_, lost_);
  const uint64_t dropped = dropped_ - std::exchange(reported_dropped_, dropped_);
  report.seen = report.recorded + lost + dropped;
  if (lost != 0) report.lost.push_back({reason_, LossClass::kAny, 0xffff, lost});
  if (dropped != 0) report.lost.push_back({LossReason::kRecorderStopped, LossClass::kAny, 0xffff, dropped});
  writer_.push(std::move(report));
}

}  // namespace sysreel
