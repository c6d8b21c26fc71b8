#include "format/param_json.h"

#include <doctest/doctest.h>

#include <algorithm>

#include "format/block_builder.h"
#include "format/capture_kinds.h"
#include "format/socket_text.h"

using namespace std::string_view_literals;

namespace sysreel {

TEST_CASE("socket addresses as text") {
  struct Row {
    bool tuple;
    std::string_view packed;
    std::string_view text;  // "-": not known
  };
  const Row rows[] = {
      {false, "\x02\x7f\x00\x00\x01\x50\x00"sv, "127.0.0.1:80"},
      {false, "\x0a\x20\x01\x0d\xb8\0\0\0\0\0\0\0\0\0\0\0\x01\xbb\x01"sv, "[2001:db8::1]:443"},
      {false, "\x01/run/s\0junk"sv, "/run/s"},
      {false, "\x01"sv, ""},
      {false, "\x02\x7f\x00\x00\x01\x50"sv, "-"},
      {false, "\x10\x00\x00"sv, "-"},
      {false, ""sv, "-"},
      {true, "\x02\x0a\0\0\x01\x01\x00\x0a\0\0\x02\x02\x00"sv, "10.0.0.1:1->10.0.0.2:2"},
      {true, "\x02\x0a\0\0\x01\x01\x00\x0a\0\0\x02\x02"sv, "-"},
      {true, "\x01\x01\x02\x03\x04\x05\x06\x07\x08\x01\x02\x03\x04\x05\x06\x07\x08/run/s\0"sv, "/run/s"},
      {true, "\x01\x01\x02\x03"sv, "-"},
      {true, "\x07"sv, "-"},
  };
  for (const Row& row : rows) {
    std::string text = "-";
    std::string out;
    if (row.tuple ? append_socket_tuple(out, row.packed) : append_socket_address(out, row.packed)) text = out;
    CHECK(text == row.text);
  }
}

TEST_CASE("values of every shape as JSON") {
  CaptureKinds kinds;
  const auto mapping =
      kinds.map({.name = "frob",
                 .params = "signed:INT32 unsigned:UINT64 $text:CHARBUF $args:BYTEBUF $data:BYTEBUF "
                           "$list:CHARBUFARRAY $addr:SOCKADDR missing:FD fault:FD"});
  REQUIRE(mapping.ok());
  const Catalogue& catalogue = kinds.catalogue();
  BlockBuilder builder(catalogue, EventSource::kSyscall, NumberSpace::kKernel, Arch::kX86_64);
  builder.begin(mapping->kind, {}, 0, 0);
  builder.integer(0, -1);
  builder.integer(1, -1);
  builder.text(2, "a\xff\"");
  builder.text(3, "x\0\0y"sv);
  builder.text(4, "x\0y\0"sv);
  builder.text(5, ""sv);
  builder.text(6, "\x63odd"sv, Mark::kTruncated);
  builder.mark(8, Mark::kFault);
  builder.end();
  EventBlock block;
  builder.take(block);
  std::string out;
  JsonWriter json(out);
  json.begin_array();
  const EventKind& kind = catalogue.kind(mapping->kind);
  for (size_t i = 0; i < kind.params.size(); ++i) write_param(json, EventRef(block, 0), kind.params[i], i);
  json.end_array();
  CHECK(out == R"([-1,18446744073709551615,"a\ufffd\"",["x","","y"],"x\u0000y\u0000",[],"codd",null,null])");
}

TEST_CASE("which parameter is the return value") {
  const Catalogue& catalogue = Catalogue::builtin();
  const auto name = [&](const char* kind) {
    const EventKind& row = catalogue.kind(catalogue.find(kind));
    const int index = return_param(row);
    return index < 0 ? std::string("-") : std::string(row.params[static_cast<size_t>(index)].name);
  };
  CHECK(name("close") == "res");
  CHECK(name("openat") == "fd");
  CHECK(name("dup") == "res");
  CHECK(name("procexit") == "-");
}

}  // namespace sysreel
