#include "replayer/import/text_event_reader.h"

#include <algorithm>
#include <utility>

#include "replayer/import/content_id.h"
#include "replayer/import/decompress.h"

namespace sysreel {
namespace {

constexpr size_t kChunkBytes = 256U << 10;
constexpr size_t kBlockRawBytes = 1U << 20;
constexpr size_t kPlacesListed = 20;  // of malformed pieces; more are counted

}  // namespace

TextEventReader::TextEventReader(EventSource source, std::string_view kind, std::string_view recorder)
    : chunk_(kChunkBytes),
      builder_(Catalogue::builtin(), source, NumberSpace::kPortable, Arch::kX86_64),
      writer_(builder_, kind) {
  header_.numbers = NumberSpace::kPortable;
  header_.recorder = recorder;
  header_.recorded_types = {std::string(kind)};
}

Status TextEventReader::open(std::unique_ptr<ByteSource> source, const char* nothing) {
  std::vector<uint8_t> first(kContentIdBytes);
  auto count = read_fully(*source, first);
  if (!count.ok()) return std::move(count).error();
  first.resize(*count);
  const CaptureId id = content_id(first);
  const Compression compression = compression_of(first);
  source_ = decompressed(compression, chained_source(std::move(first), std::move(source)));
  header_.capture_id = header_.recording_id = id;
  SYSREEL_RETURN_IF_ERROR(fill());
  if (events_ == 0) {
    std::string message = nothing;
    if (!damage_.empty()) message += ": " + damage_.front().reason;
    return Error{ErrorCode::kCorrupt, std::move(message), 0};
  }
  const RawVector<uint64_t>& times = builder_.block().time;
  header_.boot_time = header_.wall_time = *std::min_element(times.begin(), times.end());
  return {};
}

Status TextEventReader::read_more() {
  auto count = source_->read(chunk_);
  if (count.ok() && *count > 0) {
    bytes_ += *count;
    take_text({reinterpret_cast<const char*>(chunk_.data()), *count});
    return {};
  }
  if (!count.ok()) {
    if (count.error().code == ErrorCode::kSystem) return std::move(count).error();
    cut_off_ = count.error().code == ErrorCode::kTruncated;
    damage_.push_back({bytes_, bytes_, count.error().message});
  }
  ended_ = true;
  end_text();
  return {};
}

// The events of the last chunk are all taken, so that a block may grow beyond its size by a chunk.
Status TextEventReader::fill() {
  while (!ended_ && builder_.raw_bytes() < kBlockRawBytes) SYSREEL_RETURN_IF_ERROR(read_more());
  return {};
}

void TextEventReader::append(std::string_view text, uint64_t order_time, std::optional<uint64_t> own) {
  writer_.append(text, order_time, own);
  ++events_;
}

void TextEventReader::add_damage(uint64_t from, uint64_t to, uint64_t line, std::string_view problem) {
  ++malformed_;
  if (malformed_ <= kPlacesListed) {
    damage_.push_back({from, to, "line " + std::to_string(line) + ": " + std::string(problem)});
    return;
  }
  if (malformed_ == kPlacesListed + 1) damage_.push_back({from, to, {}});
  damage_.back().to = to;
  damage_.back().reason = std::to_string(malformed_ - kPlacesListed) +
                          " more malformed pieces, the last on line " + std::to_string(line);
}

void TextEventReader::give_block(CaptureItem& item) {
  item.kind = CaptureItem::Kind::kBlock;
  item.block_number = ++blocks_given_;
  item.offset = given_until_;
  item.end_offset = given_until_ = bytes_ - pending();
  item.raw_bytes = builder_.raw_bytes();
  builder_.take(item.block);
  const auto [first, last] = std::minmax_element(item.block.time.begin(), item.block.time.end());
  item.first_time = *first;
  item.last_time = *last;
}

Result<bool> TextEventReader::next(CaptureItem& item, SectionSet /*sections*/) {
  for (;;) {
    SYSREEL_RETURN_IF_ERROR(fill());
    if (builder_.events() == 0) {
      item.kind = CaptureItem::Kind::kNone;
      return false;
    }
    give_block(item);
    if (item.last_time >= range_.from && item.first_time < range_.to) return true;
  }
}

ReadStart TextEventReader::select(const ReadRange& range) {
  range_ = range;
  // Audit records tell of processes what later ones do not repeat.
  if (range.with_state && builder_.block().source == EventSource::kLinuxAudit) range_.from = 0;
  return {};
}

CaptureState TextEventReader::state() const {
  if (damage_.empty()) return CaptureState::kClosed;
  return cut_off_ && malformed_ == 0 ? CaptureState::kIncomplete : CaptureState::kDamaged;
}

}  // namespace sysreel
