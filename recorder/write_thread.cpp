#include "recorder/write_thread.h"

#include <pthread.h>
#include <signal.h>

#include <algorithm>
#include <utility>

#include "recorder/capture_files.h"
#include "recorder/thread_priority.h"

namespace sysreel {
namespace {

constexpr size_t kQueueMax = 8;
constexpr size_t kSpareMax = 1;  // megabytes each
constexpr uint64_t kSmallFrame = 64U << 10;

uint64_t raw_bytes(const EventBlock& rows) {
  uint64_t bytes = rows.size() * 24 + rows.strings.bytes();
  for (const KindColumns& kind : rows.kinds)
    for (const Column& column : kind.columns) bytes += column.values.size() * 8;
  return bytes;
}

void add_up(LossReport& sum, const LossReport& report) {
  sum.source = report.source;
  sum.from = sum.to == 0 ? report.from : std::min(sum.from, report.from);
  sum.to = std::max(sum.to, report.to);
  sum.seen += report.seen;
  sum.filtered += report.filtered;
  sum.recorded += report.recorded;
  sum.lost.insert(sum.lost.end(), report.lost.begin(), report.lost.end());
}

}  // namespace

WriteThread::WriteThread(CaptureFiles& files) : files_(files) {
  // Signals belong to the main thread.
  sigset_t all;
  sigset_t before;
  sigfillset(&all);
  pthread_sigmask(SIG_SETMASK, &all, &before);
  thread_ = std::thread(&WriteThread::run, this);
  pthread_sigmask(SIG_SETMASK, &before, nullptr);
}

WriteThread::~WriteThread() {
  if (thread_.joinable()) (void)finish();
}

void WriteThread::push(Item item) {
  const std::lock_guard lock(mutex_);
  if (failure_) return drop(item);
  if (auto* sealed = std::get_if<SealedBlock>(&item)) {
    waiting_bytes_ += sealed->raw_bytes;
    // One counter for all sources.
    sealed->block.first_number = next_number_;
    next_number_ += sealed->block.size();
  }
  queue_.push_back(std::move(item));
  changed_.notify_all();
}

bool WriteThread::has_room() {
  const std::lock_guard lock(mutex_);
  return queue_.size() < kQueueMax;
}

EventBlock WriteThread::recycle() {
  const std::lock_guard lock(mutex_);
  if (spare_.empty()) return {};
  EventBlock block = std::move(spare_.back());
  spare_.pop_back();
  return block;
}

bool WriteThread::failed() {
  const std::lock_guard lock(mutex_);
  return failure_.has_value();
}

size_t WriteThread::waiting() {
  const std::lock_guard lock(mutex_);
  return queue_.size() + (busy_ ? 1 : 0);
}

// Events of a dropped block count as lost; the reports that follow it count them as recorded, and are
// dropped, too: what remains of them is the difference.
void WriteThread::drop(const Item& item) {
  if (!unwritten_) unwritten_.emplace();
  if (const auto* report = std::get_if<LossReport>(&item)) add_up(*unwritten_, *report);
  const auto* sealed = std::get_if<SealedBlock>(&item);
  if (sealed == nullptr) return;
  const uint64_t events = sealed->block.size();
  unwritten_->recorded -= events;  // wraps until the reports come that counted them
  unwritten_->lost.push_back({LossReason::kRecorderStopped, LossClass::kAny, 0xffff, events});
}

Status WriteThread::finish() {
  {
    const std::lock_guard lock(mutex_);
    ending_ = true;
    changed_.notify_all();
  }
  if (thread_.joinable()) thread_.join();
  if (failure_) return *failure_;
  return {};
}

Status WriteThread::write_block(SealedBlock& sealed) {
  files_.set_zstd_level(sealed.level);
  SYSREEL_RETURN_IF_ERROR(files_.room(sealed.raw_bytes + kSmallFrame));
  return files_.write_block(sealed.block);
}

Status WriteThread::write_snapshot(PendingSnapshot& pending) {
  for (Snapshot& snapshot : pending.get()) {
    SYSREEL_RETURN_IF_ERROR(files_.room(raw_bytes(snapshot.rows) + kSmallFrame));
    SYSREEL_RETURN_IF_ERROR(files_.write_snapshot(snapshot));
  }
  return {};
}

Status WriteThread::write(Item& item) {
  if (auto* sealed = std::get_if<SealedBlock>(&item)) return write_block(*sealed);
  if (auto* pending = std::get_if<PendingSnapshot>(&item)) return write_snapshot(*pending);
  if (const auto* rotation = std::get_if<Rotation>(&item)) return files_.rotate(rotation->time);
  if (const auto* range = std::get_if<TimeRange>(&item)) {
    files_.pin(*range);
    return {};
  }
  if (const auto* report = std::get_if<LossReport>(&item)) {
    SYSREEL_RETURN_IF_ERROR(files_.room(kSmallFrame));
    return files_.write_loss(*report);
  }
  if (const auto* watermark = std::get_if<Watermark>(&item)) {
    SYSREEL_RETURN_IF_ERROR(files_.room(kSmallFrame));
    return files_.write_watermark(watermark->source, watermark->time);
  }
  files_.check_space();
  return {};
}

void WriteThread::run() {
  give_way();
  std::unique_lock lock(mutex_);
  for (;;) {
    changed_.wait(lock, [this] { return !queue_.empty() || ending_; });
    if (queue_.empty()) return;
    Item item = std::move(queue_.front());
    queue_.pop_front();
    busy_ = true;
    lock.unlock();
    Status status = write(item);
    lock.lock();
    busy_ = false;
    if (const auto* sealed = std::get_if<SealedBlock>(&item)) waiting_bytes_ -= sealed->raw_bytes;
    if (!status.ok()) {
      failure_ = status.error();
      drop(item);
      for (const Item& waiting : queue_) drop(waiting);
      queue_.clear();
      return;
    }
    if (auto* sealed = std::get_if<SealedBlock>(&item); sealed != nullptr && spare_.size() < kSpareMax)
      spare_.push_back(std::move(sealed->block));
  }
}

}  // namespace sysreel
