#include "recorder/wire_decoder.h"

#include <doctest/doctest.h>

#include "recorder/testing/wire_record.h"

namespace sysreel {
namespace {

using testing::WireRecord;

const Catalogue& catalogue() {
  return Catalogue::builtin();
}

size_t param_of(KindId kind, std::string_view name) {
  const int index = catalogue().kind(kind).param_index(name);
  REQUIRE(index >= 0);
  return static_cast<size_t>(index);
}

struct Decoded {
  explicit Decoded(uint32_t snaplen = 80) : decoder(catalogue(), snaplen) {}

  BlockBuilder builder{catalogue(), EventSource::kSyscall, NumberSpace::kKernel, Arch::kX86_64};
  WireDecoder decoder;
  EventBlock block;

  bool decode(const std::vector<uint8_t>& record) {
    const bool ok = decoder.decode(record, builder);
    builder.take(block);
    return ok;
  }
};

TEST_CASE("numbers take the width of their type, paths are put together, marks stay") {
  const KindId openat = catalogue().find("openat");
  Decoded decoded;
  REQUIRE(decoded.decode(WireRecord(openat)
                             .number(param_of(openat, "fd"), 0xdeadbeef00000003)
                             .number(param_of(openat, "dirfd"), 0xffffff9c)
                             .number(param_of(openat, "flags"), 0xffffffff00080000)
                             .text(param_of(openat, "name"), "../x", REEL_SHAPE_TEXT, REEL_MARK_TRUNCATED)
                             .text(param_of(openat, "path"), {"c\0b\0a\0", 6}, REEL_SHAPE_COMPONENTS)
                             .mark(param_of(openat, "ino"), REEL_MARK_FAULT)
                             .bytes()));
  REQUIRE(decoded.block.size() == 1);
  const EventRef event(decoded.block, 0);
  CHECK(event.kind() == openat);
  CHECK(event.time() == 1000);
  CHECK(event.thread() == ThreadEntry{12, 11, 500});
  CHECK(event.integer(param_of(openat, "fd")) == 3);
  CHECK(event.integer(param_of(openat, "dirfd")) == -100);
  CHECK(event.integer(param_of(openat, "flags")) == 0x80000);
  CHECK(event.text(param_of(openat, "name")) == "../x");
  CHECK(event.mark(param_of(openat, "name")) == Mark::kTruncated);
  CHECK(event.text(param_of(openat, "path")) == "/a/b/c");
  CHECK(event.mark(param_of(openat, "ino")) == Mark::kFault);
  CHECK(event.mark(param_of(openat, "dev")) == Mark::kMissing);
}

TEST_CASE("kernel constants keep what Falco's narrower types have no room for") {
  const KindId fcntl = catalogue().find("fcntl");
  constexpr uint64_t kDupCloexec = 1030;  // F_DUPFD_CLOEXEC in an ENUMFLAGS8
  Decoded decoded;
  REQUIRE(decoded.decode(WireRecord(fcntl).number(param_of(fcntl, "cmd"), kDupCloexec).bytes()));
  CHECK(EventRef(decoded.block, 0).integer(param_of(fcntl, "cmd")) == 1030);
}

TEST_CASE("arguments lose argv[0], which has a parameter of its own") {
  const KindId execve = catalogue().find("execve");
  Decoded decoded;
  REQUIRE(decoded.decode(WireRecord(execve)
                             .text(param_of(execve, "args"), {"sh\0-c\0true\0", 11}, REEL_SHAPE_BYTES)
                             .text(param_of(execve, "env"), {"A=1\0B=\0", 7}, REEL_SHAPE_BYTES)
                             .bytes()));
  const EventRef event(decoded.block, 0);
  CHECK(event.text(param_of(execve, "args")) == std::string_view("-c\0true\0", 8));
  CHECK(event.text(param_of(execve, "env")) == std::string_view("A=1\0B=\0", 7));
}

TEST_CASE("what follows from a call's registers is worked out") {
  const KindId openat = catalogue().find("openat");
  Decoded decoded;
  // O_CREAT: the mode counts.
  REQUIRE(
      decoded.decode(WireRecord(openat).call(-2, {0xffffffffffffff9c, 0x7fff0000, 0x80041, 0644}).bytes()));
  const EventRef created(decoded.block, 0);
  CHECK(created.integer(param_of(openat, "fd")) == -2);
  CHECK(created.integer(param_of(openat, "dirfd")) == -100);
  CHECK(created.integer(param_of(openat, "mode")) == 0644);
  CHECK(created.mark(param_of(openat, "name")) == Mark::kMissing);
  // Without it, not; and a field goes before what would be worked out.
  REQUIRE(decoded.decode(
      WireRecord(openat).call(3, {0xffffff9c, 0, 0, 0644}).number(param_of(openat, "dirfd"), 7).bytes()));
  const EventRef opened(decoded.block, 0);
  CHECK(opened.integer(param_of(openat, "mode")) == 0);
  CHECK(opened.integer(param_of(openat, "dirfd")) == 7);
}

TEST_CASE("a wide argument of a 32-bit call takes two registers") {
  const KindId pread = catalogue().find("pread");
  Decoded decoded;
  REQUIRE(decoded.decode(WireRecord(pread).call(5, {4, 0x1000, 5, 0x10, 0x2}, REEL_RECORD_COMPAT).bytes()));
  CHECK(EventRef(decoded.block, 0).integer(param_of(pread, "pos")) == 0x200000010);
  REQUIRE(decoded.decode(WireRecord(pread).call(5, {4, 0x1000, 5, 0x10, 0x2}).bytes()));
  CHECK(EventRef(decoded.block, 0).integer(param_of(pread, "pos")) == 0x10);
}

TEST_CASE("without registers nothing is worked out of them, and what a nested program left is a fault") {
  const KindId openat = catalogue().find("openat");
  Decoded decoded;
  REQUIRE(decoded.decode(WireRecord(openat).call(3, {}).bytes()));
  CHECK(EventRef(decoded.block, 0).integer(param_of(openat, "fd")) == 3);
  CHECK(EventRef(decoded.block, 0).mark(param_of(openat, "dirfd")) == Mark::kMissing);
  REQUIRE(
      decoded.decode(WireRecord(openat).call(3, {0xffffff9c, 0, 0, 0, 0, 0}, REEL_RECORD_NESTED).bytes()));
  const EventRef nested(decoded.block, 0);
  CHECK(nested.integer(param_of(openat, "dirfd")) == -100);
  CHECK(nested.mark(param_of(openat, "name")) == Mark::kFault);
  CHECK(nested.mark(param_of(openat, "ino")) == Mark::kFault);
}

TEST_CASE("a buffer that is not recorded is told from one that is not there") {
  const KindId read = catalogue().find("read");
  const size_t data = param_of(read, "data");
  struct Row {
    int64_t result;
    uint64_t address;
    Mark mark;
  };
  for (const Row& row : {Row{5, 0x1000, Mark::kTruncated}, Row{0, 0x1000, Mark::kPresent},
                         Row{-9, 0x1000, Mark::kMissing}, Row{5, 0, Mark::kMissing}}) {
    CAPTURE(row.result);
    Decoded decoded(0);
    REQUIRE(decoded.decode(WireRecord(read).call(row.result, {3, row.address, 8}).bytes()));
    CHECK(EventRef(decoded.block, 0).mark(data) == row.mark);
  }
}

TEST_CASE("a record that contradicts itself is refused and counted") {
  const KindId close = catalogue().find("close");
  const std::vector<uint8_t> good = WireRecord(close).number(0, 0).number(1, 5).bytes();
  struct Row {
    const char* what;
    size_t offset;
    std::vector<uint8_t> bytes;
  };
  const size_t body = sizeof(reel_record);
  const Row rows[] = {
      {"size beyond the bytes", 0, {0xff, 0xff}},
      {"size below the header", 0, {4, 0, 0, 0}},
      {"kind that does not exist", 4, {0xff, 0xff}},
      {"more fields than bytes", 38, {3}},
      {"more fields than a kind can have", 38, {0xff}},
      {"more arguments than a call has", 39, {0x70}},
      {"more arguments than bytes", 39, {0x60}},
      {"parameter that the kind does not have", body, {200}},
      {"parameter twice", body + 12, {0}},
      {"field longer than the record", body + 2, {0xff, 0xff}},
  };
  for (const Row& row : rows) {
    CAPTURE(row.what);
    std::vector<uint8_t> bad = good;
    std::copy(row.bytes.begin(), row.bytes.end(), bad.begin() + static_cast<std::ptrdiff_t>(row.offset));
    Decoded decoded;
    CHECK_FALSE(decoded.decode(bad));
    CHECK(decoded.decoder.malformed() == 1);
    CHECK(decoded.block.size() == 0);
  }
}

TEST_CASE("every length of a record that was cut short is refused") {
  const KindId openat = catalogue().find("openat");
  const std::vector<uint8_t> whole = WireRecord(openat)
                                         .number(0, 3)
                                         .text(param_of(openat, "name"), "/etc/passwd")
                                         .number(1, 0xffffff9c)
                                         .bytes();
  for (size_t length = 0; length < whole.size(); ++length) {
    CAPTURE(length);
    std::vector<uint8_t> cut(whole.begin(), whole.begin() + static_cast<std::ptrdiff_t>(length));
    Decoded decoded;
    CHECK_FALSE(decoded.decode(cut));
    // With a size that matches what is left, the fields no longer fit.
    if (length < sizeof(reel_record)) continue;
    const auto size = static_cast<uint32_t>(length);
    std::memcpy(cut.data(), &size, sizeof(size));
    CHECK_FALSE(decoded.decode(cut));
  }
}

}  // namespace
}  // namespace sysreel
