#include "format/read_ahead.h"

#include <utility>

namespace sysreel {

ReadAhead::ReadAhead(CaptureReader& reader, SectionSet sections)
    : reader_(reader),
      sections_(sections),
      sources_of_reader_(reader.sources()),
      thread_([this] { run(); }) {}

ReadAhead::~ReadAhead() {
  {
    const std::lock_guard lock(mutex_);
    stop_ = true;
  }
  changed_.notify_all();
  thread_.join();
}

void ReadAhead::run() {
  for (;;) {
    std::unique_ptr<CaptureItem> item;
    {
      std::unique_lock lock(mutex_);
      if (ready_.size() >= kDepth) changed_.wait(lock, [this] { return stop_ || ready_.size() <= kRefill; });
      if (stop_) return;
      if (!spare_.empty()) {
        item = std::move(spare_.back());
        spare_.pop_back();
      }
    }
    if (item == nullptr) item = std::make_unique<CaptureItem>();
    Result<bool> more = reader_.next(*item, sections_);
    const bool at_end = !more.ok() || !*more;
    bool waited_for = false;
    {
      const std::lock_guard lock(mutex_);
      if (at_end) {
        end_ = std::move(more);
      } else {
        ready_.push_back(std::move(item));
      }
      waited_for = at_end || ready_.size() == 1;
    }
    if (waited_for) changed_.notify_one();
    if (at_end) return;
  }
}

// The caller's item changes places with the one that was read, so that its memory is used again.
Result<bool> ReadAhead::next(CaptureItem& item, SectionSet) {
  bool waited_for = false;
  {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [this] { return !ready_.empty() || end_; });
    if (ready_.empty()) return *end_;
    std::swap(item, *ready_.front());
    spare_.push_back(std::move(ready_.front()));
    ready_.pop_front();
    waited_for = ready_.size() == kRefill;
  }
  if (waited_for) changed_.notify_one();
  return true;
}

}  // namespace sysreel
