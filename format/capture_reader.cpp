// Reading a capture, from bytes to parts:
//
//   input → frames (in file order) → order of parts → checksums → decompressed sections → EventBlock
//
// A file is opened by its index, or else by a scan of its frame headers; then its parts are put in order:
// every source is a stream of its own, and of the streams' next parts the one that begins first goes first. A
// pipe is read in the order in which it was written, which for one source is the same; of several, whoever
// merges their events waits for the watermarks (EventMerge).
#include "format/capture_reader.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "format/block_decoder.h"
#include "format/byte_input.h"
#include "format/capture_kinds.h"
#include "format/frame_scanner.h"
#include "format/index_reader.h"
#include "format/part_order.h"
#include "format/part_selection.h"
#include "format/payload_codec.h"
#include "format/section_reader.h"

namespace sysreel {
namespace {

class Reader final : public CaptureReader {
 public:
  explicit Reader(std::unique_ptr<ByteInput> input) : input_(std::move(input)), scanner_(*input_) {}

  Status open();
  Result<bool> next(CaptureItem& item, SectionSet sections) override;
  ReadStart select(const ReadRange& range) override;
  bool in_time_order() const override { return input_->can_seek(); }
  uint32_t sources() const override { return in_time_order() ? sources_ : kAnySource; }

  const CaptureHeader& header() const override { return header_; }
  const Catalogue& catalogue() const override { return kinds_.catalogue(); }
  CaptureState state() const override;
  const std::vector<Damage>& damage() const override { return damage_; }
  const std::optional<Damage>& torn_tail() const override { return scanner_.torn_tail(); }
  const std::optional<CaptureFooter>& footer() const override { return footer_; }
  uint64_t bytes() const override { return bytes_; }

 private:
  Status read_header(const ScannedFrame& frame);
  Status list_parts(const ScannedFrame& header);
  Status scan_parts();
  Status mistrust_index();
  void note_sources();
  Result<std::optional<PartEntry>> next_part();
  Result<std::span<const uint8_t>> payload_of(const PartEntry& part, FrameHeader& header);
  Status read_part(const PartEntry& part, SectionSet sections, CaptureItem& item);
  Status read_rows(std::span<const uint8_t> payload, const FrameHeader& header, SectionSet sections,
                   EventBlock& block);
  Status read_end(std::span<const uint8_t> payload, const FrameHeader& header);
  void note(const PartEntry& part, const Error& error);
  void take_scan_damage();

