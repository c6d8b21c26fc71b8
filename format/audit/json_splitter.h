// JsonSplitter: cuts text that holds JSON documents one after the other, whatever separates them, into those
// documents, byte for byte as they are.
//
//   {…}\n{…}\n                       one a line                    -> each
//   {\n  "a": 1\n}                   one over several lines        -> it
//   [{…}, {…}]                       an array                      -> its elements
//   {"kind": …, "items": [{…}, …]}   a list: an object one of whose
//                                    own members `items`, `records`,
//                                    `logEvents`, `events`, `entries`
//                                    is an array                   -> the array's elements
//   2026-01-01T00:00:00Z {…}         a time before it              -> the object
//
// Lists may be as long as they like; only one element is held at a time. What is no document costs itself
// alone: it is given as malformed with its place, and the next document is looked for at the start of the
// next line, or where an audit event begins as the API server writes it ({"kind":"Event"), whichever comes
// first. The cutting checks brackets, strings and commas; whether names and numbers are right is the
// parser's.
//
// Push bytes with feed(), take pieces with next() until it gives none, end with end(). One thread.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace sysreel {

class JsonSplitter {
 public:
  static constexpr size_t kMaxDocument = 32U << 20;
  static constexpr size_t kMaxDepth = 256;

  explicit JsonSplitter(size_t max_document = kMaxDocument) : max_document_(max_document) {}

  struct Piece {
    bool malformed = false;
    std::string_view text;     // until the next call; of what is malformed as much as is at hand
    std::string_view problem;  // of what is malformed
    uint64_t offset = 0;       // of its first byte
    uint64_t line = 1;         // that it begins on
  };

  // Void pieces given before.
  void feed(std::string_view bytes);
  void end() { at_end_ = true; }
  // False: feed more, or after end() that was all.
  bool next(Piece& piece);
  // Bytes held that are no whole document yet.
  size_t pending() const { return text_.size() - begin_; }

 private:
  // What may come next, within the innermost bracket.
  enum class Expect : uint8_t { kValue, kValueOrEnd, kKey, kKeyOrEnd, kColon, kCommaOrEnd };
  enum class Step : uint8_t { kGoOn, kMore, kGiven, kBroken };

  Step step();
  Step string();
  Step scalar();
  Step open(char bracket);
  Step close(char bracket);
  Step value_done();
  Step between(char c);
  Step time_stamp();
  Step broken(std::string_view problem);
  bool out_of_text();
  bool skip();
  void consume(size_t end);

  bool in_list() const { return open_.size() == lists_; }  // not inside a document or a list's other members

  size_t max_document_;
  std::string text_;
  size_t begin_ = 0;   // of what is not given yet: the document being scanned
  size_t at_ = 0;      // scanned up to here
  uint64_t base_ = 0;  // offset of text_[0]
  uint64_t line_ = 1;  // of text_[begin_]
  bool at_end_ = false;

  std::string open_;  // brackets open here
  size_t lists_ = 0;  // how many of them, from the outside, are those of lists
  Expect expect_ = Expect::kValue;
  bool in_document_ = false;
  bool in_string_ = false;
  bool in_scalar_ = false;
  bool names_list_ = false;  // the member being read is one that makes its object a list
  size_t string_begin_ = 0;
  Piece piece_;
  bool skipping_ = false;  // to where the next document may begin
  bool loose_ = false;     // a list was broken: brackets and commas between documents are its remains
  uint64_t reported_line_ = 0;
  bool reported_ = false;  // what was broken is reported; the lines up to the next document are part of it
};

}  // namespace sysreel
