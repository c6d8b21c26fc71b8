#include "recorder/write_thread.h"

#include <pthread.h>
#include <signal.h>

#include <utility>

namespace sysreel {
namespace {

constexpr size_t kQueueMax = 8;
constexpr size_t kSpareMax = 4;

}  // namespace

WriteThread::WriteThread(CaptureWriter& writer) : writer_(writer) {
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

void WriteThread::push(Item item, std::optional<int> level) {
  std::unique_lock lock(mutex_);
  changed_.wait(lock, [this] { return queue_.size() < kQueueMax || failure_; });
  if (failure_) return;
  queue_.push_back({std::move(item), level});
  changed_.notify_all();
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

uint64_t WriteThread::written_bytes() {
  const std::lock_guard lock(mutex_);
  return written_bytes_;
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

Status WriteThread::write(const Entry& entry) {
  const Item& item = entry.item;
  if (entry.level) writer_.set_zstd_level(*entry.level);
  if (const auto* block = std::get_if<EventBlock>(&item)) return writer_.write_block(*block);
  if (const auto* snapshot = std::get_if<Snapshot>(&item)) return writer_.write_snapshot(*snapshot);
  return writer_.write_loss(std::get<LossReport>(item));
}

void WriteThread::run() {
  std::unique_lock lock(mutex_);
  for (;;) {
    changed_.wait(lock, [this] { return !queue_.empty() || ending_; });
    if (queue_.empty()) return;
    Entry entry = std::move(queue_.front());
    queue_.pop_front();
    changed_.notify_all();
    lock.unlock();
    Status status = write(entry);
    lock.lock();
    written_bytes_ = writer_.totals().bytes;
    if (!status.ok()) {
      failure_ = status.error();
      queue_.clear();
      changed_.notify_all();
      return;
    }
    if (auto* block = std::get_if<EventBlock>(&entry.item); block != nullptr && spare_.size() < kSpareMax)
      spare_.push_back(std::move(*block));
  }
}

}  // namespace sysreel
