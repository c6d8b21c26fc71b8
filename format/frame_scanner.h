// FrameScanner: walks a capture from frame to frame, front to back, and finds its way past damage.
//
// A frame counts when its header's checksum holds, it carries this capture's id and a higher sequence number
// than the one before, and its payload is all there. Everything else is damage, with its byte range; after it
// the scan goes on at the next frame that counts. What a crash leaves at the end (a frame cut short, zeros)
// is no damage: torn_tail().
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "format/byte_input.h"
#include "format/damage.h"
#include "format/frame_header.h"

namespace sysreel {

struct ScannedFrame {
  FrameHeader header;
  uint64_t offset = 0;
  uint64_t payload_offset = 0;
  uint64_t end = 0;
};

class FrameScanner {
 public:
  explicit FrameScanner(ByteInput& input) : input_(input) {}  // input must outlive the scanner

  // The first frame is the capture's header; without one kNotFound or kTruncated. Nothing at the end.
  Result<std::optional<ScannedFrame>> next();

  const std::vector<Damage>& damage() const { return damage_; }
  const std::optional<Damage>& torn_tail() const { return torn_tail_; }
  bool saw_trailer() const { return saw_trailer_; }
  uint64_t position() const { return position_; }

 private:
  Result<std::optional<ScannedFrame>> first_frame();
  Result<std::optional<ScannedFrame>> frame_at(uint64_t offset, bool& cut);
  Result<std::optional<ScannedFrame>> find_from(uint64_t offset);
  Result<uint64_t> rescan_start();
  Result<bool> take_trailer();
  Result<bool> looks_torn(bool cut);
  Status end_at_damage(bool torn, const char* reason, bool altered);
  Result<std::optional<ScannedFrame>> after_damage(bool cut, bool misplaced);
  Result<uint64_t> input_end(uint64_t from);
  bool acceptable(const FrameHeader& header) const;
  std::optional<ScannedFrame> accept(ScannedFrame frame);

  ByteInput& input_;
  std::optional<ScannedFrame> last_;
  uint64_t position_ = 0;     // behind the last frame
  uint64_t searched_to_ = 0;  // on a pipe nothing before this is there any more
  bool ended_ = false;
  bool saw_trailer_ = false;
  std::vector<Damage> damage_;
  std::optional<Damage> torn_tail_;
};

}  // namespace sysreel
