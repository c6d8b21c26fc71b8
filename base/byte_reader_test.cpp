// Every failing branch of ByteReader: short number, short range, over-long varint, and that a failed reader
// stays so.
#include "base/byte_reader.h"

#include <doctest/doctest.h>

#include <limits>

#include "base/byte_writer.h"

namespace sysreel {

TEST_CASE("what ByteWriter wrote, ByteReader reads") {
  std::vector<uint8_t> bytes;
  ByteWriter writer(bytes);
  writer.u8(7);
  writer.u16(0x1234);
  writer.u32(0xdeadbeef);
  writer.u64(0x0123456789abcdef);
  constexpr uint64_t kVarints[] = {
      0, 1, 127, 128, 300, uint64_t{1} << 63, std::numeric_limits<uint64_t>::max()};
  for (const uint64_t value : kVarints) writer.varint(value);
  constexpr int64_t kZigzags[] = {0, -1, 1, std::numeric_limits<int64_t>::min(),
                                  std::numeric_limits<int64_t>::max()};
  for (const int64_t value : kZigzags) writer.zigzag(value);
  writer.text("end");

  ByteReader reader(bytes);
  CHECK(reader.u8() == 7);
  CHECK(reader.u16() == 0x1234);
  CHECK(reader.u32() == 0xdeadbeef);
  CHECK(reader.u64() == 0x0123456789abcdef);
  for (const uint64_t value : kVarints) CHECK(reader.varint() == value);
  for (const int64_t value : kZigzags) CHECK(reader.zigzag() == value);
  CHECK(reader.text(3) == "end");
  CHECK(reader.ok());
  CHECK(reader.at_end());
}

TEST_CASE("a read past the end fails, gives zero and stays failed") {
  const uint8_t bytes[] = {1, 2, 3};
  ByteReader reader(bytes);
  CHECK(reader.u32() == 0);
  CHECK_FALSE(reader.ok());
  CHECK(reader.u8() == 0);
  CHECK(reader.position() == 0);

  ByteReader range(bytes);
  CHECK(range.bytes(std::numeric_limits<uint64_t>::max()).empty());
  CHECK_FALSE(range.ok());
}

TEST_CASE("a varint of more than 64 bits fails") {
  const std::vector<uint8_t> eleven(11, 0x80);
  ByteReader too_long(eleven);
  too_long.varint();
  CHECK_FALSE(too_long.ok());

  std::vector<uint8_t> big(9, 0xff);
  big.push_back(2);
  ByteReader too_big(big);
  too_big.varint();
  CHECK_FALSE(too_big.ok());
}

}  // namespace sysreel
