#include "format/testing/frame_cut.h"

#include "format/frame_header.h"

namespace sysreel {

std::vector<std::string> cut_frames(std::string_view capture) {
  std::vector<std::string> frames;
  while (!capture.empty()) {
    const std::span bytes(reinterpret_cast<const uint8_t*>(capture.data()), capture.size());
    const Result<FrameHeader> header = parse_frame_header(bytes);
    const size_t size = header ? *frame_header_size(bytes) + header->payload_size() : capture.size();
    frames.emplace_back(capture.substr(0, size));
    capture.remove_prefix(size);
  }
  return frames;
}

std::string join(const std::vector<std::string>& parts) {
  std::string all;
  for (const std::string& part : parts) all += part;
  return all;
}

}  // namespace sysreel
