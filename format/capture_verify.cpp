#include "format/capture_verify.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "format/block_decoder.h"
#include "format/byte_input.h"
#include "format/capture_kinds.h"
#include "format/footer_signature.h"
#include "format/frame_scanner.h"
#include "format/hex.h"
#include "format/payload_codec.h"
#include "format/section_reader.h"

namespace sysreel {
namespace {

class Verifier {
 public:
  explicit Verifier(ByteInput& input) : input_(input), scanner_(input) {}

  Result<Verification> run();

 private:
  Status check_frame(const ScannedFrame& frame);
  void check_chain(const ScannedFrame& frame, const Hash& own_hash);
  Status check_payload(const ScannedFrame& frame, std::span<const uint8_t> payload);
  Status check_content(const FrameHeader& header, std::span<const uint8_t> payload);
  Status check_rows(const FrameHeader& header, std::span<const uint8_t> payload, EventBlock& rows);
  Status check_index(std::span<const uint8_t> core);
  Status check_footer(std::span<const uint8_t> core);
  Status check_signature_of(const FrameHeader& header, std::span<const uint8_t> payload,
                            const std::vector<uint8_t>& core);
  void note(const ScannedFrame& frame, std::string reason, bool altered);
  // Index and footer list what was written: where something is damaged, they must differ from what is there.
  bool whole_so_far() const { return damage_.empty() && scanner_.damage().empty(); }
  Verdict verdict() const;

