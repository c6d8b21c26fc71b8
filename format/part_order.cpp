#include "format/part_order.h"

#include <algorithm>
#include <map>
#include <utility>

namespace sysreel {

PartEntry part_of(const ScannedFrame& frame) {
  PartEntry part;
  part.offset = frame.offset;
  part.end = frame.end;
  part.kind = frame.header.kind;
  part.source = frame.header.source;
  part.sequence = frame.header.sequence;
  part.first_time = frame.header.first_time;
  part.last_time = frame.header.last_time;
  part.snapshot = frame.header.snapshot;
  return part;
}

void order_parts(std::vector<PartEntry>& parts) {
  const auto has_source = [](const PartEntry& part) { return part.source != 0; };
  const auto end = std::stable_partition(parts.begin(), parts.end(), has_source);
  std::map<uint8_t, std::vector<PartEntry>> streams;
  for (auto part = parts.begin(); part != end; ++part) streams[part->source].push_back(*part);
  if (streams.size() < 2) return;

  std::map<uint8_t, size_t> heads;
  for (auto out = parts.begin(); out != end; ++out) {
    const PartEntry* best = nullptr;
    for (const auto& [source, stream] : streams) {
      const size_t head = heads[source];
      if (head == stream.size()) continue;
      if (best == nullptr || stream[head].first_time < best->first_time) best = &stream[head];
    }
    ++heads[best->source];
    *out = *best;
  }
}

}  // namespace sysreel
