#include "base/text_width.h"

namespace sysreel {

std::string cut_to_width(std::string text, size_t columns) {
  if (text.size() <= columns) return text;
  size_t seen = 0;
  size_t keep = 0;  // bytes that leave room for the ellipsis
  for (size_t at = 0; at < text.size(); ++at) {
    if ((static_cast<unsigned char>(text[at]) & 0xc0) == 0x80) continue;
    if (++seen == columns) keep = at;
    if (seen <= columns) continue;
    text.resize(keep);
    return columns == 0 ? "" : text + "…";
  }
  return text;
}

}  // namespace sysreel
