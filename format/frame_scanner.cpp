// Finding frames when bytes are missing, changed or foreign.
//
// Where a frame ends, the next begins; as long as that holds, a scan reads headers only. When it does not,
// the truth lies somewhere behind the last header: perhaps bytes were lost within its payload, so that the
// next frame stands nearer than the sizes say. The payload's checksums tell: they hold, and the search starts
// behind the payload; or not, and it starts at its first byte. The search looks for the marker together with
// the capture's 128 random bits, then demands a header whose checksum holds and whose sequence number is
// higher. So a copy of some other capture inside a payload, an older copy of this one's frames, or a length
// turned to nonsense cannot lead it astray, and each byte is read at most twice.
#include "format/frame_scanner.h"

#include <algorithm>
#include <cassert>
#include <utility>

namespace sysreel {
namespace {

constexpr size_t kWindow = 1U << 20;
// A header may have junk before it, but a file without one here is no capture.
constexpr uint64_t kHeaderSearch = 64U << 20;

bool starts_like_a_frame(std::span<const uint8_t> bytes) {
  static const std::vector<uint8_t> kExpected = [] {
    std::vector<uint8_t> header;
    append_frame_header(header, FrameHeader{});
    return header;
  }();
  for (size_t i = 0; i < std::min(bytes.size(), kMarkerOffset + kMarker.size()); ++i) {
    if (i >= 4 && i < kMarkerOffset) continue;  // the size
    if (bytes[i] != kExpected[i]) return false;
  }
  return true;
}

std::string missing_frames(uint64_t count) {
  return std::to_string(count) + (count == 1 ? " frame is" : " frames are") + " missing here";
}

}  // namespace

bool FrameScanner::acceptable(const FrameHeader& header) const {
  if (!last_) return header.kind == FrameKind::kHeader && header.sequence == 0;
  return header.capture == last_->header.capture && header.sequence > last_->header.sequence &&
         header.kind != FrameKind::kHeader;
}

// The frame at `offset`, if a whole one is there. `cut`: one seems to begin there, but the input ends first.
Result<std::optional<ScannedFrame>> FrameScanner::frame_at(uint64_t offset, bool& cut) {
  auto bytes = input_.at(offset, kMaxFrameHeader);
  if (!bytes) return std::move(bytes).error();
  const bool short_of_a_header = bytes->size() < kMinFrameHeader;
  cut = short_of_a_header && !bytes->empty() && starts_like_a_frame(*bytes);
  const Result<FrameHeader> header = parse_frame_header(*bytes);
  if (!header) {
    cut = cut || header.error().code == ErrorCode::kTruncated;
    return std::optional<ScannedFrame>();
  }
  ScannedFrame frame;
  frame.header = *header;
  frame.offset = offset;
  frame.payload_offset = offset + kMinFrameHeader + header->sections.size() * kSectionEntrySize;
  frame.end = frame.payload_offset + header->payload_size();
  // A pipe is read up to the frame's end, since only the bytes say whether it has them.
  const size_t size = input_.can_seek() ? 1 : static_cast<size_t>(frame.end - offset);
  const auto last_bytes = input_.at(input_.can_seek() ? frame.end - 1 : offset, size);
  if (!last_bytes) return last_bytes.error();
  if (last_bytes->size() < size) {
    cut = true;
    return std::optional<ScannedFrame>();
  }
  return std::optional<ScannedFrame>(std::move(frame));
}

std::optional<ScannedFrame> FrameScanner::accept(ScannedFrame frame) {
  position_ = frame.end;
  last_ = std::move(frame);
  return last_;
}

Result<std::optional<ScannedFrame>> FrameScanner::find_from(uint64_t offset) {
  std::vector<uint8_t> needle(kMarker.begin(), kMarker.end());
  if (last_) needle.insert(needle.end(), last_->header.capture.begin(), last_->header.capture.end());
  uint64_t from = offset + kMarkerOffset;
  while (last_ || from < kHeaderSearch) {
    searched_to_ = from - kMarkerOffset;
    input_.forget_before(searched_to_);
    const auto window = input_.at(from, kWindow);
    if (!window) return window.error();
    if (window->size() < needle.size()) break;
    const auto hit = std::search(window->begin(), window->end(), needle.begin(), needle.end());
    if (hit == window->end()) {
      from += window->size() - needle.size() + 1;
      continue;
    }
    from += static_cast<uint64_t>(hit - window->begin());
    bool cut = false;
    auto frame = frame_at(from - kMarkerOffset, cut);
    if (!frame) return frame;
    if (*frame && acceptable((*frame)->header)) return frame;
    ++from;
  }
  return std::optional<ScannedFrame>();
}

// Behind the last frame's payload when that is sound, else at its beginning.
Result<uint64_t> FrameScanner::rescan_start() {
  uint64_t offset = last_->payload_offset;
  for (const SectionEntry& section : last_->header.sections) {
    const auto bytes = input_.at(offset, section.stored);
    if (!bytes) return bytes.error();
    if (bytes->size() < section.stored || checksum_of(*bytes) != section.checksum)
      return last_->payload_offset;
    offset += section.stored;
  }
  return offset;
}

Result<uint64_t> FrameScanner::input_end(uint64_t from) {
  if (input_.can_seek()) return input_.size();
  for (;;) {
    input_.forget_before(from);
    const auto bytes = input_.at(from, kWindow);
    if (!bytes) return bytes.error();
    from += bytes->size();
    if (bytes->size() < kWindow) return from;
  }
}

// True when the capture's last bytes are here.
Result<bool> FrameScanner::take_trailer() {
  if (last_->header.kind != FrameKind::kFooter) return false;
  const auto bytes = input_.at(position_, kTrailerSize + 1);
  if (!bytes) return bytes.error();
  const auto trailer = bytes->first(std::min(bytes->size(), kTrailerSize));
  const std::optional<uint64_t> footer = parse_trailer(trailer, last_->header.capture);
  if (!footer || *footer != last_->offset) return false;
  saw_trailer_ = true;
  ended_ = true;
  const bool more = bytes->size() > kTrailerSize;
  const uint64_t end = position_ + kTrailerSize;
  position_ = end;
  if (!more) return true;
  const auto input_ends = input_end(end);
  if (!input_ends) return input_ends.error();
  damage_.push_back({end, *input_ends, "bytes after the end of the capture"});
  return true;
}

// What a crash leaves: a frame cut short, or the zeros of a file system that had not written its data yet.
Result<bool> FrameScanner::looks_torn(bool cut) {
  const auto bytes = input_.at(position_, kWindow);
  if (!bytes) return bytes.error();
  const bool zeros = std::all_of(bytes->begin(), bytes->end(), [](uint8_t byte) { return byte == 0; });
  const bool in_trailer = last_->header.kind == FrameKind::kFooter && bytes->size() < kTrailerSize;
  return cut || zeros || in_trailer;
}

// There is no further frame from position_ on.
Status FrameScanner::end_at_damage(bool torn, const char* reason, bool altered) {
  ended_ = true;
  const auto end = input_end(std::max(position_, searched_to_));
  if (!end) return end.error();
  if (torn) {
    torn_tail_ = Damage{position_, *end, "the file ends within a frame"};
  } else {
    damage_.push_back({position_, *end, reason, altered});
  }
  return {};
}

Result<std::optional<ScannedFrame>> FrameScanner::first_frame() {
  bool cut = false;
  auto frame = frame_at(0, cut);
  if (!frame) return frame;
  if (*frame && acceptable((*frame)->header)) return accept(std::move(**frame));
  const auto first_byte = input_.at(0, 1);
  if (!first_byte) return first_byte.error();
  if (first_byte->empty()) return Error{ErrorCode::kTruncated, "the file is empty"};
  frame = find_from(0);
  if (!frame) return frame;
  if (*frame) {
    damage_.push_back({0, (*frame)->offset, "bytes before the capture's header"});
    return accept(std::move(**frame));
  }
  if (cut) return Error{ErrorCode::kTruncated, "the capture ends within its header"};
  return Error{ErrorCode::kNotFound, "not a sysreel capture"};
}

Result<std::optional<ScannedFrame>> FrameScanner::next() {
  if (ended_) return std::optional<ScannedFrame>();
  if (!last_) return first_frame();
  input_.forget_before(last_->offset);
  const auto closed = take_trailer();
  if (!closed) return closed.error();
  if (*closed) return std::optional<ScannedFrame>();

  bool cut = false;
  auto frame = frame_at(position_, cut);
  if (!frame) return frame;
  if (*frame && acceptable((*frame)->header)) {
    const uint64_t gap = (*frame)->header.sequence - last_->header.sequence - 1;
    if (gap > 0) damage_.push_back({position_, position_, missing_frames(gap), true});
    return accept(std::move(**frame));
  }
  const bool misplaced = frame->has_value() && (*frame)->header.capture == last_->header.capture;
  const auto more = input_.at(position_, 1);
  if (!more) return more.error();
  if (more->empty()) {
    ended_ = true;
    return std::optional<ScannedFrame>();
  }
  return after_damage(cut, misplaced);
}

// The next frame that counts, when none stands where one should.
Result<std::optional<ScannedFrame>> FrameScanner::after_damage(bool cut, bool misplaced) {
  const auto torn = looks_torn(cut);
  if (!torn) return torn.error();
  const auto start = rescan_start();
  if (!start) return start.error();
  auto frame = find_from(*start);
  if (!frame) return frame;
  const char* const reason = misplaced ? "a frame of this capture that does not belong here"
                                       : "bytes that are no frame of this capture";
  if (!*frame) {
    SYSREEL_RETURN_IF_ERROR(end_at_damage(*torn && !misplaced, reason, misplaced));
    return std::optional<ScannedFrame>();
  }
  const uint64_t from = *start < position_ ? last_->offset : position_;
  damage_.push_back({from, (*frame)->offset, reason, misplaced});
  return accept(std::move(**frame));
}

}  // namespace sysreel
