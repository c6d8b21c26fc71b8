#include "format/capture_writer.h"

#include <algorithm>
#include <map>
#include <utility>
#include <vector>

#include "format/block_encoder.h"
#include "format/footer_signature.h"
#include "format/frame_writer.h"
#include "format/hex.h"
#include "format/kind_row.h"
#include "format/payload_codec.h"

namespace sysreel {
namespace {

constexpr std::string_view kCheckpointRows = "snapshot.state_";  // how their names begin

// The kinds that the header lists: what the recorder was asked for and what its snapshots are made of.
// Without such a list, all. A kind that comes along nevertheless is described by the block that brings it, as
// are the rows of checkpoints, which most captures lack.
std::vector<KindId> kinds_to_list(const Catalogue& catalogue, const std::vector<std::string>& recorded) {
  std::vector<KindId> kinds;
  for (const EventKind& kind : catalogue.kinds()) {
    if (kind.name.starts_with(kCheckpointRows)) continue;
    const bool wanted = recorded.empty() || kind.has(kSnapshotRow) ||
                        std::find(recorded.begin(), recorded.end(), kind.name) != recorded.end();
    if (wanted) kinds.push_back(kind.id);
  }
  return kinds;
}

// The interval that the stamps span; they need not ascend.
void set_times(FrameHeader& frame, const EventBlock& block) {
  if (block.time.empty()) return;
  const auto [first, last] = std::minmax_element(block.time.begin(), block.time.end());
  frame.first_time = *first;
  frame.last_time = *last;
}

class Writer final : public CaptureWriter {
 public:
  Writer(ByteSink& sink, CaptureHeader header, const WriterOptions& options)
      : catalogue_(options.catalogue == nullptr ? Catalogue::builtin() : *options.catalogue),
        header_(std::move(header)),
        listed_(kinds_to_list(catalogue_, header_.recorded_types)),
        frames_(sink, header_.capture_id, options.zstd_level),
        encoder_(catalogue_, listed_),
        signing_key_(options.signing_key) {}

  Status write_header();
  Status write_block(const EventBlock& block) override;
  Status write_snapshot(const Snapshot& snapshot) override;
  Status write_loss(const LossReport& report) override;
  Status write_watermark(EventSource source, uint64_t time) override;
  void note_redaction(std::vector<uint64_t> hits) override { footer_.redaction_hits = std::move(hits); }
  void set_zstd_level(int level) override { frames_.set_level(level); }
  Status close() override;

  const CaptureTotals& totals() const override { return totals_; }
  std::string file_sha256() const override { return frames_.sha256(); }
  const CaptureId& capture_id() const override { return header_.capture_id; }
  std::string final_hash() const override { return hex_of(frames_.last_hash()); }

 private:
  Status write_frame(FrameHeader frame, std::span<const SectionBytes> sections);
  Status write_payload(FrameHeader frame, std::span<const uint8_t> payload);
  void count(const EventBlock& block, const FrameHeader& frame);

