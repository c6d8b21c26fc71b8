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
#include <vector>

#include "format/capture_header.h"
#include "format/capture_item.h"
#include "format/capture_writer.h"
#include "format/redaction/load_policy.h"
#include "format/redaction/redactor.h"
#include "format/sealed_stream.h"
#include "recorder/capture_ring.h"
#include "recorder/output_file.h"

namespace sysreel {

struct FileOptions {
  std::string name;
  bool force = false;
  bool rotating = false;
  RingLimits limits;
  std::optional<uint64_t> min_free;                         // bytes
  std::vector<EventSource> sources{EventSource::kSyscall};  // that the recording has
  int zstd_level = 1;
  std::optional<SigningKey> signing_key;
  std::optional<SealPublicKey> seal_key;
  std::optional<LoadedPolicy> redaction;  // of what is written, the header's command line included
};

class CaptureFiles {
 public:
  // Creates the first file and writes its header. `now`: CLOCK_BOOTTIME ns.
  static Result<std::unique_ptr<CaptureFiles>> open(CaptureHeader header, const FileOptions& options,
                                                    uint64_t now);

  // `bytes`: at most so many will be written. In a ring the oldest parts make room where there is none.
  Status room(uint64_t bytes);
  Status write_block(EventBlock& block);  // redacted in place
  Status write_snapshot(Snapshot& snapshot);
  Status write_loss(const LossReport& report);
  // With one source nobody waits for another: nothing is written.
  Status write_watermark(EventSource source, uint64_t time);
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
  const std::string& current_name() const { return output_->current_name(); }  // NAME.part until complete
  uint64_t events() const { return closed_events_ + writer_->totals().events; }
  uint32_t parts() const { return header_.part; }
  std::string file_sha256() const;  // empty: the file is not complete
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
  uint64_t file_bytes() const { return seal_ ? seal_->bytes() : writer_->totals().bytes; }

  FileOptions options_;
  CaptureHeader header_;
  std::optional<CaptureRing> ring_;
  std::unique_ptr<OutputFile> output_;
  std::unique_ptr<SealedSink> seal_;  // between the writer and the file, if the capture is to be encrypted
  std::unique_ptr<CaptureWriter> writer_;
  std::optional<Redactor> redactor_;
  std::vector<uint64_t> hits_before_;  // of the parts before this one
  uint64_t frames_ = 0;                // of the part
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
