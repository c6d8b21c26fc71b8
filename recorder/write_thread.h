// WriteThread: compresses, checks and appends what the ring thread has sealed.
//
// The queue holds what the ring thread pushes; that thread asks has_room() before it takes more out of the
// kernel: back-pressure, so that loss happens in the kernel's ring and nowhere else, where it is counted, and
// a disk that does not answer never keeps the recorder from hearing its signals. After a failed write
// everything pushed is dropped and counted: unwritten(). Any thread may push; the files must outlive the
// thread; recycle() gives a used block's memory back.
#pragma once

#include <atomic>
#include <condition_variable>
#include <deque>
#include <future>
#include <mutex>
#include <optional>
#include <thread>
#include <variant>
#include <vector>

#include "format/capture_item.h"
#include "recorder/capture_ring.h"

namespace sysreel {

class CaptureFiles;

class WriteThread {
 public:
  explicit WriteThread(CaptureFiles& files);
  ~WriteThread();
  WriteThread(const WriteThread&) = delete;
  WriteThread& operator=(const WriteThread&) = delete;

  struct SealedBlock {
    EventBlock block;
    int level = 1;         // of zstd
    size_t raw_bytes = 0;  // before packing
  };
  // A scan that is still being taken: what is pushed behind it waits, so that the scan precedes it in the
  // file.
  using PendingSnapshot = std::future<std::vector<Snapshot>>;
  struct Rotation {
    uint64_t time = 0;  // CLOCK_BOOTTIME ns
  };
  struct SpaceCheck {};
  // Every event of the source before this time, CLOCK_BOOTTIME ns, has been pushed.
  struct Watermark {
    EventSource source = EventSource::kSyscall;
    uint64_t time = 0;
  };
  using Item =
      std::variant<SealedBlock, PendingSnapshot, LossReport, Rotation, TimeRange, SpaceCheck, Watermark>;

  void push(Item item);  // TimeRange: pins it
  bool has_room();
  EventBlock recycle();

  bool failed();
  // Items pushed and not yet written; and of the blocks among them the bytes before packing.
  size_t waiting();
  uint64_t waiting_bytes() const { return waiting_bytes_; }

  // Everything pushed is written when it returns; then the files may be used directly again.
  Status finish();
  // After finish(): of all that was dropped. One report, in which what was dropped counts as lost, and
  // which closes the books of the file; nothing when all was written.
  const std::optional<LossReport>& unwritten() const { return unwritten_; }

 private:
  void run();
  Status write(Item& item);
  Status write_block(SealedBlock& sealed);
  Status write_snapshot(PendingSnapshot& pending);
  void drop(const Item& item);

  CaptureFiles& files_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<Item> queue_;               // guarded by mutex_
  uint64_t next_number_ = 1;             // of the next event; guarded by mutex_
  std::vector<EventBlock> spare_;        // guarded by mutex_
  std::optional<Error> failure_;         // guarded by mutex_
  std::optional<LossReport> unwritten_;  // guarded by mutex_
  bool busy_ = false;                    // guarded by mutex_
  bool ending_ = false;                  // guarded by mutex_
  std::atomic<uint64_t> waiting_bytes_ = 0;
  std::thread thread_;
};

}  // namespace sysreel
