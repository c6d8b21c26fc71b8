#include "format/audit/json_splitter.h"

#include <doctest/doctest.h>

namespace sysreel {
namespace {

// A line a piece: documents as they are, malformed as "!line problem".
std::string pieces_of(std::string_view text, size_t chunk, size_t max_document = JsonSplitter::kMaxDocument) {
  JsonSplitter splitter(max_document);
  JsonSplitter::Piece piece;
  std::string out;
  const auto take = [&] {
    while (splitter.next(piece)) {
      if (piece.malformed) {
        out += "!" + std::to_string(piece.line) + " " + std::string(piece.problem) + "\n";
      } else {
        CHECK(text.substr(piece.offset, piece.text.size()) == piece.text);
        out += std::to_string(piece.line) + " " + std::string(piece.text) + "\n";
      }
    }
  };
  for (size_t at = 0; at < text.size(); at += chunk) {
    splitter.feed(text.substr(at, chunk));
    take();
  }
  splitter.end();
  take();
  return out;
}

struct Row {
  const char* text;
  const char* pieces;
};

constexpr Row kRows[] = {
    {"", ""},
    {" \n\n ", ""},
    {"{\"a\":1}\n{\"b\":\"}{\\\"\"}\n", "1 {\"a\":1}\n2 {\"b\":\"}{\\\"\"}\n"},
    {"{\"a\":1}{\"b\":[1,{}]}", "1 {\"a\":1}\n1 {\"b\":[1,{}]}\n"},
    {"\xef\xbb\xbf{}\r\n{}", "1 {}\n2 {}\n"},
    {"{\n  \"a\": [\n    1,\n    2\n  ]\n}\n{}", "1 {\n  \"a\": [\n    1,\n    2\n  ]\n}\n7 {}\n"},
    {"[{\"a\":1},\n {\"b\":2}]\n{}", "1 {\"a\":1}\n2 {\"b\":2}\n3 {}\n"},
    {"[]\n[ ]\n{}", "3 {}\n"},
    {"{\"kind\":\"EventList\",\"items\":[{\"a\":1},{\"b\":2}],\"metadata\":{\"x\":[1,{}]}}\n{}",
     "1 {\"a\":1}\n1 {\"b\":2}\n2 {}\n"},
    {"{\"items\":[],\"n\":-1.5e3}", ""},
    {"{\"items\":{\"a\":1}}", "1 {\"items\":{\"a\":1}}\n"},
    {"{\"spec\":{\"items\":[{}]}}", "1 {\"spec\":{\"items\":[{}]}}\n"},
    {"[{\"records\":[{\"a\":1}]},{\"records\":[{\"b\":2},{\"c\":3}]}]",
     "1 {\"a\":1}\n1 {\"b\":2}\n1 {\"c\":3}\n"},
    {"2026-01-01T00:00:00.000Z {\"a\":1}\n2026-01-01 00:00:00 {\"b\":2}\n", "1 {\"a\":1}\n2 {\"b\":2}\n"},
    // What is broken costs itself alone.
    {"{\"a\":1}\nnonsense\n{\"b\":2}\n", "1 {\"a\":1}\n!2 no JSON object begins here\n3 {\"b\":2}\n"},
    {"nonsense\nmore\n{\"b\":2}\nagain\n",
     "!1 no JSON object begins here\n3 {\"b\":2}\n!4 no JSON object begins here\n"},
    {"12345\n{}\n", "!1 no JSON object begins here\n2 {}\n"},
    {"{\"a\":\"x\n{\"b\":2}\n", "!1 a line ends inside a string\n2 {\"b\":2}\n"},
    {"{\"a\":1\n{\"b\":2}\n", "!1 a bracket where none may be\n2 {\"b\":2}\n"},
    {"{\"a\":{\"b\":1\n{\"b\":2}\n{\"c\":3}", "!1 a bracket where none may be\n2 {\"b\":2}\n3 {\"c\":3}\n"},
    {"{\"a\":{\"kind\":\"Event\"{\"kind\":\"Event\",\"x\":1}\n",
     "!1 a bracket where none may be\n1 {\"kind\":\"Event\",\"x\":1}\n"},
    {"{\"items\":[{\"kind\":\"Event\",\"n\":1},{\"kind\":\"Event\",\"n\":2,},{\"kind\":\"Event\",\"n\":3}]}"
     "\n{}",
     "1 {\"kind\":\"Event\",\"n\":1}\n!1 a closing bracket without its opening one\n1 "
     "{\"kind\":\"Event\",\"n\":3}\n2 {}\n"},
    {"[\n{\"a\":1},\n{\"b\":,},\n{\"c\":3}\n]\n", "2 {\"a\":1}\n!3 a comma where none may be\n4 {\"c\":3}\n"},
    {"{\n \"a\": tru e,\n \"b\": 2\n}\n{\"c\":3}", "!1 a value where none may be\n5 {\"c\":3}\n"},
    {"{\"a\":1}\n{\"b\":", "1 {\"a\":1}\n!2 the text ends inside a document\n"},
    {"[{\"a\":1},", "1 {\"a\":1}\n!1 the text ends inside a list\n"},
    {"{\"items\":[{\"a\":1}", "1 {\"a\":1}\n!1 the text ends inside a list\n"},
    {"{\"a\" 1}\n{\"a\"::1}\n{,}\n{\"a\":1]\n{\"a\":\x01}\n{}",
     "!1 a value where none may be\n!2 a colon where none may be\n!3 a comma where none may be\n"
     "!4 a closing bracket without its opening one\n!5 a character that JSON does not know\n6 {}\n"},
};

}  // namespace

TEST_CASE("documents whatever separates them, in chunks of any size") {
  for (const Row& row : kRows) {
    CAPTURE(std::string(row.text));
    const std::string_view text = row.text;
    CHECK(pieces_of(text, text.size() + 1) == std::string(row.pieces));
    for (size_t chunk = 1; chunk < 8; ++chunk) {
      CAPTURE(chunk);
      CHECK(pieces_of(text, chunk) == std::string(row.pieces));
    }
  }
}

TEST_CASE("limits: size and depth of a document") {
  const std::string large = "{\"a\":\"" + std::string(100, 'x') + "\"}\n{\"b\":2}\n";
  for (const size_t chunk : {size_t{1}, size_t{7}, size_t{1000}}) {
    CAPTURE(chunk);
    CHECK(pieces_of(large, chunk, 50) == "!1 larger than an event may be\n2 {\"b\":2}\n");
  }
  const std::string deep = std::string(300, '[');
  CHECK(pieces_of("{\"a\":" + deep + "\n{}", 64) == "!1 nested too deeply\n2 {}\n");
  CHECK(pieces_of(deep + "\n{}", 64) == "!1 nested too deeply\n2 {}\n");
  // A list as a whole may be as long as it likes.
  std::string list = "[";
  for (int i = 0; i < 100; ++i) list += "{\"a\":\"0123456789\"},";
  list.back() = ']';
  std::string wanted;
  for (int i = 0; i < 100; ++i) wanted += "1 {\"a\":\"0123456789\"}\n";
  CHECK(pieces_of(list, 16, 50) == wanted);
}

}  // namespace sysreel
