// CaptureFiles: what a recording writes to, one file or the parts of a ring.
//
// Everything but the functions marked so belongs to the write thread. A failed write leaves the files as
// readers accept them; when room() has found the disk full, the part can still be closed, with a report of
// what it does not hold.
#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include "format/capture_header.h"
#include "format/capture_item.h"
#include "format/capture_writer.h"
#include "recorder/capture_ring.h"
#include "recorder/output_file.h"

namespace sysreel {

struct FileOptions {
  std::string name;
  bool force = false;
  bool rotating = false;
  RingLimits limits;
  std::optional<uint64_t> min_free;  // bytes
  int zstd_level = 1;
};

class CaptureFiles {
 public:
  // Creates the first file and writes its header. `now`: CLOCK_BOOTTIME ns.
  static Result<std::unique_ptr<CaptureFiles>> open(CaptureHeader header, const FileOptions& options,
                                                    uint64_t now);

  // `bytes`: at most so many will be written. In a ring the oldest parts make room where there is none.
  Status room(uint64_t bytes);
  Status write_block(const EventBlock& block);
  Status write_snapshot(const Snapshot& snapshot);
  Status write_loss(const LossReport& report);
  void set_zstd_level(int level);

  // Closes the part and begins the next one, which names it.
  Status rotate(uint64_t now);
  void pin(TimeRange range);
  // Index and footer of the last part; then its name.
  Status close(uint64_t now);
  // A failed write has left the part between two frames, and there is room to close it.
  bool can_be_closed() const { return intact_; }
  // Nothing was recorded: no file.
  void discard();

  // Of all parts, once the write thread has ended.
  const std::string& name() const { return output_->name(); }
  uint64_t events() const { return closed_events_ + writer_->totals().events; }
  uint64_t bytes() const { return closed_bytes_ + writer_->totals().bytes; }
  uint32_t parts() const { return header_.part; }
  std::string file_sha256() const { return writer_->file_sha256(); }
  bool on_root_file_system() const { return output_->on_root_file_system(); }

  // Any thread.
  uint64_t part_bytes() const { return part_bytes_; }
  uint64_t part_raw_bytes() const { return part_raw_bytes_; }  // of its events before packing
  uint64_t total_bytes() const { return total_bytes_; }
  uint32_t part() const { return part_; }
  // Less than --min-free is left, or the quota is full.
  bool short_of_space() const { return short_of_space_; }
  // No longer waits for the reader of a pipe.
  void give_up();

  // Looks at the disk; in a ring the oldest parts go first.
  void check_space();

 private:
  explicit CaptureFiles(const FileOptions& options) : options_(options) {}
  Status begin_part(std::unique_ptr<OutputFile> output);
  Result<std::unique_ptr<OutputFile>> create_file();
  Status finish_part(uint64_t now);
  bool below_floor() const;
  Status written(Status status);

  FileOptions options_;
  CaptureHeader header_;
  std::optional<CaptureRing> ring_;
  std::unique_ptr<OutputFile> output_;
  std::unique_ptr<CaptureWriter> writer_;
  uint64_t frames_ = 0;  // of the part
  bool intact_ = true;
  uint64_t part_begun_ = 0;
  uint64_t closed_events_ = 0;
  uint64_t closed_bytes_ = 0;
  std::atomic<uint64_t> part_bytes_ = 0;
  std::atomic<uint64_t> part_raw_bytes_ = 0;
  std::atomic<uint64_t> total_bytes_ = 0;
  std::atomic<uint32_t> part_ = 1;
  std::atomic<bool> short_of_space_ = false;
};

}  // namespace sysreel