  std::unique_ptr<ByteInput> input_;
  FrameScanner scanner_;
  CaptureHeader header_;
  CaptureKinds kinds_;
  SectionReader section_reader_;
  DecodeScratch scratch_;
  std::vector<PartEntry> parts_;  // of a file, in order
  size_t next_part_ = 0;
  uint32_t sources_ = 0;      // of parts_
  uint64_t blocks_seen_ = 0;  // of a pipe
  std::optional<CaptureFooter> footer_;
  bool by_index_ = false;
  std::optional<ReadRange> range_;  // that parts_ were selected for
  bool saw_index_ = false;
  bool closed_ = false;
  std::vector<Damage> damage_;
  size_t scan_damage_taken_ = 0;
  uint64_t bytes_ = 0;
  PartFilter filter_{ReadRange{}};  // of a pipe
};

Status Reader::open() {
  auto first = scanner_.next();
  if (!first) return std::move(first).error();
  if (!*first) return Error{ErrorCode::kTruncated, "the file is empty"};
  SYSREEL_RETURN_IF_ERROR(read_header(**first));
  take_scan_damage();
  if (input_->can_seek()) SYSREEL_RETURN_IF_ERROR(list_parts(**first));
  return {};
}

Status Reader::read_header(const ScannedFrame& frame) {
  const auto payload = input_->at(frame.payload_offset, frame.end - frame.payload_offset);
  if (!payload) return payload.error();
  const auto core = section_reader_.read(*payload, frame.header, SectionKind::kCore);
  if (!core) return core.error();
  Result<HeaderPayload> decoded = decode_header(*core);
  if (!decoded) return std::move(decoded).error();
  header_ = std::move(decoded->header);
  if (header_.capture_id != frame.header.capture)
    return Error{ErrorCode::kCorrupt, "the capture's header names another capture", frame.offset};
  bytes_ = frame.end;
  return kinds_.set_listed(decoded->kinds);
}

// All parts of a file, in order.
Status Reader::list_parts(const ScannedFrame& header) {
  auto indexed = read_index(*input_, header);
  if (!indexed) return std::move(indexed).error();
  if (*indexed) {
    parts_ = std::move((*indexed)->parts);
    footer_ = std::move((*indexed)->footer);
    by_index_ = saw_index_ = closed_ = true;
  } else {
    SYSREEL_RETURN_IF_ERROR(scan_parts());
  }
  const auto size = input_->size();
  if (!size) return size.error();
  bytes_ = *size;
  order_parts(parts_);
  note_sources();
  return {};
}

void Reader::note_sources() {
  sources_ = 0;
  for (const PartEntry& part : parts_) sources_ |= part.source < 32 ? uint32_t{1} << part.source : kAnySource;
}

Status Reader::scan_parts() {
  uint64_t blocks = 0;
  for (;;) {
    auto frame = scanner_.next();
    if (!frame) return std::move(frame).error();
    if (!*frame) break;
    const FrameHeader& header = (*frame)->header;
    PartEntry part = part_of(**frame);
    if (header.kind == FrameKind::kBlock) part.block_number = ++blocks;
    parts_.push_back(part);
  }
  take_scan_damage();
  closed_ = scanner_.saw_trailer();
  return {};
}

ReadStart Reader::select(const ReadRange& range) {
  if (input_->can_seek()) {
    range_ = range;
    return select_parts(parts_, range);
  }
  filter_ = PartFilter(range);
  return {};
}

// Something is not where the index says: a scan finds what can be read nevertheless. What was handed on
// already is not handed on again.
Status Reader::mistrust_index() {
  by_index_ = false;
  std::vector<uint64_t> done;
  for (size_t i = 0; i + 1 < next_part_; ++i) done.push_back(parts_[i].sequence);
  std::sort(done.begin(), done.end());
  parts_.clear();
  next_part_ = 0;
  SYSREEL_RETURN_IF_ERROR(scan_parts());
  order_parts(parts_);
  if (range_) select_parts(parts_, *range_);
  parts_.erase(std::remove_if(parts_.begin(), parts_.end(),
                              [&](const PartEntry& part) {
                                return std::binary_search(done.begin(), done.end(), part.sequence);
                              }),
               parts_.end());
  note_sources();
  return {};
}

void Reader::take_scan_damage() {
  const std::vector<Damage>& found = scanner_.damage();
  damage_.insert(damage_.end(), found.begin() + static_cast<ptrdiff_t>(scan_damage_taken_), found.end());
  scan_damage_taken_ = found.size();
}

Result<std::optional<PartEntry>> Reader::next_part() {
  if (input_->can_seek()) {
    if (next_part_ == parts_.size()) return std::optional<PartEntry>();
    return std::optional<PartEntry>(parts_[next_part_++]);
  }
  auto frame = scanner_.next();
  if (!frame) return std::move(frame).error();
  take_scan_damage();
  bytes_ = scanner_.position();
  closed_ = scanner_.saw_trailer();
  if (!*frame) return std::optional<PartEntry>();
  PartEntry part = part_of(**frame);
  if (part.kind == FrameKind::kBlock) part.block_number = ++blocks_seen_;
  return std::optional<PartEntry>(part);
}

// The header is read again, from its place: an index may be wrong, a file may change.
Result<std::span<const uint8_t>> Reader::payload_of(const PartEntry& part, FrameHeader& header) {
  const auto frame = input_->at(part.offset, part.end - part.offset);
  if (!frame) return frame.error();
  Result<FrameHeader> parsed = parse_frame_header(*frame);
  if (!parsed) return std::move(parsed).error();
  header = std::move(*parsed);
  const size_t head = kMinFrameHeader + header.sections.size() * kSectionEntrySize;
  if (header.sequence != part.sequence || header.capture != header_.capture_id ||
      frame->size() != head + header.payload_size())
    return Error{ErrorCode::kCorrupt, "another frame stands where this one belongs"};
  return frame->subspan(head);
}

Status Reader::read_rows(std::span<const uint8_t> payload, const FrameHeader& header, SectionSet sections,
                         EventBlock& block) {
  if (sections.time) {
    const auto time = section_reader_.read(payload, header, SectionKind::kTime);
    if (!time) return time.error();
    if (!time->empty()) SYSREEL_RETURN_IF_ERROR(decode_time(*time, block, sections.columns));
  }
  if (sections.rest && (sections.columns == nullptr || needs_rest(scratch_, block, *sections.columns))) {
    const auto rest = section_reader_.read(payload, header, SectionKind::kRest, block.strings.room(1));
    if (!rest) return rest.error();
    if (!rest->empty()) SYSREEL_RETURN_IF_ERROR(decode_rest(*rest, scratch_, block, sections.columns));
  }
  return {};
}

Status Reader::read_end(std::span<const uint8_t> payload, const FrameHeader& header) {
  if (header.kind != FrameKind::kIndex && header.kind != FrameKind::kFooter) return {};  // of a later version
  const auto core = section_reader_.read(payload, header, SectionKind::kCore);
  if (!core) return core.error();
  saw_index_ |= header.kind == FrameKind::kIndex;
  if (header.kind == FrameKind::kIndex) return {};
  Result<CaptureFooter> footer = decode_footer(*core);
  if (!footer) return std::move(footer).error();
  footer_ = std::move(*footer);
  footer_->final_hash = final_hash_of(header);
  footer_->has_signature = is_signed(header);
  return {};
}

Status Reader::read_part(const PartEntry& part, SectionSet sections, CaptureItem& item) {
  FrameHeader header;
  const auto payload = payload_of(part, header);
  if (!payload) return payload.error();
  item.kind = CaptureItem::Kind::kNone;
  item.source = static_cast<EventSource>(header.source);
  item.offset = part.offset;
  item.end_offset = part.end;
  item.block_number = part.block_number;
  item.first_time = header.first_time;
  item.last_time = header.last_time;
  item.raw_bytes = header.raw_bytes;
  if (header.kind == FrameKind::kWatermark) {
    if (!in_time_order()) item.kind = CaptureItem::Kind::kWatermark;
    return {};
  }
  if (header.kind > FrameKind::kLoss) return read_end(*payload, header);
  const auto core_of = [&](RawVector<uint8_t>& raw) {
    return section_reader_.read(*payload, header, SectionKind::kCore, raw);
  };
  if (header.kind == FrameKind::kBlock) {
    const auto core = core_of(item.block.strings.room(0));
    if (!core) return core.error();
    SYSREEL_RETURN_IF_ERROR(decode_core(*core, kinds_, scratch_, item.block, sections.columns));
    SYSREEL_RETURN_IF_ERROR(read_rows(*payload, header, sections, item.block));
    item.kind = CaptureItem::Kind::kBlock;
  } else if (header.kind == FrameKind::kSnapshot) {
    const auto core = core_of(item.snapshot.rows.strings.room(0));
    if (!core) return core.error();
    SYSREEL_RETURN_IF_ERROR(decode_snapshot(*core, kinds_, scratch_, item.snapshot));
    sections.columns = nullptr;
    SYSREEL_RETURN_IF_ERROR(read_rows(*payload, header, sections, item.snapshot.rows));
    item.snapshot.fresh = (header.snapshot.place & SnapshotMark::kFresh) != 0;
    item.kind = CaptureItem::Kind::kSnapshot;
  } else if (header.kind == FrameKind::kLoss) {
    const auto core = section_reader_.read(*payload, header, SectionKind::kCore);
    if (!core) return core.error();
    Result<LossReport> report = decode_loss(*core);
    if (!report) return std::move(report).error();
    item.loss = std::move(*report);
    item.kind = CaptureItem::Kind::kLoss;
  }
  return {};
}

// Damage that the scan has reported already is not reported twice.
void Reader::note(const PartEntry& part, const Error& error) {
  const bool known = std::any_of(damage_.begin(), damage_.end(), [&](const Damage& damage) {
    return damage.from < part.end && part.offset < damage.to;
  });
  if (!known) damage_.push_back({part.offset, part.end, error.message});
}

Result<bool> Reader::next(CaptureItem& item, SectionSet sections) {
  for (;;) {
    auto part = next_part();
    if (!part) return std::move(part).error();
    if (!*part) return false;
    if (!in_time_order() && !filter_.takes(**part)) continue;
    const Status status = read_part(**part, sections, item);
    if (!status) {
      if (status.error().code == ErrorCode::kSystem) return status.error();
      if (by_index_) {
        SYSREEL_RETURN_IF_ERROR(mistrust_index());
      } else {
        note(**part, status.error());
      }
    } else if (item.kind != CaptureItem::Kind::kNone) {
      return true;
    }
  }
}

CaptureState Reader::state() const {
  if (!damage_.empty()) return CaptureState::kDamaged;
  if (footer_ && closed_) return CaptureState::kClosed;
  return saw_index_ ? CaptureState::kIndexed : CaptureState::kIncomplete;
}

Result<std::unique_ptr<CaptureReader>> open_reader(std::unique_ptr<ByteInput> input) {
  auto reader = std::make_unique<Reader>(std::move(input));
  SYSREEL_RETURN_IF_ERROR(reader->open());
  return std::unique_ptr<CaptureReader>(std::move(reader));
}

}  // namespace

Result<std::unique_ptr<CaptureReader>> CaptureReader::open(const std::string& path,
                                                           const SealSecretKey* key) {
  auto input = ByteInput::open(path, key);
  if (!input) return std::move(input).error();
  return open_reader(std::move(*input));
}

Result<std::unique_ptr<CaptureReader>> CaptureReader::of_bytes(std::vector<uint8_t> bytes) {
  return open_reader(ByteInput::of_bytes(std::move(bytes)));
}

}  // namespace sysreel
