// WriteThread: compresses, checks and appends what the ring thread has sealed.
//
// The queue is bounded and push() waits when it is full: back-pressure, so that loss happens in the kernel's
// ring and nowhere else, where it is counted. After a failed write everything pushed is dropped and failure()
// says why. One producer; the writer must outlive the thread; recycle() gives a used block's memory back.
#pragma once

#include <condition_variable>
#include <deque>
#include <mutex>
#include <optional>
#include <thread>
#include <variant>
#include <vector>

#include "format/capture_writer.h"

namespace sysreel {

class WriteThread {
 public:
  explicit WriteThread(CaptureWriter& writer);
  ~WriteThread();
  WriteThread(const WriteThread&) = delete;
  WriteThread& operator=(const WriteThread&) = delete;

  using Item = std::variant<EventBlock, Snapshot, LossReport>;
  // `level`: of zstd, for this item and those after it.
  void push(Item item, std::optional<int> level = {});
  EventBlock recycle();
  bool failed();
  uint64_t written_bytes();

  // Everything pushed is written when it returns; then the writer may be used directly again.
  Status finish();

 private:
  void run();
  struct Entry {
    Item item;
    std::optional<int> level;
  };
  Status write(const Entry& entry);

  CaptureWriter& writer_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<Entry> queue_;        // guarded by mutex_
  std::vector<EventBlock> spare_;  // guarded by mutex_
  std::optional<Error> failure_;   // guarded by mutex_
  uint64_t written_bytes_ = 0;     // guarded by mutex_
  bool ending_ = false;            // guarded by mutex_
  std::thread thread_;
};

}  // namespace sysreel
