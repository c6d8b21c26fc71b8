#include "recorder/event_stream.h"

#include <algorithm>
#include <chrono>
#include <thread>

#include "recorder/host_clock.h"

namespace sysreel {
namespace {

constexpr size_t kBlockBytes = 1U << 20;
constexpr uint64_t kBlockAge = 1'000'000'000;  // ns
constexpr uint64_t kBusyAge = 300'000'000;     // a block that fills faster: above 40,000 events/s
constexpr int kBusyLevel = 1;
constexpr int kSteadyLevel = 6;
constexpr uint64_t kLossInterval = 5'000'000'000;  // half of what the format promises
constexpr uint64_t kMergeWindow = 5'000'000;       // from stamp to publication a program takes microseconds
constexpr int kShortestPause = 1;
constexpr int kLongestPause = 20;
constexpr int kFinalDrains = 200;

}  // namespace

EventStream::EventStream(const Catalogue& catalogue, const Probes& probes, KernelRing& ring,
                         WriteThread& writer, const StreamOptions& options)
    : probes_(probes),
      ring_(ring),
      writer_(writer),
      decoder_(catalogue, options.snaplen),
      builder_(catalogue, EventSource::kSyscall, NumberSpace::kKernel, kNativeArch),
      container_(catalogue.find("container")),
      ledger_(boot_time()),
      options_(options) {}

void EventStream::consume(const reel_record& header, std::span<const uint8_t> record) {
  ++consumed_;
  drained_bytes_ += record.size();
  const bool whole = is_plausible(header, record.size());
  merge_.add(whole ? header.cpu : 0, whole ? header.time : 0, record);
}

void EventStream::deliver(std::span<const uint8_t> record) {
  if (count_reached()) {
    ++counts_.left_out;
    return;
  }
  if (paused_) {
    ++counts_.paused;
    return;
  }
  if (!decoder_.open(record)) return;
  if (builder_.events() == 0) block_begun_ = boot_time();
  // Before the program that begins in it, so that rules know the container of its first event.
  if (decoder_.is_exec())
    if (const auto json = containers_.meet(decoder_.cgroups())) tell_container(*json, decoder_.header());
  decoder_.append_to(builder_);
  ++delivered_;
  if (builder_.raw_bytes() >= kBlockBytes) seal();
}

void EventStream::tell_container(const std::string& json, const reel_record& at) {
  const EventKind& kind = Catalogue::builtin().kind(container_);
  builder_.begin(container_, ThreadEntry{at.tid, at.pid, at.start_time}, at.time, at.cpu);
  builder_.text(static_cast<size_t>(kind.param_index("json")), json);
  builder_.end();
  ++counts_.made;
  ++delivered_;
}

void EventStream::release(uint64_t watermark) {
  if (!gate_open_) return;
  merge_.release(watermark, [this](std::span<const uint8_t> record) { deliver(record); });
}

Status EventStream::pump() {
  const uint64_t now = boot_time();
  drained_bytes_ = 0;
  if (!writer_.has_room()) return {};
  Result<size_t> drained = ring_.drain(*this);
  if (!drained.ok()) return std::move(drained).error();
  release(now > kMergeWindow ? now - kMergeWindow : 0);
  if (gate_open_ && !paused_ && !count_reached())
    for (const std::string& json : containers_.take_late()) {
      reel_record at{};
      at.time = now;
      if (builder_.events() == 0) block_begun_ = now;
      tell_container(json, at);
    }
  seal_if_due(now);
  if (options_.beside_others && gate_open_ && !paused_) tell_watermark(now);
  if (gate_open_ && !paused_ && now - ledger_.last_report() >= kLossInterval) report_loss(now, false);
  // A ring that fills in one pause must be emptied far more often than that; all of it may come from one CPU.
  const uint64_t ring = probes_.ring_bytes();
  if (drained_bytes_ > ring / 4)
    pause_ms_ = kShortestPause;
  else if (drained_bytes_ > ring / 8)
    pause_ms_ = std::max(pause_ms_ / 2, kShortestPause);
  else
    pause_ms_ = std::min(pause_ms_ + 2, kLongestPause);
  return {};
}

void EventStream::seal_if_due(uint64_t now) {
  if (builder_.events() != 0 && now > block_begun_ && now - block_begun_ >= kBlockAge) seal();
}

// What comes later is late, and marked so.
void EventStream::tell_watermark(uint64_t now) {
  if (now - watermark_told_ < kBlockAge) return;
  watermark_told_ = now;
  seal();
  writer_.push(WriteThread::Watermark{EventSource::kSyscall, now - kMergeWindow});
}

// Compression costs the host what recording costs: little is left for it when blocks fill in moments, and
// when the second that a block may stay open passes first, no more than one block a second is compressed.
int EventStream::level_of_block() const {
  if (options_.zstd_level) return *options_.zstd_level;
  const uint64_t age = boot_time() - block_begun_;
  if (builder_.raw_bytes() < kBlockBytes / 2 || age >= kBlockAge) return kIdleLevel;
  return age < kBusyAge ? kBusyLevel : kSteadyLevel;
}

void EventStream::seal() {
  if (builder_.events() == 0) return;
  WriteThread::SealedBlock sealed;
  sealed.level = level_of_block();
  sealed.raw_bytes = builder_.raw_bytes();
  sealed.block = writer_.recycle();
  EventBlock& block = sealed.block;
  builder_.take(block);
  counts_.recorded += block.size();
  const ClockPair clocks = read_clock_pair();
  block.wall_offset = clocks.wall - clocks.boot;
  block.lost_before = ledger_.lost_since_block(probes_.counters(), counts_.paused);
  writer_.push(std::move(sealed));
}

// Behind the blocks of its interval, so that what it counts as recorded is there.
void EventStream::report_loss(uint64_t now, bool final) {
  seal();
  counts_.malformed = decoder_.malformed() + std::max(unread_, ring_.damaged());
  counts_.late = merge_.late();
  writer_.push(ledger_.report(now, probes_.counters(), counts_, final));
}

void EventStream::cut() {
  report_loss(boot_time(), false);
}

void EventStream::pause(bool paused) {
  if (paused == paused_) return;
  cut();
  paused_ = paused;
}

Status EventStream::finish() {
  // A program that was running when its hook was removed publishes within microseconds.
  for (int i = 0; i < kFinalDrains; ++i) {
    Result<size_t> drained = ring_.drain(*this);
    if (!drained.ok()) return std::move(drained).error();
    const LossTotals totals = totals_of(probes_.counters());
    unread_ = totals.recorded - std::min(consumed_, totals.recorded);
    if (totals.balanced() && unread_ <= ring_.damaged()) break;
    std::this_thread::sleep_for(std::chrono::milliseconds(1));
  }
  gate_open_ = true;
  release(~uint64_t{0});
  seal();
  report_loss(boot_time(), true);
  return {};
}

}  // namespace sysreel
