#include "recorder/capture_files.h"

#include <utility>

namespace sysreel {
namespace {

// What may still be written after the floor has been met: blocks under way, reports, what closes the file.
constexpr uint64_t kFloorMargin = 4U << 20;
constexpr uint64_t kHeaderBytes = 256U << 10;

}  // namespace

Result<std::unique_ptr<CaptureFiles>> CaptureFiles::open(CaptureHeader header, const FileOptions& options,
                                                         uint64_t now) {
  std::unique_ptr<CaptureFiles> files(new CaptureFiles(options));
  files->header_ = std::move(header);
  files->part_begun_ = now;
  if (options.redaction) {
    files->redactor_.emplace(options.redaction->policy, options.redaction->key, Catalogue::builtin());
    files->redactor_->apply(files->header_.command);
    files->header_.redaction = options.redaction->policy.text;
  }
  if (options.rotating) {
    Result<CaptureRing> ring =
        CaptureRing::open(options.name, options.limits, files->header_.wall_time - files->header_.boot_time);
    if (!ring.ok()) return std::move(ring).error();
    files->ring_ = std::move(ring).value();
  }
  Result<std::unique_ptr<OutputFile>> output = files->create_file();
  if (!output.ok()) return std::move(output).error();
  SYSREEL_RETURN_IF_ERROR(files->begin_part(std::move(output).value()));
  return files;
}

Result<std::unique_ptr<OutputFile>> CaptureFiles::create_file() {
  Result<std::unique_ptr<OutputFile>> output =
      OutputFile::create(ring_ ? ring_->next_name() : options_.name, options_.force);
  if (!output.ok()) return output;
  for (;;) {
    const Result<bool> room = (*output)->make_room(kHeaderBytes, 0);
    if (room.ok() && *room) return output;
    if (room.ok() && ring_ && ring_->drop_oldest()) continue;
    (*output)->discard();
    return room.ok() ? Error{ErrorCode::kSystem, "no space left for " + (*output)->name()} : room.error();
  }
}

Status CaptureFiles::begin_part(std::unique_ptr<OutputFile> output) {
  output_ = std::move(output);
  seal_.reset();
  if (options_.seal_key) {
    Result<std::unique_ptr<SealedSink>> seal = SealedSink::create(*output_, *options_.seal_key);
    if (!seal.ok()) {
      output_->discard();
      return std::move(seal).error();
    }
    seal_ = std::move(seal).value();
  }
  WriterOptions writer_options;
  writer_options.zstd_level = options_.zstd_level;
  writer_options.signing_key = options_.signing_key;
  ByteSink& sink = seal_ ? static_cast<ByteSink&>(*seal_) : *output_;
  Result<std::unique_ptr<CaptureWriter>> writer = CaptureWriter::create(sink, header_, writer_options);
  if (!writer.ok()) {
    output_->discard();
    return std::move(writer).error();
  }
  writer_ = std::move(writer).value();
  frames_ = 0;
  part_ = header_.part;
  SYSREEL_RETURN_IF_ERROR(written({}));
  // Who follows the file learns for which sources to wait before an event has its turn.
  for (const EventSource source : options_.sources)
    SYSREEL_RETURN_IF_ERROR(written(writer_->write_watermark(source, part_begun_)));
  return {};
}

// A block beyond the format's limits is refused and leaves the capture as it was; anything else may have cut
// a frame short.
Status CaptureFiles::written(Status status) {
  ++frames_;
  part_bytes_ = file_bytes();
  part_raw_bytes_ = writer_->totals().bytes_raw;
  total_bytes_ = closed_bytes_ + file_bytes();
  if (!status.ok() && status.error().code != ErrorCode::kLimit) intact_ = false;
  return status;
}

bool CaptureFiles::below_floor() const {
  const auto free = output_->free_bytes();
  const uint64_t margin = short_of_space_ ? 2 * kFloorMargin : kFloorMargin;  // not to and fro at the line
  return options_.min_free && free && *free < *options_.min_free + margin;
}

void CaptureFiles::check_space() {
  if (ring_) ring_->trim(part_bytes_);
  while (below_floor() && ring_ && ring_->drop_oldest()) {
  }
  const bool quota_met =
      ring_ ? ring_->full(part_bytes_) : options_.limits.quota && part_bytes_ >= *options_.limits.quota;
  short_of_space_ = below_floor() || quota_met;
}

Status CaptureFiles::room(uint64_t bytes) {
  check_space();
  for (;;) {
    const Result<bool> room = output_->make_room(bytes, frames_ + 1);
    if (!room.ok()) return room.error();
    if (*room) return {};
    if (!ring_ || !ring_->drop_oldest())
      return Error{ErrorCode::kLimit, "no space left for " + output_->name()};
  }
}

Status CaptureFiles::write_block(EventBlock& block) {
  if (redactor_) redactor_->apply(block);
  return written(writer_->write_block(block));
}

Status CaptureFiles::write_snapshot(Snapshot& snapshot) {
  if (redactor_) redactor_->apply(snapshot.rows);
  return written(writer_->write_snapshot(snapshot));
}

Status CaptureFiles::write_loss(const LossReport& report) {
  return written(writer_->write_loss(report));
}

Status CaptureFiles::write_watermark(EventSource source, uint64_t time) {
  if (options_.sources.size() < 2) return {};
  return written(writer_->write_watermark(source, time));
}

void CaptureFiles::set_zstd_level(int level) {
  options_.zstd_level = level;
  writer_->set_zstd_level(level);
}

Status CaptureFiles::finish_part(uint64_t now) {
  if (redactor_) {
    std::vector<uint64_t> hits(redactor_->hits().begin(), redactor_->hits().end());
    std::vector<uint64_t> of_part = hits;
    for (size_t i = 0; i < hits_before_.size(); ++i) of_part[i] -= hits_before_[i];
    hits_before_ = std::move(hits);
    writer_->note_redaction(std::move(of_part));
  }
  SYSREEL_RETURN_IF_ERROR(written(writer_->close()));
  if (seal_) SYSREEL_RETURN_IF_ERROR(written(seal_->finish()));
  SYSREEL_RETURN_IF_ERROR(output_->finish());
  if (ring_) ring_->add(output_->name(), file_bytes(), {part_begun_, now});
  return {};
}

// The next file is made before this one is closed: should that fail, this one can still say how it ended.
Status CaptureFiles::rotate(uint64_t now) {
  SYSREEL_RETURN_IF_ERROR(room(kHeaderBytes));
  Result<std::unique_ptr<OutputFile>> next = create_file();
  if (!next.ok()) return Error{ErrorCode::kLimit, std::move(next).error().message};
  if (Status status = finish_part(now); !status.ok()) {
    (*next)->discard();
    return status;
  }
  closed_events_ += writer_->totals().events;
  closed_bytes_ += file_bytes();
  header_.previous_part_hash = writer_->final_hash();
  header_.capture_id = random_capture_id();
  ++header_.part;
  part_begun_ = now;
  intact_ = false;  // until the next part has its header
  SYSREEL_RETURN_IF_ERROR(begin_part(std::move(next).value()));
  intact_ = true;
  check_space();
  return {};
}

void CaptureFiles::pin(TimeRange range) {
  if (ring_) ring_->pin(range);
}

Status CaptureFiles::close(uint64_t now) {
  return finish_part(now);
}

void CaptureFiles::discard() {
  output_->discard();
}

std::string CaptureFiles::file_sha256() const {
  if (!output_->complete()) return {};
  return seal_ ? seal_->sha256() : writer_->file_sha256();
}

void CaptureFiles::give_up() {
  if (!ring_) output_->give_up();  // a ring is made of files, and output_ changes
}

}  // namespace sysreel
