// Hostile and broken input: every truncation, every flipped bit, blocks that lie, foreign files, compression.
#include <doctest/doctest.h>
#include <lz4frame.h>
#include <zlib.h>
#include <zstd.h>

#include <algorithm>
#include <string>
#include <vector>

#include "replayer/import/decompress.h"
#include "replayer/import/scap_reader.h"
#include "replayer/import/testing/scap_dump.h"
#include "replayer/import/testing/scap_file.h"

namespace sysreel {
namespace {

std::span<const uint8_t> span_of(const std::string& bytes) {
  return {reinterpret_cast<const uint8_t*>(bytes.data()), bytes.size()};
}

std::string dump_of(const std::string& bytes) {
  return scap_dump(span_of(bytes));
}

ScapFile small_file() {
  ScapFile file;
  file.section().machine("host").block(scap::kUsers1, n8(1) + n32(6) + sized("g"));
  file.event(1, 7, 4, {n64(3)}).event(2, 7, 5, {n64(0)}).event(scap::kEvent1, 3, 7, 275, {n64(1)});
  return file;
}

size_t lines_with(const std::string& dump, std::string_view word) {
  size_t count = 0;
  for (size_t at = 0; (at = dump.find(word, at)) != std::string::npos; ++at) ++count;
  return count;
}

TEST_CASE("every truncation gives the events before it and says so") {
  const ScapFile file = small_file();
  const std::string whole = dump_of(file.bytes());
  CHECK(lines_with(whole, "\n#") == 2);
  CHECK(lines_with(whole, "damage") == 0);
  size_t events = 0;
  for (size_t size = 0; size < file.bytes().size(); ++size) {
    CAPTURE(size);
    const std::string dump = dump_of(file.bytes().substr(0, size));
    if (size < 28) {
      CHECK(dump.starts_with("error: "));
      continue;
    }
    const size_t found = lines_with(dump, "\n#");
    CHECK(found >= events);  // never fewer than from a shorter piece
    events = found;
    const std::string readable = dump.substr(0, dump.find("damage"));
    CHECK(whole.starts_with(readable));
    const bool at_block_end = readable.size() == dump.size();
    CHECK(lines_with(dump, "damage") == (at_block_end ? 0 : 1));
  }
  CHECK(events == 1);
}

TEST_CASE("a truncated capture is incomplete, not damaged") {
  const std::string bytes = small_file().bytes();
  const std::string cut = bytes.substr(0, bytes.size() - 5);
  auto reader = ScapReader::read(memory_source(span_of(cut)));
  REQUIRE(reader.ok());
  CaptureItem item;
  while (*(*reader)->next(item, {})) {
  }
  CHECK((*reader)->state() == CaptureState::kIncomplete);
}

TEST_CASE("any flipped bit is survived") {
  const std::string bytes = small_file().bytes();
  for (size_t bit = 0; bit < bytes.size() * 8; ++bit) {
    std::string flipped = bytes;
    flipped[bit / 8] = static_cast<char>(flipped[bit / 8] ^ (1 << (bit % 8)));
    CHECK_FALSE(dump_of(flipped).empty());
  }
}

TEST_CASE("a broken block is passed over and reported with its bytes") {
  ScapFile front;
  front.section().event(1, 7, 275, {n64(1)});
  ScapFile tail;
  tail.event(2, 7, 275, {n64(2)}).event(3, 7, 275, {n64(3)});
  const std::string first = front.bytes();
  const std::string rest = tail.bytes();
  struct Row {
    const char* what;
    std::string broken;
  };
  const std::string hole = "12345678abcdefgh";
  const Row rows[] = {
      {"length zero", n32(scap::kEvent2) + n32(0) + hole},
      {"length beyond every limit", n32(scap::kEvent2) + n32(0xffffffff) + hole},
      {"trailer differs", n32(scap::kEvent2) + n32(24) + hole},
      {"garbage", hole},
  };
  for (const Row& row : rows) {
    CAPTURE(row.what);
    const std::string dump = dump_of(first + row.broken + rest);
    CHECK(dump ==
          "#1 @1 cpu 3 7/-1 setsid res=1\n#2 @2 cpu 3 7/-1 setsid res=2\n#3 @3 cpu 3 7/-1 setsid "
          "res=3\ndamage " +
              std::to_string(first.size()) + '-' + std::to_string(first.size() + row.broken.size()) +
              ": no block can be read here\n");
  }
  CHECK(dump_of(first + hole).find("damage") != std::string::npos);
}

TEST_CASE("an event that lies is passed over, the next is read") {
  struct Row {
    const char* what;
    uint32_t type;
    std::string body;
  };
  const std::string head = n16(0) + n64(1) + n64(7);
  const Row rows[] = {
      {"too short for its header", scap::kEvent2, n16(0) + n64(1)},
      {"length below its header", scap::kEvent2, head + n32(25) + n16(275) + n32(0)},
      {"length beyond its block", scap::kEvent2, head + n32(500) + n16(275) + n32(0)},
      {"more parameters than bytes", scap::kEvent2, head + n32(28) + n16(275) + n32(0x40000000) + n16(0)},
      {"a parameter longer than the event", scap::kEvent2, head + n32(28) + n16(275) + n32(1) + n16(9)},
      {"a large parameter longer than the event", scap::kEvent2Large,
       head + n32(30) + n16(324) + n32(1) + n32(~0U)},
      {"no number of parameters fits", scap::kEvent1, head + n32(25) + n16(275) + n16(7) + n8(0)},
      {"version 1 below its header", scap::kEvent1, head + n32(21) + n16(275)},
  };
  for (const Row& row : rows) {
    CAPTURE(row.what);
    ScapFile file;
    file.section().block(row.type, row.body).event(2, 7, 275, {n64(2)});
    const std::string dump = dump_of(file.bytes());
    CHECK(dump.starts_with("#1 @2 cpu 3 7/-1 setsid res=2\ndamage 28-"));
  }
}

TEST_CASE("what is no .scap is refused with a reason") {
  struct Row {
    std::string bytes;
    const char* message;
  };
  const std::string header = n16(1) + n16(0) + n64(0);
  const Row rows[] = {
      {"", "empty"},
      {"{\"kind\":\"Event\"}", "section header"},
      {ScapFile().block(scap::kMachine, n32(0)).bytes(), "does not begin with a section header"},
      {ScapFile().block(scap::kSectionHeader, n32(1)).bytes(), "too short"},
      {ScapFile().block(scap::kSectionHeader, n32(1) + header).bytes(), "magic"},
      {ScapFile().block(scap::kSectionHeader, n32(scap::kByteOrderMagicSwapped) + header).bytes(),
       "big-endian"},
      {ScapFile().block(scap::kSectionHeader, n32(scap::kByteOrderMagic) + n16(2) + n16(0)).bytes(),
       "version 2"},
      {std::string("\x1f\x8b\x08garbage garbage garbage"), "gzip data"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.message);
    const std::string dump = dump_of(row.bytes);
    CHECK(dump.starts_with("error: "));
    CAPTURE(dump);
    CHECK(dump.find(row.message) != std::string::npos);
  }
}

std::string gzipped(const std::string& bytes) {
  std::string out(compressBound(bytes.size()) + 64, '\0');
  z_stream stream{};
  REQUIRE(deflateInit2(&stream, 6, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY) == Z_OK);
  std::string in = bytes;
  stream.next_in = reinterpret_cast<Bytef*>(in.data());
  stream.avail_in = static_cast<uInt>(in.size());
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(out.size());
  REQUIRE(deflate(&stream, Z_FINISH) == Z_STREAM_END);
  out.resize(stream.total_out);
  deflateEnd(&stream);
  return out;
}

std::string zstd_packed(const std::string& bytes) {
  std::string out(ZSTD_compressBound(bytes.size()), '\0');
  out.resize(ZSTD_compress(out.data(), out.size(), bytes.data(), bytes.size(), 1));
  return out;
}

std::string lz4_packed(const std::string& bytes) {
  std::string out(LZ4F_compressFrameBound(bytes.size(), nullptr), '\0');
  out.resize(LZ4F_compressFrame(out.data(), out.size(), bytes.data(), bytes.size(), nullptr));
  return out;
}

using Pack = std::string (*)(const std::string&);
constexpr Pack kPacks[] = {gzipped, zstd_packed, lz4_packed};

TEST_CASE("compressed captures are the plain ones, in one frame or in several") {
  ScapFile file = small_file();
  for (uint64_t i = 0; i < 30000; ++i) file.event(10 + i, 7, 275, {n64(i * 7919)});
  const std::string& bytes = file.bytes();
  const std::string plain = dump_of(bytes);
  for (const Pack pack : kPacks) {
    const std::string packed = pack(bytes);
    CHECK(packed.size() < bytes.size());
    CHECK(dump_of(packed) == plain);
    const size_t half = bytes.size() / 2;
    CHECK(dump_of(pack(bytes.substr(0, half)) + pack(bytes.substr(half))) == plain);
  }
}

TEST_CASE("every truncation of a compressed capture gives a readable part and a message") {
  const std::string bytes = small_file().bytes();
  const std::string plain = dump_of(bytes);
  for (const Pack pack : kPacks) {
    const std::string packed = pack(bytes);
    for (size_t size = 1; size < packed.size(); ++size) {
      CAPTURE(size);
      const std::string dump = dump_of(packed.substr(0, size));
      const bool error = dump.starts_with("error: ");
      CHECK((error || dump.find("damage") != std::string::npos || dump == plain));
      if (!error) CHECK(plain.starts_with(dump.substr(0, dump.find("damage"))));
    }
  }
}

TEST_CASE("damaged compression ends the capture, is reported and never crashes") {
  ScapFile file = small_file();
  for (uint64_t i = 0; i < 200; ++i) file.event(10 + i, 7, 275, {n64(i * 7919)});
  for (const Pack pack : kPacks) {
    const std::string packed = pack(file.bytes());
    for (size_t at = 0; at < packed.size(); ++at) {
      std::string broken = packed;
      broken[at] = static_cast<char>(broken[at] ^ 0x55);
      CHECK_FALSE(dump_of(broken).empty());
    }
  }
}

class FailingSource final : public ByteSource {
 public:
  explicit FailingSource(std::string bytes) : bytes_(std::move(bytes)) {}
  Result<size_t> read(std::span<uint8_t> out) override {
    if (bytes_.empty()) return Error{ErrorCode::kSystem, "input/output error"};
    const size_t count = std::min(out.size(), bytes_.size());
    std::copy_n(bytes_.begin(), count, out.begin());
    bytes_.erase(0, count);
    return count;
  }

 private:
  std::string bytes_;
};

TEST_CASE("a failing read is an error") {
  ScapFile file;
  file.section();
  for (uint64_t i = 0; i < 60000; ++i) file.event(i, 7, 275, {n64(i)});
  auto reader = ScapReader::read(std::make_unique<FailingSource>(file.bytes()));
  REQUIRE(reader.ok());
  CaptureItem item;
  bool failed = false;
  while (!failed) {
    auto more = (*reader)->next(item, {});
    failed = !more.ok();
    if (more.ok()) REQUIRE(*more);
  }
  CHECK_FALSE(ScapReader::read(std::make_unique<FailingSource>("")).ok());
  CHECK_FALSE(ScapReader::open("/nonexistent/file.scap").ok());
}

}  // namespace
}  // namespace sysreel