  ByteInput& input_;
  FrameScanner scanner_;
  SectionReader sections_;
  CaptureKinds kinds_;
  DecodeScratch scratch_;
  EventBlock block_;
  Snapshot snapshot_;
  Verification result_;
  std::vector<Damage> damage_;
  std::vector<IndexEntry> seen_;
  CaptureFooter totals_;
  std::optional<uint64_t> last_sequence_;
  Hash last_hash_{};
  bool closed_ = false;
};

void Verifier::note(const ScannedFrame& frame, std::string reason, bool altered) {
  damage_.push_back({frame.offset, frame.end, std::move(reason), altered});
}

void Verifier::check_chain(const ScannedFrame& frame, const Hash& own_hash) {
  // Across frames that are gone there is nothing to compare with; their absence is damage already.
  const uint64_t expected = last_sequence_ ? *last_sequence_ + 1 : 0;
  if (frame.header.sequence == expected && frame.header.previous_hash != last_hash_)
    note(frame, "the frame does not continue the one before it", true);
  last_sequence_ = frame.header.sequence;
  last_hash_ = own_hash;
  if (frame.header.kind == FrameKind::kFooter) result_.final_hash = hex_of(own_hash);
}

Status Verifier::check_rows(const FrameHeader& header, std::span<const uint8_t> payload, EventBlock& rows) {
  const auto time = sections_.read(payload, header, SectionKind::kTime);
  if (!time) return time.error();
  if (!time->empty()) SYSREEL_RETURN_IF_ERROR(decode_time(*time, rows));
  const auto rest = sections_.read(payload, header, SectionKind::kRest);
  if (!rest) return rest.error();
  if (!rest->empty()) SYSREEL_RETURN_IF_ERROR(decode_rest(*rest, scratch_, rows));
  if (header.events != rows.size())
    return Error{ErrorCode::kCorrupt, "the frame header counts other events than its payload"};
  return {};
}

Status Verifier::check_index(std::span<const uint8_t> core) {
  const auto entries = decode_index(core);
  if (!entries) return entries.error();
  const auto same = [](const IndexEntry& a, const IndexEntry& b) {
    return a.offset == b.offset && a.size == b.size && a.sequence == b.sequence && a.kind == b.kind;
  };
  if (whole_so_far() && !std::equal(entries->begin(), entries->end(), seen_.begin(), seen_.end(), same))
    return Error{ErrorCode::kInvalid, "the index lists other frames than the file holds"};
  return {};
}

Status Verifier::check_footer(std::span<const uint8_t> core) {
  const auto footer = decode_footer(core);
  if (!footer) return footer.error();
  const bool same =
      footer->events == totals_.events && footer->blocks == totals_.blocks && footer->lost == totals_.lost;
  if (whole_so_far() && !same)
    return Error{ErrorCode::kInvalid, "the footer counts other events than the file holds"};
  return {};
}

Status Verifier::check_signature_of(const FrameHeader& header, std::span<const uint8_t> payload,
                                    const std::vector<uint8_t>& core) {
  const auto section = sections_.read(payload, header, SectionKind::kSignature);
  if (!section) return section.error();
  if (section->empty()) return {};
  const auto checked = check_signature(*section, {header.capture, header.previous_hash, core});
  result_.signature = checked && checked->valid ? SignatureState::kValid : SignatureState::kInvalid;
  if (checked) result_.key = checked->key;
  if (result_.signature == SignatureState::kValid) return {};
  return Error{ErrorCode::kInvalid, "the signature does not belong to this capture"};
}

Status Verifier::check_content(const FrameHeader& header, std::span<const uint8_t> payload) {
  const auto core = sections_.read(payload, header, SectionKind::kCore);
  if (!core) return core.error();
  switch (header.kind) {
    case FrameKind::kHeader: {
      Result<HeaderPayload> decoded = decode_header(*core);
      if (!decoded) return std::move(decoded).error();
      result_.capture = decoded->header.capture_id;
      return kinds_.set_listed(decoded->kinds);
    }
    case FrameKind::kBlock:
      totals_.events += header.events;
      ++totals_.blocks;
      SYSREEL_RETURN_IF_ERROR(decode_core(*core, kinds_, scratch_, block_));
      return check_rows(header, payload, block_);
    case FrameKind::kSnapshot:
      SYSREEL_RETURN_IF_ERROR(decode_snapshot(*core, kinds_, scratch_, snapshot_));
      return check_rows(header, payload, snapshot_.rows);
    case FrameKind::kLoss: {
      const auto report = decode_loss(*core);
      if (!report) return report.error();
      totals_.lost += lost_events(*report);
      return {};
    }
    case FrameKind::kIndex:
      return check_index(*core);
    case FrameKind::kFooter:
      SYSREEL_RETURN_IF_ERROR(check_footer(*core));
      return check_signature_of(header, payload, std::vector<uint8_t>(core->begin(), core->end()));
    case FrameKind::kWatermark:
      return {};
  }
  return {};  // a frame of a later version: its hashes are all that we can check
}

Status Verifier::check_payload(const ScannedFrame& frame, std::span<const uint8_t> payload) {
  if (payload.size() != frame.header.payload_size())
    return Error{ErrorCode::kTruncated, "the payload is cut short"};
  size_t offset = 0;
  for (const SectionEntry& section : frame.header.sections) {
    if (checksum_of(payload.subspan(offset, section.stored)) != section.checksum)
      return Error{ErrorCode::kCorrupt, "the checksum of a payload does not match"};
    offset += section.stored;
  }
  if (hash_of(payload) != frame.header.payload_hash)
    return Error{ErrorCode::kInvalid, "the hash of a payload does not match, its checksum does"};
  return check_content(frame.header, payload);
}

// kInvalid says that the bytes are sound and yet not what was written.
Status Verifier::check_frame(const ScannedFrame& frame) {
  const auto head = input_.at(frame.offset, frame.payload_offset - frame.offset);
  if (!head) return head.error();
  check_chain(frame, hash_of(*head));
  const auto payload = input_.at(frame.payload_offset, frame.end - frame.payload_offset);
  if (!payload) return payload.error();
  Status status = check_payload(frame, *payload);
  if (status.ok()) return {};
  if (frame.header.kind == FrameKind::kHeader || status.error().code == ErrorCode::kSystem) return status;
  note(frame, status.error().message, status.error().code == ErrorCode::kInvalid);
  return {};
}

Verdict Verifier::verdict() const {
  Verdict worst = closed_ ? Verdict::kIntact : Verdict::kIncomplete;
  for (const Damage& damage : damage_)
    worst = std::max(worst, damage.altered ? Verdict::kAltered : Verdict::kDamaged);
  return worst;
}

Result<Verification> Verifier::run() {
  input_.hash_pipe();
  for (;;) {
    const auto frame = scanner_.next();
    if (!frame) return frame.error();
    if (!*frame) break;
    SYSREEL_RETURN_IF_ERROR(check_frame(**frame));
    IndexEntry entry;
    entry.offset = (*frame)->offset;
    entry.size = (*frame)->end - (*frame)->offset;
    entry.kind = (*frame)->header.kind;
    entry.sequence = (*frame)->header.sequence;
    seen_.push_back(entry);
  }
  auto digest = input_.sha256();  // reads to the very end, which a seal may still refuse
  if (!digest) return std::move(digest).error();
  closed_ = scanner_.saw_trailer() && input_.seal_complete();
  if (const auto& broken = input_.broken_seal())
    damage_.push_back({*broken, *broken, "from here on the sealed stream is not what was written", true});
  damage_.insert(damage_.end(), scanner_.damage().begin(), scanner_.damage().end());
  std::stable_sort(damage_.begin(), damage_.end(),
                   [](const Damage& a, const Damage& b) { return a.from < b.from; });
  result_.sha256 = std::move(*digest);
  result_.verdict = verdict();
  result_.damage = std::move(damage_);
  result_.lost = totals_.lost;
  return std::move(result_);
}

}  // namespace

std::string_view name_of(Verdict verdict) {
  switch (verdict) {
    case Verdict::kIntact:
      return "intact";
    case Verdict::kIncomplete:
      return "incomplete";
    case Verdict::kDamaged:
      return "damaged";
    case Verdict::kAltered:
      return "altered";
  }
  return "";
}

Result<Verification> verify_capture(const std::string& path, const SealSecretKey* key) {
  auto input = ByteInput::open(path, key);
  if (!input) return std::move(input).error();
  return Verifier(**input).run();
}

Result<Verification> verify_bytes(std::vector<uint8_t> bytes) {
  return Verifier(*ByteInput::of_bytes(std::move(bytes))).run();
}

}  // namespace sysreel
