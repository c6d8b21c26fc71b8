#include "replayer/import/k8s_audit_reader.h"

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

K8sAuditReader::K8sAuditReader(std::unique_ptr<ByteSource> source)
    : source_(std::move(source)),
      chunk_(kChunkBytes),
      builder_(Catalogue::builtin(), EventSource::kK8sAudit, NumberSpace::kPortable, Arch::kX86_64),
      writer_(builder_) {
  header_.numbers = NumberSpace::kPortable;
  header_.recorder = "Kubernetes audit log";
  header_.recorded_types = {"k8s_audit"};
}

Result<std::unique_ptr<K8sAuditReader>> K8sAuditReader::read(std::unique_ptr<ByteSource> source) {
  std::vector<uint8_t> first(kContentIdBytes);
  auto count = read_fully(*source, first);
  if (!count.ok()) return std::move(count).error();
  first.resize(*count);
  const CaptureId id = content_id(first);
  const Compression compression = compression_of(first);
  source = decompressed(compression, chained_source(std::move(first), std::move(source)));

  std::unique_ptr<K8sAuditReader> reader(new K8sAuditReader(std::move(source)));
  reader->header_.capture_id = reader->header_.recording_id = id;
  SYSREEL_RETURN_IF_ERROR(reader->fill());
  if (reader->events_ == 0) {
    std::string message = "JSON without a Kubernetes audit event";
    if (!reader->damage_.empty()) message += ": " + reader->damage_.front().reason;
    return Error{ErrorCode::kCorrupt, std::move(message), 0};
  }
  const std::vector<uint64_t>& times = reader->builder_.block().time;
  reader->header_.boot_time = reader->header_.wall_time = *std::min_element(times.begin(), times.end());
  return reader;
}

Status K8sAuditReader::read_more() {
  auto count = source_->read(chunk_);
  if (count.ok() && *count > 0) {
    bytes_ += *count;
    splitter_.feed({reinterpret_cast<const char*>(chunk_.data()), *count});
    return {};
  }
  if (!count.ok()) {
    if (count.error().code == ErrorCode::kSystem) return std::move(count).error();
    cut_off_ = count.error().code == ErrorCode::kTruncated;
    damage_.push_back({bytes_, bytes_, count.error().message});
  }
  ended_ = true;
  splitter_.end();
  return {};
}

// The pieces of the last chunk are all taken, so that a block may grow beyond its size by a chunk.
Status K8sAuditReader::fill() {
  JsonSplitter::Piece piece;
  while (!ended_ && builder_.raw_bytes() < kBlockRawBytes) {
    SYSREEL_RETURN_IF_ERROR(read_more());
    while (splitter_.next(piece)) take(piece);
  }
  return {};
}

void K8sAuditReader::take(const JsonSplitter::Piece& piece) {
  if (piece.malformed) return add_damage(piece, piece.problem);
  const auto outcome = envelope_.open(piece.text, [this](const K8sEnvelope::Event& event) {
    if (event.time) last_time_ = *event.time;
    if (!event.time) ++untimed_;
    writer_.append(event.json, last_time_, event.time);
    ++events_;
  });
  if (outcome == K8sEnvelope::Outcome::kOther) ++others_;
  if (outcome == K8sEnvelope::Outcome::kMalformed) add_damage(piece, envelope_.problem());
}

void K8sAuditReader::add_damage(const JsonSplitter::Piece& piece, std::string_view problem) {
  ++malformed_;
  const uint64_t end = piece.offset + piece.text.size();
  if (malformed_ <= kPlacesListed) {
    damage_.push_back(
        {piece.offset, end, "line " + std::to_string(piece.line) + ": " + std::string(problem)});
    return;
  }
  if (malformed_ == kPlacesListed + 1) damage_.push_back({piece.offset, end, {}});
  damage_.back().to = end;
  damage_.back().reason = std::to_string(malformed_ - kPlacesListed) +
                          " more malformed pieces, the last on line " + std::to_string(piece.line);
}

void K8sAuditReader::give_block(CaptureItem& item) {
  item.kind = CaptureItem::Kind::kBlock;
  item.block_number = ++blocks_given_;
  item.offset = given_until_;
  item.end_offset = given_until_ = bytes_ - splitter_.pending();
  item.raw_bytes = builder_.raw_bytes();
  builder_.take(item.block);
  const auto [first, last] = std::minmax_element(item.block.time.begin(), item.block.time.end());
  item.first_time = *first;
  item.last_time = *last;
}

Result<bool> K8sAuditReader::next(CaptureItem& item, SectionSet /*sections*/) {
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

ReadStart K8sAuditReader::select(const ReadRange& range) {
  range_ = range;
  return {};
}

CaptureState K8sAuditReader::state() const {
  if (damage_.empty()) return CaptureState::kClosed;
  return cut_off_ && malformed_ == 0 ? CaptureState::kIncomplete : CaptureState::kDamaged;
}

std::string K8sAuditReader::left_out() const {
  std::string text;
  if (others_ > 0)
    text = std::to_string(others_) + " JSON documents that are no Kubernetes audit events left out";
  if (untimed_ > 0) {
    if (!text.empty()) text += "; ";
    text += std::to_string(untimed_) + " events without a time stand at that of the event before them";
  }
  return text;
}

}  // namespace sysreel
