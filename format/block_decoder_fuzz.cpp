// Raw sections of a block: u16 size of section core, core, u16 size of section time, time, the rest is
// section rest. The header lists the built-in kinds.
#include <cstdint>
#include <string_view>
#include <vector>

#include "base/byte_reader.h"
#include "format/block_decoder.h"
#include "format/testing/walk_block.h"

namespace {

// FlatBuffers wants aligned memory, as the section reader gives it.
std::vector<uint8_t> taken(sysreel::ByteReader& in, size_t size) {
  const auto bytes = in.bytes(std::min(size, in.remaining()));
  return {bytes.begin(), bytes.end()};
}

std::vector<sysreel::KindRow> builtin_rows() {
  std::vector<sysreel::KindRow> rows;
  for (const sysreel::EventKind& kind : sysreel::Catalogue::builtin().kinds()) rows.push_back(row_of(kind));
  return rows;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  static const std::vector<sysreel::KindRow> kRows = builtin_rows();
  sysreel::ByteReader in({data, size});
  const std::vector<uint8_t> core = taken(in, in.u16());
  const std::vector<uint8_t> time = taken(in, in.u16());
  const std::vector<uint8_t> rest = taken(in, in.remaining());
  sysreel::CaptureKinds kinds;
  sysreel::DecodeScratch scratch;
  sysreel::EventBlock block;
  if (!kinds.set_listed(kRows).ok() || !decode_core(core, kinds, scratch, block).ok()) return 0;
  (void)decode_time(time, block);
  (void)decode_rest(rest, scratch, block);
  walk_block(block, kinds.catalogue());
  return 0;
}
