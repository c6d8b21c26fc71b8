#include "replayer/import/scap_event.h"

#include <algorithm>
#include <cstring>

#include "base/byte_reader.h"
#include "replayer/import/scap_codes.h"
#include "replayer/import/scap_format.h"

namespace sysreel {
namespace {

// Bytes of an event's own header: time, thread, length, code; blocks of version 2 add the number of
// parameters.
constexpr uint32_t kHeaderBytes1 = 22;
constexpr uint32_t kHeaderBytes2 = 26;

bool has_flags(uint32_t type) {
  return type == scap::kEvent1Flags || type == scap::kEvent2Flags || type == scap::kEvent2LargeFlags;
}

bool has_count(uint32_t type) {
  return type == scap::kEvent2 || type == scap::kEvent2Flags || type == scap::kEvent2Large ||
         type == scap::kEvent2LargeFlags;
}

uint16_t length_at(std::string_view data, size_t index) {
  uint16_t length = 0;
  std::memcpy(&length, data.data() + index * sizeof length, sizeof length);
  return length;
}

// Version 1 does not say how many parameters there are: it is the number, at most the code's own, whose
// lengths add up to the data. Falco searches downwards from the highest, and so does this.
bool find_count(std::string_view data, size_t most, uint32_t& count) {
  for (size_t n = std::min(most, data.size() / 2) + 1; n-- > 0;) {
    size_t total = n * 2;
    for (size_t i = 0; i < n; ++i) total += length_at(data, i);
    if (total == data.size()) {
      count = static_cast<uint32_t>(n);
      return true;
    }
  }
  return false;
}

bool cut_params(std::string_view data, uint32_t count, bool large, ScapEvent& event) {
  ByteReader lengths(data);
  const uint64_t length_bytes = uint64_t{count} * (large ? 4 : 2);
  ByteReader values(data);
  values.bytes(length_bytes);
  for (uint32_t i = 0; i < count && values.ok(); ++i) {
    const uint32_t length = large ? lengths.u32() : lengths.u16();
    const std::string_view value = values.text(length);
    if (event.params < ScapEvent::kParamsMax) event.param[event.params++] = value;
  }
  return values.ok();
}

}  // namespace

ScapEventFit read_event(uint32_t block_type, std::span<const uint8_t> body, ScapEvent& event) {
  const bool counted = has_count(block_type);
  ByteReader in(body);
  event.params = 0;
  event.cpu = in.u16();
  event.flags = has_flags(block_type) ? in.u32() : 0;
  event.time = in.u64();
  event.tid = static_cast<int64_t>(in.u64());
  uint32_t length = in.u32();
  event.code = in.u16();
  uint32_t count = counted ? in.u32() : 0;
  if (!in.ok()) return ScapEventFit::kDamaged;
  if (event.code >= kScapCodes) return ScapEventFit::kUnknownCode;
  // Old writers counted three bytes too many in these two.
  if (!counted && (event.code == kScapNotification || event.code == kScapInfrastructure) && length >= 3)
    length -= 3;
  const uint32_t header = counted ? kHeaderBytes2 : kHeaderBytes1;
  if (length < header) return ScapEventFit::kDamaged;
  const std::string_view data = in.text(length - header);
  if (!in.ok()) return ScapEventFit::kDamaged;
  if (!counted && !find_count(data, scap_codes()[event.code].carried, count)) return ScapEventFit::kDamaged;
  return cut_params(data, count, counted && is_large_code(event.code), event) ? ScapEventFit::kGood
                                                                              : ScapEventFit::kDamaged;
}

}  // namespace sysreel
