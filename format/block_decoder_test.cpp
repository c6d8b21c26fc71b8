// Blocks out of hostile bytes: what decodes can be walked, what cannot leaves nothing behind, and sizes meet
// limits.
#include "format/block_decoder.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <random>

#include "format/block_builder.h"
#include "format/block_encoder.h"
#include "format/block_limits.h"
#include "format/testing/walk_block.h"

namespace sysreel {
namespace {

struct Codec {
  const Catalogue& catalogue = Catalogue::builtin();
  CaptureKinds kinds;
  DecodeScratch scratch;
  std::vector<KindId> listed;
  EventBlock block;

  Codec() {
    std::vector<KindRow> rows;
    for (const EventKind& kind : catalogue.kinds()) {
      listed.push_back(kind.id);
      rows.push_back(row_of(kind));
    }
    REQUIRE(kinds.set_listed(rows).ok());
  }

  size_t param(const char* kind, const char* name) const {
    return static_cast<size_t>(catalogue.kind(catalogue.find(kind)).param_index(name));
  }

  void fill(size_t events) {
    BlockBuilder builder(catalogue, EventSource::kSyscall, NumberSpace::kKernel, Arch::kX86_64);
    for (size_t i = 0; i < events; ++i) {
      const bool open = i % 3 != 0;
      builder.begin(catalogue.find(open ? "openat" : "read"), {static_cast<int64_t>(i % 5), 1, 7},
                    1000 + i * 13, static_cast<uint16_t>(i % 2));
      if (open) {
        builder.integer(param("openat", "fd"), static_cast<int64_t>(i % 9) - 2);
        builder.text(param("openat", "name"), "/file" + std::to_string(i % 11));
        if (i % 4 == 0) builder.integer(param("openat", "ino"), static_cast<int64_t>(i * 1000003));
      } else {
        builder.text(param("read", "data"), std::string(i % 30, static_cast<char>(i)), Mark::kTruncated);
      }
      builder.end();
    }
    builder.take(block);
  }
};

std::vector<uint8_t> copy_of(std::span<const uint8_t> bytes) {
  return {bytes.begin(), bytes.end()};
}

}  // namespace

TEST_CASE("a block comes back as it was") {
  Codec codec;
  codec.fill(500);
  BlockEncoder encoder(codec.catalogue, codec.listed);
  const auto encoded = encoder.encode(codec.block);
  REQUIRE(encoded.ok());
  EventBlock back;
  REQUIRE(decode_core(encoded->core, codec.kinds, codec.scratch, back).ok());
  REQUIRE(decode_time(encoded->time, back).ok());
  REQUIRE(decode_rest(encoded->rest, codec.scratch, back).ok());
  CHECK(walk_block(back, codec.catalogue) == walk_block(codec.block, codec.catalogue));
  CHECK(back.strings.size() == codec.block.strings.size());
  CHECK(encoded->raw_bytes > 500 * 24);

  // Kinds that the header does not list come with the block.
  BlockEncoder unlisted(codec.catalogue, {});
  const auto described = unlisted.encode(codec.block);
  REQUIRE(described.ok());
  CaptureKinds none;
  REQUIRE(decode_core(described->core, none, codec.scratch, back).ok());
  REQUIRE(decode_time(described->time, back).ok());
  REQUIRE(decode_rest(described->rest, codec.scratch, back).ok());
  CHECK(walk_block(back, codec.catalogue) == walk_block(codec.block, codec.catalogue));
}

TEST_CASE("mutated sections either fail or give a block that can be walked") {
  Codec codec;
  codec.fill(60);
  BlockEncoder encoder(codec.catalogue, codec.listed);
  const auto encoded = encoder.encode(codec.block);
  REQUIRE(encoded.ok());
  const std::vector<uint8_t> core = copy_of(encoded->core);
  const std::vector<uint8_t> time = copy_of(encoded->time);
  const std::vector<uint8_t> rest = copy_of(encoded->rest);
  std::mt19937 random(7);
  const auto mutated = [&](const std::vector<uint8_t>& bytes) {
    std::vector<uint8_t> result = bytes;
    const size_t changes = 1 + random() % 3;
    for (size_t i = 0; i < changes; ++i) result[random() % result.size()] = static_cast<uint8_t>(random());
    if (random() % 8 == 0) result.resize(random() % result.size());
    return result;
  };
  size_t failed = 0;
  EventBlock back;
  for (int round = 0; round < 6000; ++round) {
    const int which = round % 3;
    if (!decode_core(which == 0 ? mutated(core) : core, codec.kinds, codec.scratch, back).ok()) {
      ++failed;
      CHECK(back.size() == 0);
      continue;
    }
    if (!decode_time(which == 1 ? mutated(time) : time, back).ok()) ++failed;
    if (!decode_rest(which == 2 ? mutated(rest) : rest, codec.scratch, back).ok()) ++failed;
    walk_block(back, codec.kinds.catalogue());
  }
  CHECK(failed > 500);
}

TEST_CASE("a block of constants must not decode to gigabytes") {
  Codec codec;
  codec.fill(10);
  EventBlock& block = codec.block;
  block.clear();
  const uint32_t events = kMaxBlockEvents;
  const KindId kind = codec.catalogue.find("execve");  // has the most parameters
  const size_t params = codec.catalogue.kind(kind).params.size();
  REQUIRE(uint64_t{events} * params > kMaxBlockValues);
  block.add_kind(kind, params).rows = events;
  block.slot.assign(events, 0);
  block.thread.assign(events, 0);
  block.threads.push_back({1, 1, 0});
  BlockEncoder encoder(codec.catalogue, codec.listed);
  CHECK(encoder.encode(block).error().code == ErrorCode::kLimit);
}

TEST_CASE("the rows of a capture are matched by name") {
  struct Row {
    const char* what;
    KindRow row;
    bool valid;
  };
  std::string many;
  for (int i = 0; i < 65; ++i) many += (i == 0 ? "p" : " p") + std::to_string(i) + ":INT64";
  const Row rows[] = {
      {"known", {.name = "close", .params = "res:ERRNO fd:FD"}, true},
      {"unknown", {.name = "frob", .category = 250, .params = "a:INT64 ~+$b:NEWTYPE.x:newdomain"}, true},
      {"no parameters", {.name = "frob2"}, true},
      {"empty name", {.name = "", .params = ""}, false},
      {"long name", {.name = std::string(300, 'n')}, false},
      {"no type", {.name = "frob", .params = "a"}, false},
      {"empty type", {.name = "frob", .params = "a:"}, false},
      {"no name", {.name = "frob", .params = ":INT64"}, false},
      {"twice", {.name = "frob3", .params = "a:INT64 a:INT64"}, false},
      {"too many", {.name = "frob4", .params = many}, false},
  };
  for (const Row& row : rows) {
    CAPTURE(std::string(row.what));
    CaptureKinds kinds;
    const auto mapping = kinds.map(row.row);
    CHECK(mapping.ok() == row.valid);
    if (mapping) CHECK(kinds.catalogue().kind(mapping->kind).name == row.row.name);
  }
  CaptureKinds kinds;
  const size_t before = kinds.catalogue().kind(kinds.catalogue().find("close")).params.size();
  const auto mapping = kinds.map({.name = "close", .params = "fd:FD $res:CHARBUF res:ERRNO more:UINT8.o"});
  REQUIRE(mapping.ok());  // a parameter that changed its storage is another one
  CHECK(mapping->params[1].param == before);
  CHECK(mapping->params[2].param == 0);
  CaptureKinds other;
  const auto extended = other.map({.name = "close", .params = "fd:FD more:UINT8.o"});
  REQUIRE(extended.ok());
  CHECK(extended->params[0].param == 1);
  CHECK(extended->params[1].param == before);
  const Param& more = other.catalogue().kind(extended->kind).params[before];
  CHECK(more.name == "more");
  CHECK(more.format == NumberFormat::kOctal);
}

}  // namespace sysreel