  const Catalogue& catalogue_;
  CaptureHeader header_;
  std::vector<KindId> listed_;
  FrameWriter frames_;
  BlockEncoder encoder_;
  CaptureTotals totals_;
  CaptureFooter footer_;
  std::map<KindId, uint64_t> events_by_kind_;
  std::vector<IndexEntry> index_;
  std::optional<SigningKey> signing_key_;
};

Status Writer::write_frame(FrameHeader frame, std::span<const SectionBytes> sections) {
  IndexEntry entry;
  entry.offset = frames_.offset();
  entry.kind = frame.kind;
  entry.source = frame.source;
  entry.sequence = frames_.sequence();
  entry.first_time = frame.first_time;
  entry.last_time = frame.last_time;
  entry.first_number = frame.first_number;
  entry.events = static_cast<uint32_t>(frame.events);
  entry.snapshot = frame.snapshot;
  SYSREEL_RETURN_IF_ERROR(frames_.write(std::move(frame), sections));
  entry.size = frames_.offset() - entry.offset;
  index_.push_back(entry);
  totals_.bytes = frames_.offset();
  return {};
}

Status Writer::write_payload(FrameHeader frame, std::span<const uint8_t> payload) {
  const SectionBytes section{SectionKind::kCore, payload};
  return write_frame(std::move(frame), {&section, 1});
}

Status Writer::write_header() {
  HeaderPayload payload;
  payload.header = header_;
  for (const KindId kind : listed_) payload.kinds.push_back(row_of(catalogue_.kind(kind)));
  FrameHeader frame;
  frame.kind = FrameKind::kHeader;
  return write_payload(std::move(frame), encode_header(payload));
}

void Writer::count(const EventBlock& block, const FrameHeader& frame) {
  footer_.first_time =
      totals_.events == 0 ? frame.first_time : std::min(footer_.first_time, frame.first_time);
  footer_.last_time = std::max(footer_.last_time, frame.last_time);
  totals_.events += block.size();
  totals_.bytes_raw += frame.raw_bytes;
  ++totals_.blocks;
  for (const KindColumns& kind : block.kinds) events_by_kind_[kind.kind] += kind.rows;
}

Status Writer::write_block(const EventBlock& block) {
  if (block.size() == 0) return {};
  Result<EncodedBlock> encoded = encoder_.encode(block);
  if (!encoded) return std::move(encoded).error();
  FrameHeader frame;
  frame.kind = FrameKind::kBlock;
  frame.source = static_cast<uint8_t>(block.source);
  set_times(frame, block);
  frame.events = block.size();
  frame.first_number = block.number_of(0);
  frame.lost = block.lost_before;
  frame.raw_bytes = encoded->raw_bytes;
  const SectionBytes sections[] = {{SectionKind::kCore, encoded->core},
                                   {SectionKind::kTime, encoded->time, encoded->time_seam},
                                   {SectionKind::kRest, encoded->rest}};
  SYSREEL_RETURN_IF_ERROR(write_frame(frame, sections));
  count(block, frame);
  return {};
}

Status Writer::write_snapshot(const Snapshot& snapshot) {
  Result<EncodedBlock> encoded = encoder_.encode(snapshot);
  if (!encoded) return std::move(encoded).error();
  FrameHeader frame;
  frame.kind = FrameKind::kSnapshot;
  frame.source = static_cast<uint8_t>(snapshot.rows.source);
  frame.snapshot.kind = static_cast<uint8_t>(snapshot.kind);
  if (snapshot.part == 1) frame.snapshot.place |= SnapshotMark::kFirstPart;
  if (snapshot.part == snapshot.parts) frame.snapshot.place |= SnapshotMark::kLastPart;
  if (snapshot.fresh) frame.snapshot.place |= SnapshotMark::kFresh;
  frame.first_time = snapshot.begin_time;
  frame.last_time = snapshot.end_time;
  frame.events = snapshot.rows.size();
  frame.raw_bytes = encoded->raw_bytes;
  const SectionBytes sections[] = {{SectionKind::kCore, encoded->core},
                                   {SectionKind::kTime, encoded->time, encoded->time_seam},
                                   {SectionKind::kRest, encoded->rest}};
  SYSREEL_RETURN_IF_ERROR(write_frame(std::move(frame), sections));
  if (snapshot.part == snapshot.parts) ++footer_.snapshots;
  return {};
}

Status Writer::write_loss(const LossReport& report) {
  FrameHeader frame;
  frame.kind = FrameKind::kLoss;
  frame.source = static_cast<uint8_t>(report.source);
  frame.first_time = report.from;
  frame.last_time = report.to;
  frame.lost = lost_events(report);
  SYSREEL_RETURN_IF_ERROR(write_payload(frame, encode_loss(report)));
  totals_.lost += frame.lost;
  return {};
}

Status Writer::write_watermark(EventSource source, uint64_t time) {
  FrameHeader frame;
  frame.kind = FrameKind::kWatermark;
  frame.source = static_cast<uint8_t>(source);
  frame.first_time = frame.last_time = time;
  return write_frame(std::move(frame), {});
}

Status Writer::close() {
  footer_.events = totals_.events;
  footer_.blocks = totals_.blocks;
  footer_.lost = totals_.lost;
  footer_.bytes_raw = totals_.bytes_raw;
  for (const auto& [kind, events] : events_by_kind_)
    footer_.events_by_kind.emplace_back(catalogue_.kind(kind).name, events);
  std::sort(footer_.events_by_kind.begin(), footer_.events_by_kind.end());

  FrameHeader frame;
  frame.kind = FrameKind::kIndex;
  footer_.index_offset = frames_.offset();
  const std::vector<uint8_t> index = encode_index(index_);
  SYSREEL_RETURN_IF_ERROR(write_payload(frame, index));
  frame.kind = FrameKind::kFooter;
  frame.events = footer_.events;
  frame.first_time = footer_.first_time;
  frame.last_time = footer_.last_time;
  frame.lost = footer_.lost;
  frame.raw_bytes = footer_.bytes_raw;
  const uint64_t footer_offset = frames_.offset();
  const std::vector<uint8_t> core = encode_footer(footer_);
  std::vector<uint8_t> signature;
  if (signing_key_) signature = sign_footer({header_.capture_id, frames_.last_hash(), core}, *signing_key_);
  const SectionBytes sections[] = {{SectionKind::kCore, core}, {SectionKind::kSignature, signature}};
  SYSREEL_RETURN_IF_ERROR(write_frame(std::move(frame), sections));
  SYSREEL_RETURN_IF_ERROR(frames_.write_trailer(footer_offset));
  totals_.bytes = frames_.offset();
  return {};
}

}  // namespace

uint64_t lost_events(const LossReport& report) {
  uint64_t lost = 0;
  for (const LossCount& count : report.lost)
    if (takes_event_away(count.reason)) lost += count.count;
  return lost;
}

Result<std::unique_ptr<CaptureWriter>> CaptureWriter::create(ByteSink& sink, const CaptureHeader& header,
                                                             const WriterOptions& options) {
  CaptureHeader completed = header;
  if (completed.capture_id == CaptureId{}) completed.capture_id = random_capture_id();
  if (completed.recording_id == CaptureId{}) completed.recording_id = completed.capture_id;
  auto writer = std::make_unique<Writer>(sink, std::move(completed), options);
  SYSREEL_RETURN_IF_ERROR(writer->write_header());
  return std::unique_ptr<CaptureWriter>(std::move(writer));
}

}  // namespace sysreel
